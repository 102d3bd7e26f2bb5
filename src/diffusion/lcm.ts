/**
 * LCM: for networks distilled to jump from any level to the clean sample at once. Each step jumps,
 * and noises the result again, but less.
 *
 * Source: Luo, Tan, Huang, Li and Zhao 2023, Latent Consistency Models, algorithm 3; the boundary
 * of section 4.3 is formula (9) with sigma_data = 0.5. Timesteps are picked from the grid of the
 * teacher's steps, whatever the spacing. No noise is drawn at the last step.
 */
import { ConfigError } from '../math/errors.js';
import { bareConfig } from './config.js';
import { cleanToUse, scaled, summed } from './mix.js';
import { stableDiffusionSchedule } from './noise-schedule.js';
import { checkPlan, finishPlan } from './plan.js';
import { cleanFrom, predictionTypes } from './prediction.js';
import type { Scheduler } from './scheduler.js';
import { alphaBar } from './visited.js';

const sigmaData = 0.5;

/**
 * LCM, usually with 1 to 8 steps.
 *
 * @example
 * const { steps } = lcm.plan(stableDiffusionConfig, 4);
 * steps.map((step) => step.timestep); // [999, 759, 499, 259]
 */
export const lcm: Scheduler = {
  name: 'lcm',
  className: 'LCMScheduler',
  source: 'Luo et al. 2023',
  predictions: predictionTypes,
  usesKarras: false,
  defaults: { ...bareConfig, ...stableDiffusionSchedule, setAlphaToOne: true },
  plan: (config, count, options = {}) => {
    const { begin } = checkPlan('lcm', config, count, options);
    const timesteps = gridTimesteps(config.trainTimesteps, config.originalSteps, count);
    const alphaAt = alphaBar(config);
    const steps = timesteps.slice(begin).map((t, i) => {
      const level = { signal: Math.sqrt(alphaAt(t)), noise: Math.sqrt(1 - alphaAt(t)) };
      // 1. the clean sample that the network has in mind
      const predicted = cleanFrom(config.predictionType, level);
      const used = cleanToUse(predicted, config.clip);
      // 2. the boundary: at timestep 0 the sample itself is the answer
      const scaledTime = t * config.timestepScaling;
      const skip = sigmaData ** 2 / (scaledTime ** 2 + sigmaData ** 2);
      const out = scaledTime / Math.sqrt(scaledTime ** 2 + sigmaData ** 2);
      const jump = summed(scaled(used.clean, out), { sample: skip });
      const clean = {
        sample: out * predicted.sample + skip,
        output: out * predicted.output,
      };
      const shared = { timestep: t, inputScale: 1, keep: used.keep, clean, noising: level };
      // 3. noise it again to the next timestep, unless there is none
      const following = timesteps[begin + i + 1];
      if (following === undefined) return { ...shared, next: jump };
      const p = alphaAt(following);
      return { ...shared, next: { ...scaled(jump, Math.sqrt(p)), noise: Math.sqrt(1 - p) } };
    });
    return finishPlan('lcm', config, {
      steps,
      initialNoise: 1,
      finalLevel: { signal: 1, noise: 0 },
    });
  },
};

/** Every k-th of the teacher's timesteps, which end at T - 1. */
function gridTimesteps(trainTimesteps: number, original: number, count: number): number[] {
  if (!(original >= 1 && original <= trainTimesteps) || count > original) {
    throw new ConfigError(
      `lcm: got ${count} steps out of ${original}; expected at most ${original}, ` +
        `the original steps, and those at most ${trainTimesteps}`,
    );
  }
  const stride = Math.floor(trainTimesteps / original);
  return Array.from({ length: count }, (_, i) => {
    const place = Math.floor(i * (original / count));
    return (original - place) * stride - 1;
  });
}
