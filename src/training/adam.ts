/**
 * Adam: every weight has its own step, by what its slope did so far.
 *
 *     1  m = 0.9 m + 0.1 g            where the slope g usually points
 *     2  v = 0.999 v + 0.001 g^2      how large it usually is
 *     3  w = w - rate * m' / (sqrt(v') + 1e-7)
 *
 * m' and v' are m / (1 - 0.9^t) and v / (1 - 0.999^t): both start at 0 and would be too small in
 * the first steps t = 1, 2 ...
 *
 * With a weight decay (AdamW) every weight also shrinks by the share rate * decay in each step.
 *
 * Source: Kingma and Ba 2015, algorithm 1; Loshchilov and Hutter 2019, algorithm 2, for the decay.
 */
import { tf } from '../tensor/tf.js';

/** What Adam remembers between two steps, one entry for each weight. */
export type AdamState = {
  /** Steps done. */
  readonly t: number;
  readonly m: tf.Tensor[];
  readonly v: tf.Tensor[];
};

/** Settings of a step; the defaults are those of the paper, but for epsilon, TensorFlow's. */
export interface AdamOptions {
  readonly learningRate: number;
  /** How much of m is kept (default 0.9). */
  readonly beta1?: number;
  /** How much of v is kept (default 0.999). */
  readonly beta2?: number;
  /** Against a division by zero (default 1e-7). */
  readonly epsilon?: number;
  /** Share of a weight that a step of rate 1 would take away (default 0). */
  readonly weightDecay?: number;
}

/** Before the first step: nothing seen yet. */
export function adamStart(weights: readonly tf.Tensor[]): AdamState {
  return {
    t: 0,
    m: weights.map((weight) => tf.zerosLike(weight)),
    v: weights.map((weight) => tf.zerosLike(weight)),
  };
}

/**
 * One step. Makes new weights and a new state; the old ones are the caller's to dispose of.
 *
 * @param weights any shapes
 * @param slopes the gradient of the loss for each weight, of the same shapes
 *
 * @example
 * const at = [tf.tensor1d([1, -1])];
 * const next = adamStep(at, [tf.tensor1d([5, -0.2])], adamStart(at), { learningRate: 0.1 });
 * Array.from(next.weights[0].dataSync()); // [0.9, -0.9]
 */
export function adamStep(
  weights: readonly tf.Tensor[],
  slopes: readonly tf.Tensor[],
  state: AdamState,
  { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, weightDecay = 0 }: AdamOptions,
): { readonly weights: tf.Tensor[]; readonly state: AdamState } {
  const t = state.t + 1;
  return tf.tidy(() => {
    const m = slopes.map((g, i) => tf.add(tf.mul(state.m[i], beta1), tf.mul(g, 1 - beta1)));
    const v = slopes.map((g, i) =>
      tf.add(tf.mul(state.v[i], beta2), tf.mul(tf.square(g), 1 - beta2)),
    );
    const rate = learningRate / (1 - beta1 ** t);
    const moved = weights.map((weight, i) => {
      const size = tf.add(tf.sqrt(tf.mul(v[i], 1 / (1 - beta2 ** t))), epsilon);
      const kept = weightDecay === 0 ? weight : tf.mul(weight, 1 - learningRate * weightDecay);
      return tf.sub(kept, tf.mul(tf.div(m[i], size), rate));
    });
    return { weights: moved, state: { t, m, v } };
  });
}
