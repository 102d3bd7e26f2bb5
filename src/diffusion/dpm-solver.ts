/**
 * DPM-Solver++ (2M): the equation of the clean sample is half linear; that half is solved exactly,
 * and the other is taken as a straight line through the last two predictions.
 *
 * Source: Lu, Zhou, Bao, Chen, Li and Zhu 2022, DPM-Solver++, algorithm 2 and formulas (8), (9).
 * lambda = log(signal / noise) = -log(sigma). Samples keep variance 1. The first step and the last
 * are of first order (with `lowerOrderFinal`, for fewer than 15 steps or where sigma ends in 0).
 * Leaves out the noisy variants (SDE), order 3, and noise-prediction DPM-Solver.
 */
import { ConfigError } from '../math/errors.js';
import { bareConfig } from './config.js';
import { scaled, summed } from './mix.js';
import { levelOfSigma } from './noise-schedule.js';
import { checkPlan, finishPlan, type Mix } from './plan.js';
import { cleanFrom, predictionTypes } from './prediction.js';
import type { Scheduler } from './scheduler.js';
import { solverLadder } from './visited.js';

/**
 * DPM-Solver++ 2M.
 *
 * @example
 * const { steps } = dpmSolver.plan(stableDiffusionConfig, 4);
 * steps[3].next; // { sample: 0, kept: [1] }
 */
export const dpmSolver: Scheduler = {
  name: 'dpm++2m',
  className: 'DPMSolverMultistepScheduler',
  source: 'Lu et al. 2022',
  predictions: predictionTypes,
  usesKarras: true,
  defaults: { ...bareConfig, timestepSpacing: 'linspace' },
  plan: (config, count, options = {}) => {
    const { begin } = checkPlan('dpm++2m', config, count, options);
    if (config.solverOrder !== 1 && config.solverOrder !== 2) {
      throw new ConfigError(`dpm++2m: got solver order ${config.solverOrder}; expected 1 or 2`);
    }
    const { timesteps, sigmas } = solverLadder(
      config,
      count,
      // diffusers cuts the fraction off where the betas follow the cosine, and rounds elsewhere
      config.betaSchedule === 'squaredcos_cap_v2' ? Math.trunc : undefined,
    );
    const total = timesteps.length;
    const steps = timesteps.slice(begin).map((timestep, i) => {
      const index = begin + i;
      const sigma = sigmas[index];
      const level = levelOfSigma(sigma);
      const after = levelOfSigma(sigmas[index + 1]);
      // 1. the clean sample is what is remembered (data prediction)
      const clean = cleanFrom(config.predictionType, level);
      // 2. h, the stride in lambda; it is infinite where sigma ends in 0
      const h = Math.log(sigma / sigmas[index + 1]);
      // 3. first order, formula (8): the linear half exactly, the clean sample held still
      const growth = -after.signal * Math.expm1(-h);
      const first: Mix = { sample: after.noise / level.noise, kept: [growth] };
      const shared = { timestep, inputScale: 1, keep: clean, clean, noising: level };
      const ending =
        index === total - 1 &&
        (config.eulerAtFinal ||
          (config.lowerOrderFinal && total < 15) ||
          config.finalSigmas === 'zero');
      if (config.solverOrder === 1 || i === 0 || ending) return { ...shared, next: first };
      // 4. second order, formula (9): the clean sample moves; D1 is its slope in lambda times h
      const r = Math.log(sigmas[index - 1] / sigma) / h;
      const slope: Mix = { kept: [1 / r, -1 / r] };
      const weight =
        config.solverType === 'heun' ? after.signal * (Math.expm1(-h) / h + 1) : growth / 2;
      return { ...shared, next: summed(first, scaled(slope, weight)) };
    });
    const end = levelOfSigma(sigmas[total]);
    return finishPlan('dpm++2m', config, { steps, initialNoise: 1, finalLevel: end });
  },
};
