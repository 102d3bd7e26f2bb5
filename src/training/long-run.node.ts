/**
 * A training run of hours: it can be killed at any moment and goes on from its last file, to the same
 * losses. Chance is the reason why that is not obvious, so every step has a generator of its own,
 * made from the seed and the number of the step.
 *
 * It knows no network and no data: both come as functions.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, PlaygroundError } from '../math/errors.js';
import { type Random, random } from '../math/random.js';
import { tf } from '../tensor/tf.js';
import { disposeWeights, type Weights } from '../tensor/weights.js';
import {
  byName,
  disposeState,
  longStep,
  type RunState,
  type StepSettings,
  startState,
} from './long-step.js';
import { readRun, writeRun } from './run-file.node.js';
import { openRunLog } from './run-log.node.js';

/** What is trained, on what, and how. */
export interface LongRun<Batch extends tf.TensorContainer> extends StepSettings {
  /** Where `state.safetensors` and `log.jsonl` are. */
  readonly folder: string;
  /** All settings that the numbers depend on: a folder goes on only with the very same. */
  readonly recipe: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly steps: number;
  /** How many examples there are; each is in one batch an epoch. */
  readonly examples: number;
  readonly batchSize: number;
  /** New weights. */
  readonly start: (rng: Random) => Weights | Promise<Weights>;
  readonly rate: (step: number) => number;
  /** Makes the tensors of these examples; the run disposes of them. */
  readonly batch: (examples: Int32Array, rng: Random) => Batch;
  readonly loss: (weights: Weights, batch: Batch) => tf.Scalar;
  /** Measures the average weights now and then; the numbers go into the log. */
  readonly evaluate?: (average: Weights, step: number) => Promise<Record<string, number>>;
  /** Steps between two of those; there is one after the last step too. */
  readonly evaluateEvery?: number;
  /** Seconds between two files (default 120). */
  readonly saveEvery?: number;
  readonly onStep?: (seen: RunStep) => void;
  /** Stops after the step that is being done, and writes the file. */
  readonly signal?: AbortSignal;
}

export interface RunStep {
  /** Steps done, from 1. */
  readonly step: number;
  readonly loss: number;
  /** What `evaluate` answered, when it was asked after this step. */
  readonly measured?: Readonly<Record<string, number>>;
}

export interface LongRunResult {
  /** The running average of the weights: the caller's to dispose of. */
  readonly average: Weights;
  readonly steps: number;
  readonly stopped: boolean;
}

/**
 * Begins the run, or goes on with it.
 *
 * @throws CheckpointError when the folder has another run
 * @throws ConfigError when a batch is larger than all there is
 * @throws PlaygroundError when the loss is no number any more
 */
export async function longRun<Batch extends tf.TensorContainer>(
  run: LongRun<Batch>,
): Promise<LongRunResult> {
  const { folder, steps, evaluate, evaluateEvery = steps, saveEvery = 120, signal } = run;
  if (run.batchSize > run.examples) {
    throw new ConfigError(
      `training: got a batch of ${run.batchSize}; expected at most ${run.examples}, as many examples as there are`,
    );
  }
  const file = join(folder, 'state.safetensors');
  const recipe = JSON.stringify(run.recipe);
  let state: RunState =
    (await readRun(file, recipe)) ?? startState(await run.start(generator(run.seed, 0)));
  const log = openRunLog(join(folder, 'log.jsonl'), state.step);
  let saved = performance.now();
  try {
    while (state.step < steps && !signal?.aborted) {
      const { step } = state;
      const batch = run.batch(examplesOf(run, step), generator(run.seed, step + 1));
      let moved: ReturnType<typeof longStep>;
      try {
        moved = longStep(state, (weights) => run.loss(weights, batch), run.rate(step), run);
      } finally {
        tf.dispose(batch);
      }
      state = moved.state;
      const [loss] = await moved.loss.data();
      moved.loss.dispose();
      if (!Number.isFinite(loss)) {
        throw new PlaygroundError(
          `training: got loss ${loss} at step ${state.step}; expected a number. ` +
            (existsSync(file) ? `A state before it is in ${file}; try` : 'Try') +
            ' a smaller rate',
        );
      }
      log({ step: state.step, loss, rate: run.rate(step) });
      const due = state.step % evaluateEvery === 0 || state.step === steps;
      const measured = due ? await measure(state, evaluate) : undefined;
      if (measured) log({ step: state.step, ...measured });
      run.onStep?.({ step: state.step, loss, ...(measured ? { measured } : {}) });
      if (performance.now() - saved > 1000 * saveEvery) {
        await writeRun(file, state, recipe);
        saved = performance.now();
      }
      await tf.nextFrame(); // lets the signal have its turn
    }
    await writeRun(file, state, recipe);
  } catch (error) {
    disposeState(state);
    throw error;
  }
  const average = byName(state.shapes, state.average);
  disposeState(state);
  return { average, steps: state.step, stopped: state.step < steps };
}

async function measure(
  { shapes, average, step }: RunState,
  evaluate: LongRun<tf.Tensor>['evaluate'],
): Promise<Record<string, number> | undefined> {
  const weights = byName(shapes, average);
  try {
    return await evaluate?.(weights, step);
  } finally {
    disposeWeights(weights);
  }
}

/** The generator of a step: streams of neighbours have nothing in common. */
function generator(seed: number, step: number): Random {
  return random((Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(step + 1, 0x85ebca6b)) >>> 0);
}

/** Which examples a step sees: every epoch has its own order, found without those before. */
function examplesOf(
  { seed, examples, batchSize }: Pick<LongRun<tf.Tensor>, 'seed' | 'examples' | 'batchSize'>,
  step: number,
): Int32Array {
  const perEpoch = Math.floor(examples / batchSize);
  const order = generator(seed, -1 - Math.floor(step / perEpoch)).permutation(examples);
  const place = (step % perEpoch) * batchSize;
  return order.slice(place, place + batchSize);
}
