/**
 * Numbers become a tensor at once. A backend with a memory of its own takes a copy of them only when
 * the tensor is first used, and until then both the numbers and the promise stay; with weights of
 * several gigabytes that would be twice the memory that they need.
 */
import { tf } from './tf.js';

/** What the native backend calls before an operation; the others have no such thing. */
interface Native {
  getInputTensorIds?(tensors: tf.Tensor[]): number[];
}

/**
 * A tensor of these numbers that holds on to nothing of JavaScript's memory, where the backend has
 * its own. The plain JavaScript backend keeps the very array, so do not write into it later.
 *
 * @param values as many as the shape says
 *
 * @example
 * uploadTensor(Float32Array.of(1, 2, 3, 4), [2, 2]).shape; // [2, 2]
 */
export function uploadTensor(values: Float32Array, shape: readonly number[]): tf.Tensor {
  const made = tf.tensor(values, [...shape], 'float32');
  (tf.backend() as Native).getInputTensorIds?.([made]);
  return made;
}
