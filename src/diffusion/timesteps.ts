/**
 * Which of the T training steps a sampler visits: leading, trailing or linspace spacing
 * (Lin et al. 2023, table 2), with numpy's arithmetic and rounding, so that the lists are those of
 * diffusers.
 *
 * Differs from diffusers on purpose: for 62 step counts from 61 on (T = 1000), `trailing` ends
 * there with an extra timestep -1, by rounding; it is left out here.
 */
import { unknownName } from '../math/errors.js';

/** The names in scheduler_config.json. */
export const spacings = ['leading', 'trailing', 'linspace'] as const;

/** How timesteps are spaced. */
export type TimestepSpacing = (typeof spacings)[number];

/** What decides the timesteps. */
export interface SpacingOptions {
  readonly spacing: TimestepSpacing;
  /** T, how many steps the network was trained on. */
  readonly trainTimesteps: number;
  readonly steps: number;
  /** Added by `leading` only; 1 in Stable Diffusion. */
  readonly offset: number;
}

/**
 * Timesteps from noisy to clean, `steps` of them; `linspace` may give fractions.
 *
 * @param options numbers are taken as they are; a scheduler's plan checks them first
 * @example
 * spacedTimesteps({ spacing: 'leading', trainTimesteps: 1000, steps: 4, offset: 1 });
 * // [751, 501, 251, 1]
 * spacedTimesteps({ spacing: 'trailing', trainTimesteps: 1000, steps: 4, offset: 1 });
 * // [999, 749, 499, 249]
 * spacedTimesteps({ spacing: 'linspace', trainTimesteps: 1000, steps: 4, offset: 1 });
 * // [999, 666, 333, 0]
 */
export function spacedTimesteps(options: SpacingOptions): number[] {
  const { spacing, trainTimesteps, steps, offset } = options;
  switch (spacing) {
    case 'leading': {
      const ratio = Math.floor(trainTimesteps / steps);
      return Array.from({ length: steps }, (_, i) => (steps - 1 - i) * ratio + offset);
    }
    case 'trailing':
      return descending(trainTimesteps, trainTimesteps / steps).slice(0, steps);
    case 'linspace':
      return linspace(0, trainTimesteps - 1, steps).reverse();
    default:
      throw unknownName('timestep spacing', String(spacing), spacings);
  }
}

/**
 * The spacing of DPM-Solver++ and UniPC: `leading` and `linspace` divide by one step more and leave
 * the cleanest out.
 *
 * @param options `trainTimesteps` counts only the steps that may be visited
 * @param stride the stride of `trailing`, T / steps of the whole schedule
 * @example
 * const sd = { spacing: 'linspace', trainTimesteps: 1000, steps: 4, offset: 1 } as const;
 * solverTimesteps(sd, 250); // [999, 749, 500, 250]
 */
export function solverTimesteps(options: SpacingOptions, stride: number): number[] {
  const { spacing, trainTimesteps, steps } = options;
  if (spacing === 'trailing') return descending(trainTimesteps, stride).slice(0, steps);
  const longer = spacedTimesteps({ ...options, steps: steps + 1 }).map(roundHalfEven);
  return longer.slice(0, steps);
}

/**
 * Rounds halves to the even neighbour, as numpy does; Math.round would round them up.
 *
 * @example
 * roundHalfEven(2.5); // 2
 */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** `count` numbers from `start` to `end`, both included; one number is `start`. */
export function linspace(start: number, end: number, count: number): number[] {
  const step = (end - start) / (count - 1);
  return Array.from({ length: count }, (_, i) =>
    i > 0 && i === count - 1 ? end : i === 0 ? start : start + i * step,
  );
}

/** numpy's arange(from, 0, -stride), rounded, minus 1: T - 1 and down. */
function descending(from: number, stride: number): number[] {
  const count = Math.ceil(from / stride);
  const delta = from - stride - from;
  return Array.from({ length: count }, (_, i) => roundHalfEven(from + i * delta) - 1).filter(
    (t) => t >= 0,
  );
}
