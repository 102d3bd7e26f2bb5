/**
 * One step of a long training run, and all that such a run must remember to go on: the weights, what
 * Adam knows about each, their running average, and how many steps were done.
 *
 * Each of them is one long vector, all weights one behind the other: Adam treats every number alike,
 * and a dozen operations on one vector cost much less than a dozen on each of a hundred tensors.
 */
import { tf } from '../tensor/tf.js';
import type { Weights } from '../tensor/weights.js';
import { adamStep } from './adam.js';
import { averageDecay, averageStep } from './average.js';
import { clipSlopes } from './clip-slopes.js';

/** Between two steps. */
export interface RunState {
  /** Steps done. */
  readonly step: number;
  /** Name and shape of each weight, in the order of the vectors. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** [numbers], as are the next three. */
  readonly weights: tf.Tensor;
  /** Adam's two memories. */
  readonly m: tf.Tensor;
  readonly v: tf.Tensor;
  readonly average: tf.Tensor;
}

/** What stays the same in all steps. */
export interface StepSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
  /** Longest length of all slopes together; see `clipSlopes`. */
  readonly clip: number;
  /** See `averageDecay`. */
  readonly averageDecay: number;
}

/** Before the first step. Takes the weights over. */
export function startState(fresh: Weights): RunState {
  const shapes = Object.fromEntries(
    Object.entries(fresh).map(([name, { shape }]) => [name, shape]),
  );
  const weights = inOne(Object.values(fresh));
  tf.dispose(Object.values(fresh));
  const [m, v] = [tf.zerosLike(weights), tf.zerosLike(weights)];
  return { step: 0, shapes, weights, m, v, average: weights.clone() };
}

/** The parts of a vector, by name: new tensors. */
export function byName(shapes: RunState['shapes'], vector: tf.Tensor): Weights {
  return tf.tidy(() => {
    const sizes = Object.values(shapes).map((shape) => shape.reduce((a, b) => a * b, 1));
    const parts = tf.split(vector, sizes);
    return Object.fromEntries(
      Object.entries(shapes).map(([name, shape], i) => [name, tf.reshape(parts[i], [...shape])]),
    );
  });
}

export function disposeState({ weights, m, v, average }: RunState): void {
  tf.dispose([weights, m, v, average]);
}

/**
 * Measures the loss, moves the weights by AdamW, follows them with the average.
 *
 * @returns a new state; the old one is disposed of. The loss is that before the step
 */
export function longStep(
  state: RunState,
  loss: (weights: Weights) => tf.Scalar,
  learningRate: number,
  settings: StepSettings,
): { readonly state: RunState; readonly loss: tf.Scalar } {
  const { step, shapes } = state;
  const names = Object.keys(shapes);
  const done = tf.tidy(() => {
    const measure = (...tensors: tf.Tensor[]): tf.Scalar =>
      loss(Object.fromEntries(names.map((name, i) => [name, tensors[i]])));
    const { value, grads } = tf.valueAndGrads(measure)(
      Object.values(byName(shapes, state.weights)),
    );
    const slopes = clipSlopes([inOne(grads)], settings.clip);
    const { beta1, beta2, weightDecay } = settings;
    const adam = { t: step, m: [state.m], v: [state.v] };
    const next = adamStep([state.weights], slopes, adam, {
      ...{ learningRate, beta1, beta2, weightDecay },
    });
    const [weights] = next.weights;
    const [average] = averageStep(
      [state.average],
      [weights],
      averageDecay(step, settings.averageDecay),
    );
    return { weights, m: next.state.m[0], v: next.state.v[0], average, loss: value as tf.Scalar };
  });
  disposeState(state);
  const { loss: measured, ...vectors } = done;
  return { state: { step: step + 1, shapes, ...vectors }, loss: measured };
}

function inOne(tensors: readonly tf.Tensor[]): tf.Tensor {
  return tf.tidy(() => tf.concat(tensors.map((tensor) => tf.reshape(tensor, [-1]))));
}
