/**
 * Operations that one backend computes in a single pass and the others compose: the same values, to
 * rounding, and the same slopes.
 *
 * `kernels/native-fused.ts` has the single passes.
 */
import { rowNormName, siluName } from './kernels/native-fused.js';
import { tf } from './tf.js';

/**
 * x * sigmoid(x), the sigmoid linear unit (also called swish).
 *
 * Source: Elfwing, Uchibe and Doya 2017.
 *
 * @example
 * siluTensor(tf.tensor1d([-1, 0, 1])).dataSync(); // [-0.26894, 0, 0.73106]
 */
export function siluTensor<T extends tf.Tensor>(x: T): T {
  if (tf.getKernel(siluName, tf.getBackend()) !== undefined) {
    return tf.engine().runKernel(siluName, { x }) as T;
  }
  return tf.tidy(() => tf.mul(x, tf.sigmoid(x)));
}

/**
 * Each row (the last axis) to mean 0 and variance 1, then times `scale`, plus `offset`. The variance
 * is the biased one: divided by the length of the row.
 *
 * @param x [..., width]
 * @param scale [width]
 * @param offset [width]
 */
export function normaliseRows(
  x: tf.Tensor,
  scale: tf.Tensor,
  offset: tf.Tensor,
  epsilon: number,
): tf.Tensor {
  if (tf.getKernel(rowNormName, tf.getBackend()) !== undefined) {
    return tf.engine().runKernel(rowNormName, { x, scale, offset }, { epsilon });
  }
  return tf.tidy(() => {
    const off = tf.sub(x, tf.mean(x, -1, true));
    const variance = tf.mean(tf.square(off), -1, true);
    const normed = tf.mul(off, tf.rsqrt(tf.add(variance, epsilon)));
    return tf.add(tf.mul(normed, scale), offset);
  });
}
