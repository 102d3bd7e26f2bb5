/**
 * The gradient of a convolution with respect to its filter, for the wasm backend, which lacks it.
 *
 * With y[n, i, j, k] = sum over a, b, c of x[n, s*i + a, s*j + b, c] * w[a, b, c, k]:
 *
 *     dL/dw[a, b, c, k] = sum over n, i, j of x[n, s*i + a, s*j + b, c] * dL/dy[n, i, j, k]
 *
 * For a fixed place (a, b) in the filter that is a product of two matrices: the picture, shifted by
 * (a, b) and thinned out by the stride, as [N*H*W, C], transposed, times dL/dy as [N*H*W, K].
 * So: pad, one slice and one matMul for each of the kh * kw places, stack.
 *
 * Leaves out: dilation (the gradient of tfjs refuses it as well) and channels first.
 */
import * as tf from '@tensorflow/tfjs-core';

type Attributes = tf.Conv2DBackpropFilterAttrs;

function conv2dBackpropFilter(x: tf.Tensor4D, dy: tf.Tensor4D, attributes: Attributes): tf.Tensor {
  const { strides, pad, dimRoundingMode, filterShape } = attributes;
  const [kh, kw, channels, filters] = filterShape;
  const info = tf.backend_util.computeConv2DInfo(
    x.shape,
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { strideHeight: s, strideWidth: t, outHeight, outWidth, batchSize } = info;
  const { top, bottom, left, right } = info.padInfo;
  const rows = batchSize * outHeight * outWidth;
  const around: [number, number][] = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  const padded = top + bottom + left + right > 0 ? tf.pad(x, around) : x;
  const slope = tf.reshape(dy, [rows, filters]);
  const places: tf.Tensor[] = [];
  for (let a = 0; a < kh; a++) {
    for (let b = 0; b < kw; b++) {
      const end = [batchSize, a + s * (outHeight - 1) + 1, b + t * (outWidth - 1) + 1, channels];
      const seen = tf.stridedSlice(padded, [0, a, b, 0], end, [1, s, t, 1]);
      places.push(tf.matMul(tf.reshape(seen, [rows, channels]), slope, true, false));
    }
  }
  return tf.reshape(tf.stack(places), filterShape);
}

export const conv2dBackpropFilterKernel: tf.KernelConfig = {
  kernelName: tf.Conv2DBackpropFilter,
  backendName: 'wasm',
  kernelFunc: ({ inputs, attrs }) =>
    tf.tidy(() =>
      conv2dBackpropFilter(
        inputs.x as tf.Tensor4D,
        inputs.dy as tf.Tensor4D,
        attrs as unknown as Attributes,
      ),
    ),
};
