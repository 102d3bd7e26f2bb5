/**
 * What a diffusion network is trained on: a noisy sample goes in, a target comes out. Both are
 * straight mixtures of the clean sample and the noise.
 *
 * Sources: Ho et al. 2020, equation 4 and algorithm 1; Salimans and Ho 2022, section 4 (v).
 * Leaves out weights of the loss: `signalToNoise` gives what they are made of.
 */
import { ShapeError, unknownName } from '../math/errors.js';
import type { NoiseLevel } from './noise-schedule.js';
import { type PredictionType, predictionTypes } from './prediction.js';

/** `clean` times the clean sample plus `noise` times the noise. */
export interface TrainingMix {
  readonly clean: number;
  readonly noise: number;
}

/**
 * What the network shall answer at a noise level.
 *
 * @param type what the network answers
 * @param level shares of signal and noise (`noiseLevel`)
 * @throws ConfigError for an unknown type
 * @example
 * trainingTarget('epsilon', { signal: 0.8, noise: 0.6 }); // { clean: 0, noise: 1 }
 * trainingTarget('v_prediction', { signal: 0.8, noise: 0.6 }); // { clean: -0.6, noise: 0.8 }
 */
export function trainingTarget(type: PredictionType, level: NoiseLevel): TrainingMix {
  switch (type) {
    case 'epsilon':
      return { clean: 0, noise: 1 };
    case 'v_prediction':
      return { clean: -level.noise, noise: level.signal };
    case 'sample':
      return { clean: 1, noise: 0 };
    default:
      throw unknownName('prediction type', String(type), predictionTypes);
  }
}

/**
 * A clean sample made noisy: signal times the sample plus noise times the noise.
 *
 * @param clean any length
 * @param noise as long as `clean`, usually from `random(seed).randn`
 * @param level `noiseLevel(schedule, t)`, or `step.noising` of a plan
 * @throws ShapeError when the lengths differ
 * @example
 * addNoise([1, 2], [10, -10], { signal: 0.8, noise: 0.6 }); // [6.8, -4.4]
 */
export function addNoise(
  clean: ArrayLike<number>,
  noise: ArrayLike<number>,
  level: NoiseLevel,
): number[] {
  if (clean.length !== noise.length) {
    throw new ShapeError(`addNoise: got ${noise.length} of noise; expected ${clean.length}`);
  }
  return Array.from(clean, (value, i) => level.signal * value + level.noise * noise[i]);
}
