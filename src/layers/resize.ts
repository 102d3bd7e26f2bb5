/**
 * Making a picture half and twice as large, as networks do it: by a convolution that looks at every
 * second place, and by writing each pixel several times.
 *
 * Source: Odena, Dumoulin and Olah 2016 for why to repeat pixels and then convolve.
 */
import { expectShape } from '../tensor/shape.js';
import { tf } from '../tensor/tf.js';
import { type Conv2dWeights, conv2d } from './conv2d.js';

/**
 * Repeats pixels until the picture has the given size: pixel (i, j) is the one at
 * (floor(i * height / new height), floor(j * width / new width)).
 *
 * @param x [batch, height, width, channels]
 * @param size [height, width]; twice the old one when left out
 * @returns [batch, size[0], size[1], channels]
 *
 * @example
 * upsample(tf.tensor4d([1, 2], [1, 1, 2, 1])).dataSync(); // [1, 1, 2, 2, 1, 1, 2, 2]
 */
export function upsample(x: tf.Tensor4D, size?: readonly [number, number]): tf.Tensor4D {
  expectShape('upsample', 'input', x, ['batch', 'height', 'width', 'channels']);
  const [, height, width] = x.shape;
  return tf.image.resizeNearestNeighbor(x, size ? [...size] : [2 * height, 2 * width]);
}

/** Where the zeros stand around a picture that is halved: on all sides, or below and right only. */
export type Around = 'all' | 'end';

/**
 * A convolution that moves two pixels at a time. PyTorch's `padding=1` puts zeros on all sides; the
 * encoder of Stable Diffusion puts them below and to the right only. Neither is what 'same' means
 * for every size, so the zeros are written out.
 *
 * @param x [batch, height, width, inputs]
 * @returns [batch, ceil(height / 2), ceil(width / 2), outputs] with 'all' and a filter of 3 x 3;
 *   floor with 'end'
 *
 * @example
 * const mean = { weight: tf.fill([3, 3, 1, 1], 1 / 9) as tf.Tensor4D };
 * downsample(mean, tf.ones([1, 4, 4, 1]), 'all').dataSync(); // [0.444, 0.667, 0.667, 1]
 * downsample(mean, tf.ones([1, 4, 4, 1]), 'end').dataSync(); // [1, 0.667, 0.667, 0.444]
 */
export function downsample(weights: Conv2dWeights, x: tf.Tensor4D, around: Around): tf.Tensor4D {
  expectShape('downsample', 'input', x, ['batch', 'height', 'width', 'channels']);
  const zeros: [number, number] = around === 'all' ? [1, 1] : [0, 1];
  return tf.tidy(() =>
    conv2d(weights, tf.pad(x, [[0, 0], zeros, zeros, [0, 0]]), { stride: 2, padding: 'valid' }),
  );
}
