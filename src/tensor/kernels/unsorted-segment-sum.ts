/**
 * Sums rows that share a number, for the wasm backend, which lacks it. It is the gradient of
 * `gather`, that is of every embedding: a row that was looked up twice gets both slopes.
 *
 *     out[s, :] = sum of x[i, :] over every i with ids[i] = s
 *
 * As a product of matrices: with onehot[i, s] = 1 where ids[i] = s, out = onehot transposed times x.
 * That costs n * segments multiplications a column; a loop over the rows would cost n, but a loop
 * cannot run inside wasm without a kernel of its own.
 */
import * as tf from '@tensorflow/tfjs-core';

function unsortedSegmentSum(x: tf.Tensor, ids: tf.Tensor, numSegments: number): tf.Tensor {
  const rest = x.shape.slice(ids.rank);
  const onehot = tf.cast(tf.oneHot(tf.cast(tf.reshape(ids, [-1]), 'int32'), numSegments), x.dtype);
  const rows = tf.reshape(x, [ids.size, x.size / ids.size]);
  return tf.reshape(tf.matMul(onehot, rows, true, false), [numSegments, ...rest]);
}

export const unsortedSegmentSumKernel: tf.KernelConfig = {
  kernelName: tf.UnsortedSegmentSum,
  backendName: 'wasm',
  kernelFunc: ({ inputs, attrs }) =>
    tf.tidy(() =>
      unsortedSegmentSum(
        inputs.x as tf.Tensor,
        inputs.segmentIds as tf.Tensor,
        (attrs as unknown as tf.UnsortedSegmentSumAttrs).numSegments,
      ),
    ),
};
