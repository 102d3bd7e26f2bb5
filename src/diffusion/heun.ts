/**
 * Heun: take Euler's stride, ask for the slope at its end too, and go back and take the stride along
 * the mean of both. Two calls a step, but for the last, which ends in the clean sample.
 *
 * Source: Karras et al. 2022, algorithm 1. Samples have a signal of size 1, as in `euler.ts`.
 * Leaves out churn.
 */
import { bareConfig } from './config.js';
import { cleanToUse, scaled, summed } from './mix.js';
import { checkPlan, finishPlan, type Mix } from './plan.js';
import { cleanOfScaled, predictionTypes } from './prediction.js';
import type { Scheduler } from './scheduler.js';
import { initialSigma, scaleOfSigma, sigmaLadder } from './visited.js';

/**
 * Heun.
 *
 * @example
 * heun.plan(stableDiffusionConfig, 10).steps.length; // 19
 */
export const heun: Scheduler = {
  name: 'heun',
  className: 'HeunDiscreteScheduler',
  source: 'Karras et al. 2022',
  predictions: predictionTypes,
  usesKarras: true,
  defaults: {
    ...bareConfig,
    timestepSpacing: 'linspace',
    betaStart: 0.00085,
    betaEnd: 0.012,
  },
  plan: (config, count, options = {}) => {
    const { begin } = checkPlan('heun', config, count, options);
    const { timesteps, sigmas } = sigmaLadder({ ...config, finalSigmas: 'zero' }, count);
    const call = (index: number) => {
      const sigma = sigmas[index];
      const clean = cleanOfScaled(config.predictionType, sigma);
      const used = cleanToUse(clean, config.clip);
      // 1. the slope at this level, algorithm 1, lines 4 and 6
      const slope = summed({ sample: 1 / sigma }, scaled(used.clean, -1 / sigma));
      const shared = {
        timestep: timesteps[index],
        inputScale: scaleOfSigma(sigma),
        keep: used.keep,
        clean,
        noising: { signal: 1, noise: sigma },
      };
      return { shared, slope };
    };
    const steps = timesteps.slice(begin).flatMap((_, i) => {
      const index = begin + i;
      const stride = sigmas[index + 1] - sigmas[index];
      const first = call(index);
      // 2. Euler's stride, algorithm 1, line 5
      const next = summed({ sample: 1 }, scaled(first.slope, stride));
      const euler = { ...first.shared, next, anchor: { sample: 1 } };
      if (sigmas[index + 1] === 0) return [euler];
      const second = call(index + 1);
      // 3. the stride along the mean of both slopes, from the first sample, line 7
      const back = summed(
        { anchor: 1 },
        scaled(slopeBefore(sigmas[index]), stride / 2),
        scaled(second.slope, stride / 2),
      );
      return [euler, { ...second.shared, next: back }];
    });
    return finishPlan('heun', config, {
      steps,
      initialNoise: initialSigma(config, sigmas),
      finalLevel: { signal: 1, noise: 0 },
    });
  },
};

/** The slope of the call before, from the sample it saw (the anchor) and the clean sample it kept. */
const slopeBefore = (sigma: number): Mix => ({ anchor: 1 / sigma, kept: [0, -1 / sigma] });
