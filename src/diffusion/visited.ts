/**
 * The noise levels that a run visits, for the methods that think in alpha-bar (DDPM, DDIM, PNDM,
 * LCM) and for those that think in sigma (Euler, Heun, LMS, DPM-Solver++, UniPC).
 */
import { ConfigError } from '../math/errors.js';
import type { SchedulerConfig } from './config.js';
import { type NoiseSchedule, noiseSchedule, sigmas } from './noise-schedule.js';
import { karrasSigmas, timestepOfSigma, valueAt } from './sigma-ladder.js';
import { roundHalfEven, solverTimesteps, spacedTimesteps } from './timesteps.js';

/** Timesteps from noisy to clean, with the sigma of each, and one more sigma for the end. */
export interface Ladder {
  readonly timesteps: readonly number[];
  readonly sigmas: readonly number[];
}

/**
 * Whole timesteps of a run, noisy to clean.
 *
 * @throws ConfigError when `stepsOffset` leads out of the schedule
 */
export function wholeTimesteps(config: SchedulerConfig, steps: number): number[] {
  const list = spacedTimesteps({
    spacing: config.timestepSpacing,
    trainTimesteps: config.trainTimesteps,
    steps,
    offset: config.stepsOffset,
  }).map(roundHalfEven);
  if (list[0] >= config.trainTimesteps) {
    throw new ConfigError(
      `timesteps: got ${list[0]} from ${steps} steps and steps_offset ${config.stepsOffset}; ` +
        `expected at most ${config.trainTimesteps - 1}`,
    );
  }
  return list;
}

/** Alpha-bar by timestep; before the first training step it is 1, or that of step 0. */
export function alphaBar(config: SchedulerConfig): (t: number) => number {
  const { alphasCumprod } = noiseSchedule(config);
  const last = config.setAlphaToOne ? 1 : alphasCumprod[0];
  return (t) => (t >= 0 ? alphasCumprod[t] : last);
}

/**
 * The ladder of Euler, Euler ancestral, Heun and LMS. Timesteps stay fractional; with Karras the
 * largest and smallest sigma are those of the spaced list, so that spacing matters.
 */
export function sigmaLadder(config: SchedulerConfig, steps: number): Ladder {
  const table = sigmas(noiseSchedule(config));
  const timesteps = spacedTimesteps({
    spacing: config.timestepSpacing,
    trainTimesteps: config.trainTimesteps,
    steps,
    offset: config.stepsOffset,
  }).map(config.timestepSpacing === 'linspace' ? Math.fround : roundHalfEven);
  const levels = timesteps.map((t) => valueAt(table, t));
  const end = config.finalSigmas === 'zero' ? 0 : table[0];
  if (!config.karras) return { timesteps, sigmas: [...levels, end] };
  const karras = karrasSigmas(levels[0], levels[levels.length - 1], steps);
  return {
    timesteps: karras.map((sigma) => Math.fround(timestepOfSigma(sigma, table))),
    sigmas: [...karras, end],
  };
}

/**
 * The ladder of DPM-Solver++ and UniPC. Timesteps are whole; with Karras the largest and smallest
 * sigma are those of training, so that spacing has no effect.
 *
 * @param whole how a timestep between two becomes a whole one
 */
export function solverLadder(
  config: SchedulerConfig,
  steps: number,
  whole: (t: number) => number = roundHalfEven,
): Ladder {
  const schedule = noiseSchedule(config);
  const table = sigmas(schedule);
  const end = config.finalSigmas === 'zero' ? 0 : table[0];
  if (config.karras) {
    const karras = karrasSigmas(table[table.length - 1], table[0], steps);
    return {
      timesteps: karras.map((sigma) => whole(timestepOfSigma(sigma, table))),
      sigmas: [...karras, end],
    };
  }
  const timesteps = solverTimesteps(
    {
      spacing: config.timestepSpacing,
      trainTimesteps: visible(schedule, config.lambdaMinClipped),
      steps,
      offset: config.stepsOffset,
    },
    config.trainTimesteps / steps,
  );
  return { timesteps, sigmas: [...timesteps.map((t) => valueAt(table, t)), end] };
}

/** How many training steps have lambda = log(signal / noise) at or above the limit. */
function visible({ alphasCumprod }: NoiseSchedule, limit: number): number {
  const hidden = alphasCumprod.filter((a) => 0.5 * Math.log(a / (1 - a)) < limit).length;
  return alphasCumprod.length - hidden;
}

/** By what the network's input is multiplied where the signal has size 1. */
export const scaleOfSigma = (sigma: number): number => 1 / Math.sqrt(sigma * sigma + 1);

/**
 * Standard deviation of the first sample of Euler, Euler ancestral, Heun and LMS: the largest
 * sigma, and with `leading` spacing the whole spread of a sample at that sigma.
 */
export function initialSigma(config: SchedulerConfig, levels: readonly number[]): number {
  const largest = Math.max(...levels);
  return config.timestepSpacing === 'leading' ? Math.sqrt(largest ** 2 + 1) : largest;
}
