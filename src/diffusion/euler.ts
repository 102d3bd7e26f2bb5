/**
 * Euler's method: the path from noise to picture is a curve whose slope the network tells; follow
 * the slope for one stride, and ask again.
 *
 * Source: Karras, Aittala, Aila and Laine 2022, Elucidating the Design Space of Diffusion-Based
 * Generative Models, algorithm 2 with S_churn = 0 and no second order. Samples have a signal of
 * size 1 (x = x0 + sigma epsilon), so the network's input is scaled.
 * Leaves out churn, exponential and beta sigmas.
 */
import { bareConfig } from './config.js';
import { scaled, summed } from './mix.js';
import { checkPlan, finishPlan } from './plan.js';
import { cleanOfScaled, predictionTypes, slopeFrom } from './prediction.js';
import type { Scheduler } from './scheduler.js';
import { initialSigma, scaleOfSigma, sigmaLadder } from './visited.js';

/**
 * Euler.
 *
 * @example
 * const { steps, initialNoise } = euler.plan(stableDiffusionConfig, 10);
 * initialNoise; // 8.45007
 * steps[0].next; // { sample: 1, output: -3.25625 }
 */
export const euler: Scheduler = {
  name: 'euler',
  className: 'EulerDiscreteScheduler',
  source: 'Karras et al. 2022',
  predictions: predictionTypes,
  usesKarras: true,
  defaults: { ...bareConfig, timestepSpacing: 'linspace' },
  plan: (config, count, options = {}) => {
    const { begin } = checkPlan('euler', config, count, options);
    const { timesteps, sigmas } = sigmaLadder(config, count);
    const steps = timesteps.slice(begin).map((timestep, i) => {
      const [sigma, following] = [sigmas[begin + i], sigmas[begin + i + 1]];
      // 1. the slope dx/dsigma at this noise level, equation (3)
      const slope = slopeFrom(config.predictionType, sigma);
      // 2. one stride along it, algorithm 2, line 7
      const next = summed({ sample: 1 }, scaled(slope, following - sigma));
      const clean = cleanOfScaled(config.predictionType, sigma);
      const noising = { signal: 1, noise: sigma };
      return { timestep, inputScale: scaleOfSigma(sigma), keep: slope, next, clean, noising };
    });
    return finishPlan('euler', config, {
      steps,
      initialNoise: initialSigma(config, sigmas),
      finalLevel: { signal: 1, noise: sigmas[sigmas.length - 1] },
    });
  },
};
