/**
 * Euler ancestral: a stride that overshoots towards the picture, and fresh noise that brings the
 * sample back to the level it should have. It never settles: more steps give another picture.
 *
 * Source: Crowson's k-diffusion, after Karras et al. 2022 and the ancestral sampling of Song et al.
 * 2021 (Score-Based Generative Modeling through SDEs), appendix F. No Karras levels and no `sample`
 * prediction, as in diffusers. Noise is drawn at the last step too, where it counts 0.
 */
import { bareConfig } from './config.js';
import { scaled, summed } from './mix.js';
import { checkPlan, finishPlan } from './plan.js';
import { cleanOfScaled, slopeFrom } from './prediction.js';
import type { Scheduler } from './scheduler.js';
import { initialSigma, scaleOfSigma, sigmaLadder } from './visited.js';

/**
 * Euler ancestral.
 *
 * @example
 * eulerAncestral.plan(stableDiffusionConfig, 10).steps[9].next.noise; // 0
 */
export const eulerAncestral: Scheduler = {
  name: 'euler-a',
  className: 'EulerAncestralDiscreteScheduler',
  source: 'Crowson 2022; Song et al. 2021',
  predictions: ['epsilon', 'v_prediction'],
  usesKarras: false,
  defaults: { ...bareConfig, timestepSpacing: 'linspace' },
  plan: (config, count, options = {}) => {
    const { begin } = checkPlan('euler-a', config, count, options);
    const { timesteps, sigmas } = sigmaLadder(
      { ...config, karras: false, finalSigmas: 'zero' },
      count,
    );
    const steps = timesteps.slice(begin).map((timestep, i) => {
      const [from, to] = [sigmas[begin + i], sigmas[begin + i + 1]];
      // 1. the part of the next level that is fresh noise, and the part that the stride reaches
      const up = Math.sqrt((to ** 2 * (from ** 2 - to ** 2)) / from ** 2);
      const down = Math.sqrt(Math.max(to ** 2 - up ** 2, 0));
      // 2. the slope, and a stride down to the lower level
      const slope = slopeFrom(config.predictionType, from);
      const stride = summed({ sample: 1 }, scaled(slope, down - from));
      // 3. noise on top
      return {
        timestep,
        inputScale: scaleOfSigma(from),
        keep: slope,
        next: { ...stride, noise: up },
        clean: cleanOfScaled(config.predictionType, from),
        noising: { signal: 1, noise: from },
      };
    });
    return finishPlan('euler-a', config, {
      steps,
      initialNoise: initialSigma(config, sigmas),
      finalLevel: { signal: 1, noise: 0 },
    });
  },
};
