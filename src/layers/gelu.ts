/**
 * The two Gaussian gates, on tensors (`neuron/gated.ts` explains them with plain numbers):
 *
 *     gelu(x) = x * P(bell curve < x) = x / 2 * (1 + erf(x / sqrt 2))
 *     quickGelu(x) = x * sigmoid(1.702 x)
 *
 * Stable Diffusion 2 and every U-Net use the first, the text encoder of Stable Diffusion 1 the
 * second.
 *
 * Source: Hendrycks and Gimpel 2016. Leaves out: the approximation by tanh.
 */
import { tf } from '../tensor/tf.js';

/**
 * The exact Gaussian error linear unit.
 *
 * @example
 * geluTensor(tf.tensor1d([-1, 0, 1])).dataSync(); // [-0.15866, 0, 0.84134]
 */
export function geluTensor<T extends tf.Tensor>(x: T): T {
  return tf.tidy(() => {
    const share = tf.tidy(() => tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
    return tf.mul(tf.mul(x, 0.5), share) as T;
  });
}

/**
 * The quick one, by a sigmoid.
 *
 * @example
 * quickGeluTensor(tf.tensor1d([-1, 0, 1])).dataSync(); // [-0.15420, 0, 0.84580]
 */
export function quickGeluTensor<T extends tf.Tensor>(x: T): T {
  return tf.tidy(() => tf.mul(x, tf.sigmoid(tf.mul(x, 1.702))) as T);
}
