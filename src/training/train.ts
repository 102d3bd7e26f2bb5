/**
 * The training loop: shuffle, take a batch, measure the loss, move the weights; again.
 *
 * It knows no network and no data: both come as functions. It can be stopped at every step and then
 * gives back what was learned so far. Nothing that it makes stays behind but the weights it returns.
 *
 * Leaves out: checkpoints on disk, averaging of weights, gradient clipping.
 */
import { ConfigError, PlaygroundError } from '../math/errors.js';
import { type Random, random } from '../math/random.js';
import { tf } from '../tensor/tf.js';
import { disposeWeights, type Weights } from '../tensor/weights.js';
import { type AdamState, adamStart, adamStep } from './adam.js';
import { warmUpCosine } from './schedule.js';

/** One step that was done. */
export interface TrainStep {
  /** From 1. */
  readonly step: number;
  /** How many there will be. */
  readonly steps: number;
  /** From 1. */
  readonly epoch: number;
  /** Of this batch, before the weights moved. */
  readonly loss: number;
  readonly learningRate: number;
  /** After the step; to look at now, not to keep: the next step disposes of them. */
  readonly weights: Weights;
}

export interface TrainOptions<Batch extends tf.TensorContainer> {
  /** Where to start. They are left as they are. */
  readonly weights: Weights;
  /** How many examples there are. */
  readonly examples: number;
  /** Makes the tensors of these examples; the loop disposes of them. */
  readonly batch: (indexes: Int32Array, rng: Random) => Batch;
  /** How wrong the network is on a batch: one number. */
  readonly loss: (weights: Weights, batch: Batch) => tf.Scalar;
  /** How many times every example is seen. */
  readonly epochs: number;
  readonly batchSize: number;
  /** The largest step; see `warmUpCosine`. */
  readonly learningRate: number;
  /** For the order of the examples, and for `batch`. */
  readonly seed: number;
  /** Stops after the step that is being done. */
  readonly signal?: AbortSignal;
  /** Called after every step; waited for when it is asynchronous. */
  readonly onStep?: (step: TrainStep) => void | Promise<void>;
}

export interface TrainResult {
  /** The learned weights: new tensors, the caller's to dispose of. */
  readonly weights: Weights;
  /** Steps done. */
  readonly steps: number;
  /** True when the signal came before the end. */
  readonly stopped: boolean;
}

/**
 * Trains by Adam. Examples that fill no whole batch wait for the next epoch, which has another order.
 *
 * @throws ConfigError for settings that make no sense
 * @throws PlaygroundError when the loss is no number any more: the learning rate is too high
 */
export async function train<Batch extends tf.TensorContainer>(
  options: TrainOptions<Batch>,
): Promise<TrainResult> {
  const { examples, epochs, learningRate, seed, signal, onStep } = options;
  const batchSize = Math.min(options.batchSize, examples);
  for (const [name, value] of Object.entries({ examples, epochs, batchSize })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new ConfigError(`train: got ${name} ${value}; expected 1, 2, 3 ...`);
  }
  if (!(learningRate > 0)) {
    throw new ConfigError(`train: got learningRate ${learningRate}; expected more than 0`);
  }
  const rng = random(seed);
  const perEpoch = Math.floor(examples / batchSize);
  const steps = epochs * perEpoch;
  const names = Object.keys(options.weights);
  const asWeights = (tensors: readonly tf.Tensor[]): Weights =>
    Object.fromEntries(names.map((name, i) => [name, tensors[i]]));

  let weights = names.map((name) => options.weights[name].clone());
  let state = adamStart(weights);
  let order = new Int32Array();
  let step = 0;
  try {
    for (; step < steps && !signal?.aborted; ) {
      const place = step % perEpoch;
      if (place === 0) order = Int32Array.from(rng.permutation(examples));
      const batch = options.batch(order.subarray(place * batchSize, (place + 1) * batchSize), rng);
      const rate = warmUpCosine(step, steps, learningRate);
      const loss = (ws: tf.Tensor[]): tf.Scalar => options.loss(asWeights(ws), batch);
      let done: Moved;
      try {
        done = oneStep(weights, state, rate, loss);
      } finally {
        tf.dispose(batch);
      }
      tf.dispose([...weights, ...state.m, ...state.v]);
      ({ weights, state } = done);
      const [measured] = await done.loss.data();
      done.loss.dispose();
      step++;
      if (!Number.isFinite(measured)) {
        throw new PlaygroundError(
          `train: got loss ${measured} at step ${step}; expected a number. ` +
            `Try a learning rate below ${learningRate}`,
        );
      }
      const epoch = Math.ceil(step / perEpoch);
      const seen = { step, steps, epoch, loss: measured, learningRate: rate };
      await onStep?.({ ...seen, weights: asWeights(weights) });
      await tf.nextFrame(); // lets the stop button and the chart have their turn
    }
  } catch (error) {
    disposeWeights(asWeights(weights));
    throw error;
  } finally {
    tf.dispose([...state.m, ...state.v]);
  }
  return { weights: asWeights(weights), steps: step, stopped: step < steps };
}

type Moved = { weights: tf.Tensor[]; state: AdamState; loss: tf.Scalar };

function oneStep(
  weights: readonly tf.Tensor[],
  state: AdamState,
  learningRate: number,
  loss: (weights: tf.Tensor[]) => tf.Scalar,
): Moved {
  return tf.tidy(() => {
    const slopes = tf.valueAndGrads((...ws: tf.Tensor[]) => loss(ws))([...weights]);
    const next = adamStep(weights, slopes.grads, state, { learningRate });
    return { weights: next.weights, state: next.state, loss: slopes.value as tf.Scalar };
  });
}
