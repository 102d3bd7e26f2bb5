/**
 * A plan carried out on plain arrays: the whole sampler in one loop, for lessons, figures and
 * tests. The pipeline does the same on tensors.
 */
import { ShapeError } from '../math/errors.js';
import type { Mix, SchedulerPlan, SchedulerStep } from './plan.js';

/** A network on plain numbers: the scaled sample and the timestep in, its answer out. */
export type ArrayModel = (input: Float64Array, timestep: number) => ArrayLike<number>;

/** What is known between two calls. */
export interface PlanState {
  readonly sample: Float64Array;
  /** Set aside by an earlier step. */
  readonly anchor: Float64Array;
  /** What earlier calls kept, the newest first. */
  readonly kept: readonly Float64Array[];
}

/** What a run needs besides its plan. */
export interface RunOptions {
  /** Fresh noise, so many numbers; usually `random(seed).randn`. Called once for each drawing. */
  readonly noise: (count: number) => ArrayLike<number>;
  /** Told after each call: its step, its place, the sample after it, and the clean sample in mind. */
  readonly onStep?: (event: {
    readonly step: SchedulerStep;
    readonly index: number;
    readonly sample: Float64Array;
    readonly clean: Float64Array;
  }) => void;
}

/**
 * Runs all steps of a plan.
 *
 * @param plan from a scheduler's `plan`
 * @param start the first sample: standard noise times `plan.initialNoise`, any length
 * @param model answers for a scaled sample
 * @returns the last sample
 * @example
 * const plan = ddim.plan(stableDiffusionConfig, 10);
 * const noise = random(0).randn;
 * runPlan(plan, noise(4), (x) => x, { noise }).length; // 4
 */
export function runPlan(
  plan: SchedulerPlan,
  start: ArrayLike<number>,
  model: ArrayModel,
  options: RunOptions,
): Float64Array {
  const first = Float64Array.from(start);
  let state: PlanState = { sample: first, anchor: first, kept: [] };
  plan.steps.forEach((step, index) => {
    const { sample } = state;
    const output = model(
      sample.map((x) => x * step.inputScale),
      step.timestep,
    );
    const noise = step.next.noise === undefined ? [] : options.noise(sample.length);
    state = advance(state, step, output, noise, plan.memory);
    const clean = mixed(step.clean, { sample, anchor: sample, kept: [] }, output, []);
    options.onStep?.({ step, index, sample: state.sample, clean });
  });
  return state.sample;
}

/**
 * One step: what the sample becomes, and what is remembered.
 *
 * @param output what the network said, as long as the sample
 * @param noise as long, where the step draws noise; else empty
 * @param memory how many kept arrays to hold besides this call's (`plan.memory`)
 * @throws ShapeError when the output's length differs from the sample's
 */
export function advance(
  state: PlanState,
  step: SchedulerStep,
  output: ArrayLike<number>,
  noise: ArrayLike<number>,
  memory: number,
): PlanState {
  if (output.length !== state.sample.length) {
    throw new ShapeError(
      `advance: got ${output.length} numbers from the network; expected ${state.sample.length}`,
    );
  }
  const { clip = Number.POSITIVE_INFINITY, ...keep } = step.keep;
  const held = mixed(keep, state, output, noise).map((x) => Math.min(Math.max(x, -clip), clip));
  const now: PlanState = { ...state, kept: [held, ...state.kept] };
  return {
    sample: mixed(step.next, now, output, noise),
    anchor: mixed(step.anchor, now, output, noise),
    kept: now.kept.slice(0, memory),
  };
}

function mixed(
  mix: Mix,
  state: PlanState,
  output: ArrayLike<number>,
  noise: ArrayLike<number>,
): Float64Array {
  const total = new Float64Array(state.sample.length);
  const add = (factor: number | undefined, values: ArrayLike<number>): void => {
    if (!factor) return;
    for (let i = 0; i < total.length; i++) total[i] += factor * values[i];
  };
  add(mix.sample, state.sample);
  add(mix.output, output);
  add(mix.anchor, state.anchor);
  mix.kept?.forEach((factor, k) => {
    add(factor, state.kept[k]);
  });
  add(mix.noise, noise);
  return total;
}
