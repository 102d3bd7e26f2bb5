/**
 * LMS: a linear multistep method. Through the last four slopes goes a cubic; its integral over the
 * stride is the step.
 *
 * Source: Crowson's k-diffusion; Adams and Bashforth's idea on uneven noise levels, Hairer, Norsett
 * and Wanner, Solving Ordinary Differential Equations I, section III.5. diffusers integrates with
 * scipy; the integrand has degree 3 at most, for which Simpson's rule is exact.
 */
import { bareConfig } from './config.js';
import { checkPlan, finishPlan } from './plan.js';
import { cleanOfScaled, predictionTypes, slopeFrom } from './prediction.js';
import type { Scheduler } from './scheduler.js';
import { initialSigma, scaleOfSigma, sigmaLadder } from './visited.js';

/**
 * LMS, up to four slopes.
 *
 * @example
 * lms.plan(stableDiffusionConfig, 10).memory; // 3
 */
export const lms: Scheduler = {
  name: 'lms',
  className: 'LMSDiscreteScheduler',
  source: 'Crowson 2022; Adams and Bashforth 1883',
  predictions: predictionTypes,
  usesKarras: true,
  defaults: { ...bareConfig, timestepSpacing: 'linspace' },
  plan: (config, count, options = {}) => {
    const { begin } = checkPlan('lms', config, count, options);
    const { timesteps, sigmas } = sigmaLadder({ ...config, finalSigmas: 'zero' }, count);
    const steps = timesteps.slice(begin).map((timestep, i) => {
      const index = begin + i;
      const sigma = sigmas[index];
      // 1. the order grows with the place in the list. A run that begins in the middle has fewer
      //    slopes than that; the weights of those that are missing fall away, as in diffusers.
      const order = Math.min(index + 1, 4);
      const weights = Array.from({ length: order }, (_, k) => integral(sigmas, index, order, k));
      return {
        timestep,
        inputScale: scaleOfSigma(sigma),
        // 2. slopes are what is remembered
        keep: slopeFrom(config.predictionType, sigma),
        // 3. the integral of the cubic through them
        next: { sample: 1, kept: weights.slice(0, i + 1) },
        clean: cleanOfScaled(config.predictionType, sigma),
        noising: { signal: 1, noise: sigma },
      };
    });
    return finishPlan('lms', config, {
      steps,
      initialNoise: initialSigma(config, sigmas),
      finalLevel: { signal: 1, noise: 0 },
    });
  },
};

/** Integral over the stride of the Lagrange polynomial that is 1 at the k-th last level. */
function integral(sigmas: readonly number[], index: number, order: number, k: number): number {
  const basis = (sigma: number): number => {
    let value = 1;
    for (let j = 0; j < order; j++) {
      if (j === k) continue;
      value *= (sigma - sigmas[index - j]) / (sigmas[index - k] - sigmas[index - j]);
    }
    return value;
  };
  const [from, to] = [sigmas[index], sigmas[index + 1]];
  return ((to - from) / 6) * (basis(from) + 4 * basis((from + to) / 2) + basis(to));
}
