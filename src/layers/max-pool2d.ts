/**
 * Max pooling: of every window of a picture only the largest value goes on, channel by channel.
 * The picture gets smaller, and a feature may sit a pixel further without changing the answer.
 *
 * Source: Weng, Ahuja and Huang 1992; Scherer, Mueller and Behnke 2010.
 */
import { ConfigError } from '../math/errors.js';
import { expectShape } from '../tensor/shape.js';
import { tf } from '../tensor/tf.js';
import { expectRoom } from './window.js';

export interface Pool2dOptions {
  /** Side of the square window, in pixels (default 2). */
  readonly size?: number;
  /** Steps from one window to the next, in pixels (default: the size, so that none overlap). */
  readonly stride?: number;
}

/**
 * Keeps the largest value of each window; a rest that fills no window is dropped.
 *
 * @param x pictures [batch, height, width, channels]
 * @returns [batch, floor((height - size) / stride) + 1, ..., channels]
 * @throws ShapeError when the window is larger than the picture
 * @throws ConfigError for a size or a stride that is not 1, 2, 3 ...
 *
 * @example
 * const picture = tf.tensor4d([1, 2, 5, 6, 3, 4, 7, 8], [1, 2, 4, 1]);
 * Array.from(maxPool2d(picture).dataSync()); // [4, 8]
 */
export function maxPool2d(
  x: tf.Tensor4D,
  { size = 2, stride = size }: Pool2dOptions = {},
): tf.Tensor4D {
  expectShape('maxPool2d', 'input', x, ['batch', 'height', 'width', 'channels']);
  for (const [name, value] of [
    ['size', size],
    ['stride', stride],
  ] as const) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new ConfigError(`maxPool2d: got ${name} ${value}; expected 1, 2, 3 ...`);
  }
  expectRoom('maxPool2d', x, [size, size]);
  return tf.maxPool(x, size, stride, 'valid');
}
