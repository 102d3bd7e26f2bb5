/**
 * What a network is trained to answer: the noise (epsilon), the clean sample, or the velocity
 * (Salimans and Ho 2022, appendix D). Each can be turned into the others when the sample is known.
 * All of them are straight lines: two numbers say how much of the sample and how much of the
 * network's output to take.
 */
import { unknownName } from '../math/errors.js';
import type { NoiseLevel } from './noise-schedule.js';

/** The names in scheduler_config.json. */
export const predictionTypes = ['epsilon', 'v_prediction', 'sample'] as const;

/** What the network answers. */
export type PredictionType = (typeof predictionTypes)[number];

/** `sample` times the noisy sample plus `output` times what the network said. */
export interface Pair {
  readonly sample: number;
  readonly output: number;
}

/**
 * The clean sample x0 that an answer stands for.
 *
 * @param type what the network answers
 * @param level shares of signal and noise in the sample (`noiseLevel`, `levelOfSigma`)
 * @throws ConfigError for an unknown type
 * @example
 * cleanFrom('epsilon', { signal: 0.8, noise: 0.6 }); // { sample: 1.25, output: -0.75 }
 * cleanFrom('v_prediction', { signal: 0.8, noise: 0.6 }); // { sample: 0.8, output: -0.6 }
 */
export function cleanFrom(type: PredictionType, { signal, noise }: NoiseLevel): Pair {
  switch (type) {
    case 'epsilon':
      return { sample: 1 / signal, output: -noise / signal };
    case 'v_prediction':
      return { sample: signal, output: -noise };
    case 'sample':
      return { sample: 0, output: 1 };
    default:
      throw unknownName('prediction type', String(type), predictionTypes);
  }
}

/**
 * The noise epsilon that an answer stands for.
 *
 * @param type what the network answers
 * @param level shares of signal and noise in the sample
 * @throws ConfigError for an unknown type
 * @example
 * noiseFrom('v_prediction', { signal: 0.8, noise: 0.6 }); // { sample: 0.6, output: 0.8 }
 */
export function noiseFrom(type: PredictionType, { signal, noise }: NoiseLevel): Pair {
  switch (type) {
    case 'epsilon':
      return { sample: 0, output: 1 };
    case 'v_prediction':
      return { sample: noise, output: signal };
    case 'sample':
      return { sample: 1 / noise, output: -signal / noise };
    default:
      throw unknownName('prediction type', String(type), predictionTypes);
  }
}

/**
 * The slope dx/dsigma of the path in Karras' letters, for a sample whose signal has size 1
 * (x = x0 + sigma epsilon); it is the noise, seen from there.
 *
 * @param type what the network answers
 * @param sigma above 0
 * @example
 * slopeFrom('epsilon', 3); // { sample: 0, output: 1 }
 */
export function slopeFrom(type: PredictionType, sigma: number): Pair {
  const clean = cleanOfScaled(type, sigma);
  return type === 'epsilon'
    ? { sample: 0, output: 1 }
    : { sample: (1 - clean.sample) / sigma, output: -clean.output / sigma };
}

/** As `cleanFrom`, for a sample whose signal has size 1 (x = x0 + sigma epsilon). */
export function cleanOfScaled(type: PredictionType, sigma: number): Pair {
  const signal = 1 / Math.sqrt(sigma * sigma + 1);
  const { sample, output } = cleanFrom(type, { signal, noise: sigma * signal });
  return { sample: sample * signal, output };
}
