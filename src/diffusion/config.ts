/**
 * The settings of a scheduler, flat and readonly: those of scheduler_config.json that matter for
 * Stable Diffusion 1.x and 2.x, under names in words.
 */
import { type NoiseScheduleOptions, stableDiffusionSchedule } from './noise-schedule.js';
import type { PredictionType } from './prediction.js';
import type { TimestepSpacing } from './timesteps.js';

/** Everything a scheduler can be told; each file says which of it it uses. */
export interface SchedulerConfig extends NoiseScheduleOptions {
  readonly predictionType: PredictionType;
  readonly timestepSpacing: TimestepSpacing;
  /** Added to the timesteps of `leading` spacing. */
  readonly stepsOffset: number;
  /** Whether noise levels are those of Karras et al. 2022. */
  readonly karras: boolean;
  /** Whether the step after the last is clean, or as noisy as training step 0. */
  readonly setAlphaToOne: boolean;
  /** Where the predicted clean sample is cut off; Infinity cuts nothing. */
  readonly clip: number;
  /** Whether the last sigma is 0 or the smallest of the training steps. */
  readonly finalSigmas: 'zero' | 'sigma_min';
  /** PNDM: whether the Runge-Kutta steps are left out. */
  readonly skipPrkSteps: boolean;
  /** DDPM: variance of the posterior, or of the forward step. */
  readonly variance: 'small' | 'large';
  /** DPM-Solver++ (1 or 2) and UniPC (1 to 3). */
  readonly solverOrder: number;
  readonly solverType: 'midpoint' | 'heun' | 'bh1' | 'bh2';
  readonly lowerOrderFinal: boolean;
  readonly eulerAtFinal: boolean;
  /** DPM-Solver++: steps whose log-SNR / 2 is below this are not visited. */
  readonly lambdaMinClipped: number;
  /** UniPC: calls after which the corrector rests. */
  readonly disableCorrector: readonly number[];
  /** LCM: the number of steps of the teacher's schedule, and the factor of the boundary. */
  readonly originalSteps: number;
  readonly timestepScaling: number;
}

/** The settings of Stable Diffusion 1.x: noise is predicted, timesteps are 1, ... 981 and the like. */
export const stableDiffusionConfig: SchedulerConfig = {
  ...stableDiffusionSchedule,
  rescaleZeroSnr: false,
  predictionType: 'epsilon',
  timestepSpacing: 'leading',
  stepsOffset: 1,
  karras: false,
  setAlphaToOne: false,
  clip: Number.POSITIVE_INFINITY,
  finalSigmas: 'zero',
  skipPrkSteps: true,
  variance: 'small',
  solverOrder: 2,
  solverType: 'midpoint',
  lowerOrderFinal: true,
  eulerAtFinal: false,
  lambdaMinClipped: Number.NEGATIVE_INFINITY,
  disableCorrector: [],
  originalSteps: 50,
  timestepScaling: 10,
};

/** What diffusers assumes of a scheduler that is made without any settings. */
export const bareConfig: SchedulerConfig = {
  ...stableDiffusionConfig,
  betaStart: 0.0001,
  betaEnd: 0.02,
  betaSchedule: 'linear',
  stepsOffset: 0,
  skipPrkSteps: false,
};
