/**
 * The shape of every scheduler's answer: a plan, one step for each call of the network, and in each
 * step plain coefficients. A scheduler never sees a tensor. The pipeline applies the coefficients
 * to tensors, a lesson to arrays (`runPlan`), a figure draws them.
 *
 * One step, in the order in which it is carried out:
 *   1. the network gets `inputScale` x sample, and `timestep`; it says `output`;
 *   2. `keep` turns that into the quantity that the method remembers, `kept[0]`; what earlier calls
 *      kept is kept[1], kept[2], ...;
 *   3. `next` mixes sample, output, anchor, kept and fresh noise into the next sample;
 *   4. `anchor` mixes the anchor of the steps that follow: for most methods it is this sample.
 * Every mixture uses the values from before the step. All of it is linear, but for `keep.clip`.
 */
import { ConfigError } from '../math/errors.js';
import type { SchedulerConfig } from './config.js';
import type { NoiseLevel } from './noise-schedule.js';
import type { Pair } from './prediction.js';

/** Coefficients of a mixture; what is not named counts 0. */
export interface Mix {
  readonly sample?: number;
  /** Of what the network said. */
  readonly output?: number;
  /** Of the sample that an earlier step set aside. */
  readonly anchor?: number;
  /** kept[0] of what this call kept, kept[1] of the call before, ... */
  readonly kept?: readonly number[];
  /** Of fresh noise. Given, even as 0, it means that noise is drawn, as diffusers draws it. */
  readonly noise?: number;
}

/** What a call keeps: a mixture of sample and output, held within plus or minus `clip` if given. */
export interface Keep extends Pair {
  readonly clip?: number;
}

/** One call of the network and what becomes of it. */
export interface SchedulerStep {
  /** What the network is told; may be a fraction. */
  readonly timestep: number;
  /** The network sees the sample times this. */
  readonly inputScale: number;
  readonly keep: Keep;
  readonly next: Mix;
  readonly anchor: Mix;
  /** The clean sample that the network has in mind, for previews: of sample and output. */
  readonly clean: Pair;
  /** How a clean sample is made as noisy as this step's sample (`addNoise`). */
  readonly noising: NoiseLevel;
}

/** All steps of a run. */
export interface SchedulerPlan {
  readonly steps: readonly SchedulerStep[];
  /** The first sample is standard noise times this. */
  readonly initialNoise: number;
  /** How noisy the last sample is: nothing, or what a configuration leaves. */
  readonly finalLevel: NoiseLevel;
  /** How many kept values of earlier calls a step may ask for. */
  readonly memory: number;
}

/** Settings of one run. */
export interface PlanOptions {
  /** Steps to leave out at the noisy end: image to image begins in the middle. 0 when not given. */
  readonly begin?: number;
  /** DDIM only: 0 (when not given) adds no noise, 1 as much as DDPM; the others have no such dial. */
  readonly eta?: number;
}

/** What a plan starts from, once checked. */
export interface PlanStart {
  readonly begin: number;
  readonly eta: number;
}

/** What a scheduler's file gives for a run; `finishPlan` adds the rest. */
export interface PlanDraft {
  readonly steps: readonly (Omit<SchedulerStep, 'anchor'> & { readonly anchor?: Mix })[];
  readonly initialNoise: number;
  readonly finalLevel: NoiseLevel;
}

/**
 * Checks what a caller asks of a plan.
 *
 * @throws ConfigError for steps that are not whole, or not from 1 to T; for `begin` not below steps;
 *   for `eta` outside of 0 to 1
 */
export function checkPlan(
  name: string,
  config: SchedulerConfig,
  steps: number,
  options: PlanOptions,
): PlanStart {
  const { begin = 0, eta = 0 } = options;
  const most = config.trainTimesteps;
  if (!Number.isInteger(steps) || steps < 1 || steps > most) {
    throw new ConfigError(`${name}: got ${steps} steps; expected a whole number from 1 to ${most}`);
  }
  if (!Number.isInteger(begin) || begin < 0 || begin >= steps) {
    throw new ConfigError(
      `${name}: got begin ${begin}; expected a whole number from 0 to ${steps - 1}`,
    );
  }
  if (!Number.isInteger(config.stepsOffset) || config.stepsOffset < 0) {
    throw new ConfigError(
      `${name}: got steps_offset ${config.stepsOffset}; expected a whole number, 0 or more`,
    );
  }
  if (!(eta >= 0 && eta <= 1)) {
    throw new ConfigError(`${name}: got eta ${eta}; expected a number from 0 to 1`);
  }
  return { begin, eta };
}

/** Fills in what most methods leave out, and refuses a plan that would give no numbers. */
export function finishPlan(name: string, config: SchedulerConfig, draft: PlanDraft): SchedulerPlan {
  const steps = draft.steps.map((step) => ({ ...step, anchor: step.anchor ?? { sample: 1 } }));
  for (const { keep, next, anchor, timestep } of steps) {
    const all = [keep, next, anchor].flatMap((mix) => Object.values(mix).flat()) as number[];
    if (all.every(Number.isFinite)) continue;
    throw new ConfigError(
      `${name}: got ${draft.steps.length} calls with '${config.timestepSpacing}' spacing and ` +
        `'${config.predictionType}' prediction, which divide by zero at timestep ${timestep}; ` +
        'expected another number of steps, another spacing, or v_prediction',
    );
  }
  const memory = Math.max(0, ...steps.map(reach));
  return { steps, initialNoise: draft.initialNoise, finalLevel: draft.finalLevel, memory };
}

/** How many earlier kept values a step asks for. */
function reach({ next, anchor }: SchedulerStep): number {
  return Math.max(next.kept?.length ?? 0, anchor.kept?.length ?? 0, 1) - 1;
}
