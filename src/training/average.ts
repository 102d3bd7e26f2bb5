/**
 * The running average of the weights. Weights jitter around the place that they tend to; their
 * average is nearer to it, so it is the average that is measured and shipped.
 *
 *     average = decay * average + (1 - decay) * weights
 *
 * Source: Polyak and Juditsky 1992; the warm-up of the decay is that of TensorFlow's
 * `ExponentialMovingAverage`.
 */
import { tf } from '../tensor/tf.js';

/**
 * How much of the average is kept at a step: little at first, or the random weights of the start
 * would stay in it for long.
 *
 * @param step from 0
 *
 * @example
 * [0, 90, 1e6].map((step) => averageDecay(step, 0.999)); // [0.1, 0.91, 0.999]
 */
export function averageDecay(step: number, most: number): number {
  return Math.min(most, (1 + step) / (10 + step));
}

/**
 * The average after one more step. The old one is the caller's to dispose of.
 *
 * @example
 * const [next] = averageStep([tf.scalar(0)], [tf.scalar(1)], 0.9);
 * next.dataSync()[0]; // 0.1
 */
export function averageStep(
  average: readonly tf.Tensor[],
  weights: readonly tf.Tensor[],
  decay: number,
): tf.Tensor[] {
  return tf.tidy(() =>
    average.map((old, i) => tf.add(tf.mul(old, decay), tf.mul(weights[i], 1 - decay))),
  );
}
