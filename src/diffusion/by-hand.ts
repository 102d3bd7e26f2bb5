/**
 * The arithmetic of a sampler on plain lists, one small function for each idea: what a reader of the
 * course writes. The schedulers do the same in coefficients (`plan.ts`), for every method at once.
 *
 * A noisy sample is signal times the clean one plus noise times standard noise.
 * Sources: Song et al. 2021 (DDIM), formula 12 without fresh noise; Karras et al. 2022, algorithm 2
 * (Euler), where the signal has size 1 and the noise size sigma.
 */
import { ShapeError } from '../math/errors.js';
import type { NoiseLevel } from './noise-schedule.js';
import { cleanFrom, type PredictionType } from './prediction.js';

/**
 * The level at each time of a run, and one more: that of time 0, where the run ends.
 *
 * @param alphas alpha-bar by time, `noiseSchedule(...).alphasCumprod`
 * @param times whole numbers, noisy to clean
 * @throws ShapeError for a time that the table does not have
 *
 * @example
 * noiseLevels([0.96, 0.64, 0.36], [1])[0]; // { signal: 0.8, noise: 0.6 }
 */
export function noiseLevels(alphas: ArrayLike<number>, times: readonly number[]): NoiseLevel[] {
  return [...times, 0].map((time) => {
    const alpha = alphas[time];
    if (alpha === undefined) {
      throw new ShapeError(
        `noise levels: got time ${time}; expected a whole number from 0 to ${alphas.length - 1}`,
      );
    }
    return { signal: Math.sqrt(alpha), noise: Math.sqrt(1 - alpha) };
  });
}

/**
 * The clean sample that a network has in mind.
 *
 * @param answer what it said of the sample, as long
 *
 * @example
 * cleanSample('v_prediction', [1.4], [0.2], { signal: 0.8, noise: 0.6 }); // [1]
 */
export function cleanSample(
  type: PredictionType,
  noisy: ArrayLike<number>,
  answer: ArrayLike<number>,
  level: NoiseLevel,
): number[] {
  const { sample, output } = cleanFrom(type, level);
  return paired('clean sample', noisy, answer, (x, said) => sample * x + output * said);
}

/**
 * One step of DDIM without fresh noise: the same clean sample and the same noise, in new shares.
 *
 * @param now the level of the sample, with some noise
 * @param next the level to go to
 *
 * @example
 * ddimStep([1.4], [1], { signal: 0.8, noise: 0.6 }, { signal: 0.96, noise: 0.28 }); // [1.24]
 */
export function ddimStep(
  noisy: ArrayLike<number>,
  clean: ArrayLike<number>,
  now: NoiseLevel,
  next: NoiseLevel,
): number[] {
  return paired('ddim step', noisy, clean, (x, c) => {
    const noise = (x - now.signal * c) / now.noise;
    return next.signal * c + next.noise * noise;
  });
}

/**
 * One step of Euler: along the slope from here, for one stride of sigma.
 *
 * @param noisy a sample whose signal has size 1
 * @param sigma size of its noise, above 0
 * @param next size of the noise to go to
 *
 * @example
 * eulerStep([4], [1], 2, 1); // [2.5]
 */
export function eulerStep(
  noisy: ArrayLike<number>,
  clean: ArrayLike<number>,
  sigma: number,
  next: number,
): number[] {
  return paired('euler step', noisy, clean, (x, c) => x + (next - sigma) * ((x - c) / sigma));
}

/**
 * A sample whose signal has size 1, made as large as the network knows it: of variance 1.
 *
 * @example
 * scaleInput([5, -10], 0.75); // [4, -8]
 */
export function scaleInput(noisy: ArrayLike<number>, sigma: number): number[] {
  const size = Math.sqrt(sigma * sigma + 1);
  return Array.from(noisy, (x) => x / size);
}

function paired(
  what: string,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  mix: (a: number, b: number) => number,
): number[] {
  if (a.length !== b.length) {
    throw new ShapeError(`${what}: got lists of ${a.length} and ${b.length}; expected equal ones`);
  }
  return Array.from(a, (x, i) => mix(x, b[i]));
}
