/**
 * Slopes that are too long are shortened, all by the same factor: one strange batch cannot throw the
 * weights far away.
 *
 * Source: Pascanu, Mikolov and Bengio 2013; the form is that of torch's `clip_grad_norm_`.
 */
import { tf } from '../tensor/tf.js';

/**
 * The slopes, times min(1, longest / length): length is the root of the sum of all squares.
 *
 * @returns new tensors of the same shapes
 *
 * @example
 * const [short] = clipSlopes([tf.tensor1d([3, 4])], 1);
 * short.dataSync(); // [0.6, 0.8]
 */
export function clipSlopes(slopes: readonly tf.Tensor[], longest: number): tf.Tensor[] {
  return tf.tidy(() => {
    const length = tf.sqrt(tf.addN(slopes.map((slope) => tf.sum(tf.square(slope)))));
    const factor = tf.minimum(1, tf.div(longest, tf.add(length, 1e-6)));
    return slopes.map((slope) => tf.mul(slope, factor));
  });
}
