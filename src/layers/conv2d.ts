/**
 * The convolution: the same small filter looks at every neighbourhood of a picture.
 *
 *     y[n, i, j, k] = activation(bias[k] +
 *       sum over a, b, c of x[n, s*i + a, s*j + b, c] * weight[a, b, c, k])
 *
 * (Strictly a cross-correlation: the filter is not turned over. Everybody calls it convolution.)
 * Channels stand last here; in a PyTorch checkpoint `weight` is [outputs, inputs, height, width].
 *
 * Padding 'same' gives ceil(size / stride) and, when an odd number of zeros is needed, puts the odd
 * one below and to the right. With stride 2 that is not what PyTorch's `padding=1` does.
 *
 * Source: LeCun et al. 1989; Dumoulin and Visin 2016 for the arithmetic of sizes. Leaves out:
 * dilation, groups, any other padding (pad with `tf.pad`, then 'valid').
 */
import { ConfigError } from '../math/errors.js';
import { expectShape } from '../tensor/shape.js';
import { tf } from '../tensor/tf.js';
import type { FusedActivation } from './dense.js';
import { expectRoom } from './window.js';

/** Weights of a convolution. */
export interface Conv2dWeights {
  /** [height, width, inputs, outputs] of the filter */
  readonly weight: tf.Tensor4D;
  /** [outputs]; left out: no bias */
  readonly bias?: tf.Tensor1D;
}

export interface Conv2dOptions {
  /** Steps from one place to the next, in pixels (default 1). */
  readonly stride?: number;
  /** Zeros around the picture so that its size stays ('same', the default), or none ('valid'). */
  readonly padding?: 'same' | 'valid';
  /** After the sum (default 'linear'). */
  readonly activation?: FusedActivation;
}

/**
 * Applies a convolution.
 *
 * @param weights weight [height, width, inputs, outputs], bias [outputs]
 * @param x pictures [batch, height, width, inputs]
 * @returns [batch, ceil(height / stride), ceil(width / stride), outputs] with 'same';
 *   [batch, ceil((height - filter height + 1) / stride), ..., outputs] with 'valid'
 * @throws ShapeError when the channels do not fit, or the filter is larger than the picture
 * @throws ConfigError for a stride that is not 1, 2, 3 ...
 *
 * @example
 * const edge = { weight: tf.tensor4d([-1, 1], [1, 2, 1, 1]) };
 * const picture = tf.tensor4d([0, 0, 9, 9], [1, 1, 4, 1]);
 * Array.from(conv2d(edge, picture, { padding: 'valid' }).dataSync()); // [0, 9, 0]
 */
export function conv2d(
  weights: Conv2dWeights,
  x: tf.Tensor4D,
  { stride = 1, padding = 'same', activation = 'linear' }: Conv2dOptions = {},
): tf.Tensor4D {
  const { weight, bias } = weights;
  expectShape('conv2d', 'weight', weight, ['height', 'width', 'inputs', 'outputs']);
  const [height, width, inputs, outputs] = weight.shape;
  expectShape('conv2d', 'input', x, ['batch', 'height', 'width', [inputs, 'channels']]);
  if (bias !== undefined) expectShape('conv2d', 'bias', bias, [[outputs, 'outputs']]);
  if (!Number.isInteger(stride) || stride < 1) {
    throw new ConfigError(`conv2d: got stride ${stride}; expected 1, 2, 3 ...`);
  }
  if (padding === 'valid') expectRoom('conv2d', x, [height, width]);
  // Not tf.fused.conv2d: its gradient always includes the one for x, which for the first layer of a
  // network nobody asks for, and which costs more than any other part of a training step.
  return tf.tidy(() => {
    const few = stride === 1 && padding === 'same' && isFewPixels(x, weight);
    const sum = few ? asProduct(x, weight) : tf.conv2d(x, weight, stride, padding);
    const shifted = bias === undefined ? sum : (tf.add(sum, bias) as tf.Tensor4D);
    return activation === 'linear' ? shifted : tf[activation](shifted);
  });
}

/**
 * Few pixels and many channels: then the filter is by far the largest thing here, and turning it
 * into the layout that a convolution likes takes longer, and more memory, than the sums.
 */
function isFewPixels(x: tf.Tensor4D, { shape: [kh, kw, inputs, outputs] }: tf.Tensor4D): boolean {
  const [batch, height, width] = x.shape;
  const odd = kh % 2 === 1 && kw % 2 === 1 && kh * kw > 1;
  return odd && batch * height * width <= 128 && inputs * outputs >= 2 ** 18;
}

/** Every neighbourhood in a row of a matrix, times the filter as it lies. */
function asProduct(x: tf.Tensor4D, weight: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, inputs] = x.shape;
  const [kh, kw, , outputs] = weight.shape;
  const [down, right] = [(kh - 1) / 2, (kw - 1) / 2];
  const around: tf.Tensor4D = tf.pad(x, [
    [0, 0],
    [down, down],
    [right, right],
    [0, 0],
  ]);
  const shifted = Array.from({ length: kh * kw }, (_, n) =>
    tf.slice(around, [0, Math.floor(n / kw), n % kw, 0], x.shape),
  );
  const rows = tf.reshape(tf.concat(shifted, 3), [batch * height * width, kh * kw * inputs]);
  const matrix: tf.Tensor2D = tf.reshape(weight, [kh * kw * inputs, outputs]);
  return tf.reshape(tf.matMul(rows as tf.Tensor2D, matrix), [batch, height, width, outputs]);
}
