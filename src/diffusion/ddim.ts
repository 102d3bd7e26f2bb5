/**
 * DDIM: the same network, but a path without dice. From the predicted clean sample and the
 * predicted noise it takes the sample that is less noisy by one stride.
 *
 * Source: Song, Meng and Ermon 2021, Denoising Diffusion Implicit Models. Formula numbers are its.
 * As in diffusers the previous timestep is t - T / steps whatever the spacing, and below 0 stands
 * `setAlphaToOne`.
 */
import { bareConfig } from './config.js';
import { cleanToUse, scaled, summed } from './mix.js';
import { checkPlan, finishPlan } from './plan.js';
import { cleanFrom, noiseFrom, predictionTypes } from './prediction.js';
import type { Scheduler } from './scheduler.js';
import { alphaBar, wholeTimesteps } from './visited.js';

/**
 * DDIM. `eta` 0 draws no noise at all; above 0 noise is drawn at every step.
 *
 * @example
 * const { steps } = ddim.plan(stableDiffusionConfig, 10);
 * steps[0].next; // { sample: 1.6154, output: -0.6225 }
 */
export const ddim: Scheduler = {
  name: 'ddim',
  className: 'DDIMScheduler',
  source: 'Song et al. 2021',
  predictions: predictionTypes,
  usesKarras: false,
  defaults: { ...bareConfig, clip: 1, setAlphaToOne: true },
  plan: (config, count, options = {}) => {
    const { begin, eta } = checkPlan('ddim', config, count, options);
    const alphaAt = alphaBar(config);
    const stride = Math.floor(config.trainTimesteps / count);
    const steps = wholeTimesteps(config, count)
      .slice(begin)
      .map((t) => {
        // 1. alpha-bar of this step (a) and of the one that follows (p)
        const [a, p] = [alphaAt(t), alphaAt(t - stride)];
        const level = { signal: Math.sqrt(a), noise: Math.sqrt(1 - a) };
        // 2. "predicted x0" and the predicted noise, formula (9)
        const clean = cleanFrom(config.predictionType, level);
        const noise = noiseFrom(config.predictionType, level);
        const used = cleanToUse(clean, config.clip);
        // 3. how much of the noise is drawn anew, formula (16)
        const sigma = eta * Math.sqrt(((1 - p) / (1 - a)) * (1 - a / p));
        // 4. x0 made noisy again in the "direction pointing to x_t", formula (12)
        const mean = summed(
          scaled(used.clean, Math.sqrt(p)),
          scaled(noise, Math.sqrt(Math.max(1 - p - sigma * sigma, 0))),
        );
        const next = eta > 0 ? { ...mean, noise: sigma } : mean;
        return { timestep: t, inputScale: 1, keep: used.keep, next, clean, noising: level };
      });
    const end = alphaAt(-1);
    return finishPlan('ddim', config, {
      steps,
      initialNoise: 1,
      finalLevel: { signal: Math.sqrt(end), noise: Math.sqrt(1 - end) },
    });
  },
};
