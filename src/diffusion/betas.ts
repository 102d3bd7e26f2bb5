/**
 * Beta schedules: how much noise each of the small steps of training adds.
 *
 * Sources: linear, Ho et al. 2020 (DDPM), section 4; scaled linear, Rombach et al. 2022 (latent
 * diffusion), a straight line through the square roots; squared cosine, Nichol and Dhariwal 2021,
 * equation 17, capped at 0.999; zero-terminal-SNR rescale, Lin et al. 2023, algorithm 1.
 * Names are those of scheduler_config.json. Leaves out schedules that are continuous in time.
 *
 * Every table is rounded to float32 where torch rounds it, so that it is diffusers' table bit for
 * bit: a network knows only the noise levels that it was trained with, and the rescale subtracts
 * numbers that are nearly equal, which would show the difference.
 */
import { ConfigError, unknownName } from '../math/errors.js';

const f32 = Math.fround;

/** The names that a configuration may carry. */
export const betaSchedules = [
  'linear',
  'scaled_linear',
  'squaredcos_cap_v2',
  'sigmoid',
  'exp',
  'laplace',
] as const;

/** A rule that turns `betaStart`, `betaEnd` and the number of steps into betas. */
export type BetaSchedule = (typeof betaSchedules)[number];

/** What decides the betas. */
export interface BetaOptions {
  /** How many noise levels the network is trained on (T); 1000 in Stable Diffusion. */
  readonly trainTimesteps: number;
  readonly betaSchedule: BetaSchedule;
  /** First and last beta, between 0 and 1; the cosine family has its own. */
  readonly betaStart: number;
  readonly betaEnd: number;
  /** Betas given one by one; they win over everything above. */
  readonly trainedBetas?: readonly number[];
}

/**
 * The betas, each between 0 and 1.
 *
 * @param options the schedule; `trainTimesteps` whole, at least 1
 * @returns T numbers
 * @throws ConfigError for an unknown schedule or values outside of 0 to 1
 * @example
 * Array.from(
 *   betas({ trainTimesteps: 3, betaSchedule: 'linear', betaStart: 0.1, betaEnd: 0.3 }),
 * ); // [0.1, 0.2, 0.3]
 */
export function betas(options: BetaOptions): Float64Array {
  const { trainTimesteps, betaSchedule, betaStart, betaEnd, trainedBetas } = options;
  const values = trainedBetas
    ? Float64Array.from(trainedBetas, f32)
    : scheduled(betaSchedule, betaStart, betaEnd, checkCount(trainTimesteps));
  const broken = values.findIndex((beta) => !(beta >= 0 && beta <= 1));
  if (broken >= 0 || values.length === 0) {
    const got = values.length === 0 ? 'none' : `${values[broken]} at step ${broken}`;
    throw new ConfigError(`betas: got ${got}; expected numbers from 0 to 1`);
  }
  return values;
}

function scheduled(name: BetaSchedule, start: number, end: number, count: number): Float64Array {
  switch (name) {
    case 'linear':
      return line(start, end, count);
    case 'scaled_linear':
      return line(Math.sqrt(start), Math.sqrt(end), count).map((root) => f32(root * root));
    case 'sigmoid':
      return line(-6, 6, count).map((x) => f32((end - start) / (1 + Math.exp(-x)) + start));
    case 'squaredcos_cap_v2':
      return fromSignal(count, (t) => Math.cos((((t + 0.008) / 1.008) * Math.PI) / 2) ** 2);
    case 'exp':
      return fromSignal(count, (t) => Math.exp(-12 * t));
    case 'laplace':
      return fromSignal(count, (t) => {
        const snr = Math.exp(-0.5 * side(0.5 - t) * Math.log(1 - 2 * Math.abs(0.5 - t) + 1e-6));
        return Math.sqrt(snr / (1 + snr));
      });
    default:
      throw unknownName('beta schedule', String(name), betaSchedules);
  }
}

/**
 * Betas whose last noise level is pure noise: the square roots of the cumulative products are
 * shifted so that the last is 0, and stretched so that the first stays as it was.
 *
 * @param values betas, at least two
 * @returns as many betas; the last is 1
 * @example
 * Array.from(zeroTerminalSnr(Float64Array.of(0.1, 0.2, 0.3)))[2]; // 1
 */
export function zeroTerminalSnr(values: Float64Array): Float64Array {
  const roots = Array.from(cumulativeProducts(values), (left) => f32(Math.sqrt(left)));
  const [first, last] = [roots[0], roots[roots.length - 1]];
  const stretch = f32(first / f32(first - last));
  const signal = roots.map((root) => f32(f32(f32(root - last) * stretch) ** 2));
  return Float64Array.from(signal, (now, t) => f32(1 - (t === 0 ? now : f32(now / signal[t - 1]))));
}

/** What is left of the picture after each step: the running products of 1 - beta. */
export function cumulativeProducts(values: Float64Array): Float64Array {
  let product = 1;
  return values.map((beta) => {
    product *= f32(1 - beta);
    return f32(product);
  });
}

/** Betas that give the signal power `left(t)`, t from 0 to 1. */
function fromSignal(count: number, left: (t: number) => number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) =>
    f32(Math.min(1 - left((i + 1) / count) / left(i / count), 0.999)),
  );
}

/** torch.linspace: float32 steps from the start in the first half, from the end in the second. */
function line(start: number, end: number, count: number): Float64Array {
  const [from, to] = [f32(start), f32(end)];
  const step = count > 1 ? f32(f32(to - from) / (count - 1)) : 0;
  return Float64Array.from({ length: count }, (_, i) =>
    f32(i < count / 2 ? from + step * i : to - step * (count - 1 - i)),
  );
}

const side = (x: number): number => (x < 0 || Object.is(x, -0) ? -1 : 1);

function checkCount(count: number): number {
  if (Number.isInteger(count) && count >= 1 && count <= 1e6) return count;
  throw new ConfigError(`trainTimesteps: got ${count}; expected a whole number, 1 or more`);
}
