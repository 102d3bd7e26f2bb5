/**
 * What a sample is made of: after each call, how much of the start, of every answer of the network
 * and of every drawing of noise is in it. A plan is linear, so these are plain numbers; as a
 * picture (`heatmap`) they show at a glance how one method differs from another.
 */
import { ConfigError } from '../math/errors.js';
import type { SchedulerPlan } from './plan.js';
import { runPlan } from './run-plan.js';

/** Shares of one sample; each may be negative or above 1. */
export interface Influence {
  /** Of the first sample. */
  readonly start: number;
  /** Of the answer of each call, in order; calls to come have 0. */
  readonly outputs: readonly number[];
  /** Of the noise drawn after each call, in order. */
  readonly noises: readonly number[];
}

/**
 * The shares after each call of a plan.
 *
 * @param plan of n calls; without clipping, which is not linear
 * @returns n entries, the last one for the finished sample
 * @throws ConfigError for a plan that clips
 * @example
 * const plan = euler.plan(stableDiffusionConfig, 3);
 * const last = influence(plan)[2];
 * last.start; // 1
 * last.outputs; // [-1.994, -0.8942, -0.0413]
 */
export function influence(plan: SchedulerPlan): Influence[] {
  const calls = plan.steps.length;
  if (plan.steps.some(({ keep, next }) => keep.clip !== undefined && next.kept !== undefined)) {
    throw new ConfigError('influence: got a plan that clips; expected one that is linear');
  }
  // A sample is written as its shares: place 0 the start, then the answers, then the noises.
  const unit = (place: number): Float64Array => {
    const shares = new Float64Array(1 + 2 * calls);
    shares[place] = 1;
    return shares;
  };
  const result: Influence[] = [];
  let call = 0;
  runPlan(plan, unit(0), () => unit(1 + call), {
    noise: () => unit(1 + calls + call),
    onStep: ({ sample }) => {
      result.push({
        start: sample[0],
        outputs: Array.from(sample.subarray(1, 1 + calls)),
        noises: Array.from(sample.subarray(1 + calls)),
      });
      call += 1;
    },
  });
  return result;
}
