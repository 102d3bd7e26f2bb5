/**
 * DDPM: walk the training steps back one by one, or in strides, adding fresh noise at each.
 *
 * Source: Ho, Jain and Abbeel 2020, Denoising Diffusion Probabilistic Models. Formula numbers are
 * its. Strides take the previous timestep from the visited list, as diffusers does.
 * Leaves out learned variances.
 */
import { bareConfig } from './config.js';
import { cleanToUse, scaled, summed } from './mix.js';
import { checkPlan, finishPlan } from './plan.js';
import { cleanFrom, predictionTypes } from './prediction.js';
import type { Scheduler } from './scheduler.js';
import { alphaBar, wholeTimesteps } from './visited.js';

/**
 * DDPM. The last step draws noise unless its timestep is 0.
 *
 * @example
 * const { steps } = ddpm.plan(stableDiffusionConfig, 10);
 * steps.map((step) => step.timestep); // [901, 801, 701, 601, 501, 401, 301, 201, 101, 1]
 */
export const ddpm: Scheduler = {
  name: 'ddpm',
  className: 'DDPMScheduler',
  source: 'Ho et al. 2020',
  predictions: predictionTypes,
  usesKarras: false,
  defaults: { ...bareConfig, clip: 1 },
  plan: (config, count, options = {}) => {
    const { begin } = checkPlan('ddpm', config, count, options);
    const alphaAt = alphaBar({ ...config, setAlphaToOne: true });
    const timesteps = wholeTimesteps(config, count);
    const steps = timesteps.slice(begin).map((t, i) => {
      // 1. alpha-bar of this step (a) and of the one that follows (p); alpha and beta of the stride
      const a = alphaAt(t);
      const p = alphaAt(timesteps[begin + i + 1] ?? -1);
      const alpha = a / p;
      const beta = 1 - alpha;
      // 2. the clean sample x0 that the network has in mind, formula (15)
      const level = { signal: Math.sqrt(a), noise: Math.sqrt(1 - a) };
      const clean = cleanFrom(config.predictionType, level);
      const used = cleanToUse(clean, config.clip);
      // 3. mean of the posterior q(x_prev | x_t, x0), formula (7)
      const mean = summed(scaled(used.clean, (Math.sqrt(p) * beta) / (1 - a)), {
        sample: (Math.sqrt(alpha) * (1 - p)) / (1 - a),
      });
      // 4. its variance, formula (7); or that of the forward step, section 3.2
      const small = Math.max(((1 - p) / (1 - a)) * beta, 1e-20);
      const variance = config.variance === 'small' ? small : beta;
      const next = t > 0 ? { ...mean, noise: Math.sqrt(variance) } : mean;
      return { timestep: t, inputScale: 1, keep: used.keep, next, clean, noising: level };
    });
    return finishPlan('ddpm', config, {
      steps,
      initialNoise: 1,
      finalLevel: { signal: 1, noise: 0 },
    });
  },
};
