/**
 * The product of matrices, for the wasm backend, whose own is fast for one pair of matrices that
 * lie as they are, and a plain loop, up to thirty times slower, for a batch of pairs or with a
 * transposed factor. The gradient of every dense layer needs the second, attention both.
 *
 *     y[n, i, j] = sum over k of a[n, i, k] * b[n, k, j]
 *
 * So: transpose first (one pass over the numbers), then one fast product for each pair. A batch
 * times one matrix is one product of its rows, all under each other.
 */
import * as tf from '@tensorflow/tfjs-core';

type Pair = (a: tf.Tensor3D, b: tf.Tensor3D) => tf.Tensor3D;

function batchMatMul(a: tf.Tensor, b: tf.Tensor, pair: Pair): tf.Tensor {
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(
    a.shape.slice(0, -2),
    b.shape.slice(0, -2),
  );
  const [rows, inner] = a.shape.slice(-2);
  const columns = b.shape.at(-1) as number;
  const shape = [...batch, rows, columns];
  if (b.size === inner * columns) {
    const all: tf.Tensor3D = tf.reshape(a, [1, a.size / inner, inner]);
    return tf.reshape(pair(all, tf.reshape(b, [1, inner, columns])), shape);
  }
  const left: tf.Tensor3D = tf.reshape(expand(a, [...batch, rows, inner]), [-1, rows, inner]);
  const right: tf.Tensor3D = tf.reshape(expand(b, [...batch, inner, columns]), [
    -1,
    inner,
    columns,
  ]);
  const products = Array.from({ length: left.shape[0] }, (_, n) =>
    tf.tidy(() => pair(tf.slice(left, n, 1), tf.slice(right, n, 1))),
  );
  return tf.reshape(tf.concat(products, 0), shape);
}

function expand(x: tf.Tensor, shape: number[]): tf.Tensor {
  return x.size === shape.reduce((a, b) => a * b, 1) ? x : tf.broadcastTo(x, shape);
}

function transposed(x: tf.Tensor): tf.Tensor {
  const axes = x.shape.map((_, i) => i);
  return tf.transpose(x, [...axes.slice(0, -2), x.rank - 1, x.rank - 2]);
}

/** Our kernel, around the one that is registered: that multiplies the pairs. */
export function batchMatMulKernel(upstream: tf.KernelFunc): tf.KernelConfig {
  return {
    kernelName: tf.BatchMatMul,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { a, b } = inputs as { a: tf.Tensor; b: tf.Tensor };
      const { transposeA, transposeB } = attrs as unknown as tf.BatchMatMulAttrs;
      const plain = { transposeA: false, transposeB: false };
      const pair: Pair = (a, b) =>
        tf
          .engine()
          .makeTensorFromTensorInfo(
            upstream({ inputs: { a, b }, attrs: plain, backend }) as tf.TensorInfo,
          ) as tf.Tensor3D;
      return tf.tidy(() =>
        batchMatMul(transposeA ? transposed(a) : a, transposeB ? transposed(b) : b, pair),
      );
    },
  };
}
