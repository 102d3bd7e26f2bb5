/**
 * The noise schedule: for each training step t, how much of the picture is left and how much noise
 * has been added. Everything a scheduler or a trainer needs follows from one table, `alphasCumprod`.
 *
 * In the papers' letters: alpha-bar_t is `alphasCumprod[t]`; a noisy sample is
 * x_t = sqrt(alpha-bar_t) x_0 + sqrt(1 - alpha-bar_t) epsilon (Ho et al. 2020, equation 4).
 * The tables hold float32 values, those of diffusers; all that follows from them is float64.
 */
import { ConfigError } from '../math/errors.js';
import { type BetaOptions, betas, cumulativeProducts, zeroTerminalSnr } from './betas.js';

/** What decides a noise schedule. */
export interface NoiseScheduleOptions extends BetaOptions {
  /** Whether the last step is made pure noise (Lin et al. 2023). */
  readonly rescaleZeroSnr?: boolean;
}

/** Tables of T numbers, one for each training step. */
export interface NoiseSchedule {
  readonly betas: Float64Array;
  /** Signal power that is left, falling from nearly 1 to nearly (or exactly) 0. */
  readonly alphasCumprod: Float64Array;
}

/** The share of signal and the share of noise in a sample; in variance they add up to 1. */
export interface NoiseLevel {
  readonly signal: number;
  readonly noise: number;
}

/**
 * The tables of a schedule.
 *
 * @param options see `BetaOptions`; `rescaleZeroSnr` is off when it is not given
 * @throws ConfigError for options that are out of range
 * @example
 * const schedule = noiseSchedule(stableDiffusionSchedule);
 * schedule.alphasCumprod[999]; // 0.00466
 * schedule.betas.length; // 1000
 */
export function noiseSchedule(options: NoiseScheduleOptions): NoiseSchedule {
  const plain = betas(options);
  const values = options.rescaleZeroSnr ? zeroTerminalSnr(plain) : plain;
  return { betas: values, alphasCumprod: cumulativeProducts(values) };
}

/** The schedule that Stable Diffusion 1.x and 2.x were trained with. */
export const stableDiffusionSchedule: NoiseScheduleOptions = {
  trainTimesteps: 1000,
  betaSchedule: 'scaled_linear',
  betaStart: 0.00085,
  betaEnd: 0.012,
};

/**
 * How much of the picture and how much noise a sample holds after training step `t`.
 *
 * @param t a whole number, 0 (nearly clean) to T - 1 (nearly noise)
 * @example
 * const { signal, noise } = noiseLevel(noiseSchedule(stableDiffusionSchedule), 500);
 * [signal, noise]; // [0.526, 0.851]
 */
export function noiseLevel(schedule: NoiseSchedule, t: number): NoiseLevel {
  const alpha = schedule.alphasCumprod[t];
  if (alpha === undefined) {
    const last = schedule.alphasCumprod.length - 1;
    throw new ConfigError(`timestep: got ${t}; expected a whole number from 0 to ${last}`);
  }
  return { signal: Math.sqrt(alpha), noise: Math.sqrt(1 - alpha) };
}

/**
 * Signal-to-noise ratio of every training step, as power: alpha-bar / (1 - alpha-bar).
 *
 * @returns T numbers, falling; the last is 0 after a zero-terminal-SNR rescale
 * @example
 * signalToNoise(noiseSchedule(stableDiffusionSchedule))[999]; // 0.00468
 */
export function signalToNoise(schedule: NoiseSchedule): Float64Array {
  return schedule.alphasCumprod.map((alpha) => alpha / (1 - alpha));
}

/**
 * Noise measured against a signal of size 1, the sigma of Karras et al. 2022: one over the square
 * root of the signal-to-noise ratio.
 *
 * Where the rescale left no signal at all, diffusers takes 2^-24, the smallest float16, so that
 * sigma stays finite (4096); so does this.
 *
 * @returns T numbers, rising
 * @example
 * sigmas(noiseSchedule(stableDiffusionSchedule))[999]; // 14.6146
 */
export function sigmas(schedule: NoiseSchedule): Float64Array {
  return schedule.alphasCumprod.map((value) => {
    const alpha = value === 0 ? 2 ** -24 : value;
    return Math.sqrt((1 - alpha) / alpha);
  });
}

/**
 * The level of a sample in the letters of Karras, as shares whose squares add up to 1.
 *
 * @param sigma 0 or more
 * @example
 * levelOfSigma(0.75); // { signal: 0.8, noise: 0.6 }
 */
export function levelOfSigma(sigma: number): NoiseLevel {
  const signal = 1 / Math.sqrt(sigma * sigma + 1);
  return { signal, noise: sigma * signal };
}
