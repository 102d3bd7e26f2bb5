/**
 * The gradient of a convolution with respect to its filter, for the wasm backend, which lacks it.
 *
 * With y[n, i, j, k] = sum over a, b, c of x[n, s*i + a, s*j + b, c] * w[a, b, c, k]:
 *
 *     dL/dw[a, b, c, k] = sum over n, i, j of x[n, a + s*i, b + s*j, c] * dL/dy[n, i, j, k]
 *
 * Read it again with other names: that is a convolution too. Its pictures are the channels c of x,
 * its channels are the pictures n, its filter is dL/dy, as large as y, and its places lie s apart
 * (a dilation). So: pad, exchange axes, convolve, exchange back. Several times faster than one
 * product of matrices for each place of the filter.
 *
 * Leaves out: dilation (the gradient of tfjs refuses it as well) and channels first.
 */
import * as tf from '@tensorflow/tfjs-core';

type Attributes = tf.Conv2DBackpropFilterAttrs;

function conv2dBackpropFilter(x: tf.Tensor4D, dy: tf.Tensor4D, attributes: Attributes): tf.Tensor {
  const { strides, pad, dimRoundingMode, filterShape } = attributes;
  const [kh, kw] = filterShape;
  const info = tf.backend_util.computeConv2DInfo(
    x.shape,
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { strideHeight, strideWidth, outHeight, outWidth, batchSize, inChannels } = info;
  const { top, bottom, left, right } = info.padInfo;
  const padded = tf.pad(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
  // What no place of the filter ever sees (a rest of the stride) is cut off.
  const height = strideHeight * (outHeight - 1) + kh;
  const width = strideWidth * (outWidth - 1) + kw;
  const seen = tf.slice(padded, [0, 0, 0, 0], [batchSize, height, width, inChannels]);
  const pictures: tf.Tensor4D = tf.transpose(seen, [3, 1, 2, 0]); // [c, height, width, n]
  const filter: tf.Tensor4D = tf.transpose(dy, [1, 2, 0, 3]); // [i, j, n, k]
  const slopes = tf.conv2d(pictures, filter, 1, 'valid', 'NHWC', [strideHeight, strideWidth]);
  return tf.transpose(slopes, [1, 2, 0, 3]); // [c, a, b, k] to [a, b, c, k]
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
