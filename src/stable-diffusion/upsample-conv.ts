/**
 * Twice the size, then a 3 x 3 convolution, in fewer steps than that: each pixel of the large
 * picture stands four times in it, so a 3 x 3 filter sees only 2 x 2 different ones, with some of
 * its weights added up. For each of the four places in a square of 2 x 2 that is another filter:
 *
 *     even row:  filter rows  w0 | w1 + w2     on the small rows  i - 1 | i
 *     odd row:   filter rows  w0 + w1 | w2     on the small rows  i | i + 1       (columns alike)
 *
 * Four convolutions of 2 x 2 on the small picture: 16 products for each of its pixels instead of 36,
 * and the large picture is written once.
 *
 * Source: Shi et al. 2016, "Is the deconvolution layer the same as a convolutional layer?"
 */
import { upsample } from '../layers/resize.js';
import { tf } from '../tensor/tf.js';
import type { Weights } from '../tensor/weights.js';
import { convNamed, tensorNamed } from './named.js';

/** Below this many pixels the sums of the weights cost more than they save. */
const worthwhile = 1024;
/** A large picture is made in stripes of about so many numbers: 16 MiB of them. */
const stripeNumbers = 2 ** 22;

/**
 * The convolution `name` on `x` made larger.
 *
 * @param x [batch, height, width, inputs]
 * @param size [height, width] of the result; twice that of `x` when left out
 * @returns [batch, size[0], size[1], outputs]
 */
export function upsampleConv(
  weights: Weights,
  name: string,
  x: tf.Tensor4D,
  size?: readonly [number, number],
): tf.Tensor4D {
  const [batch, height, width, inputs] = x.shape;
  const weight = tensorNamed(weights, `${name}.weight`) as tf.Tensor4D;
  const twice = size === undefined || (size[0] === 2 * height && size[1] === 2 * width);
  const usual = weight.rank === 4 && weight.shape[0] === 3 && weight.shape[1] === 3;
  if (!twice || !usual || weight.shape[2] !== inputs || height * width < worthwhile) {
    return tf.tidy(() => convNamed(weights, name, upsample(x, size)));
  }
  return tf.tidy(() => {
    const filters = foursOf(weight);
    const bias = tensorNamed(weights, `${name}.bias`);
    const outputs = weight.shape[3];
    const rows = Math.max(4, Math.floor(stripeNumbers / (4 * batch * width * outputs)));
    const parts: tf.Tensor4D[] = [];
    for (let top = 0; top < height; top += rows) {
      const bottom = Math.min(height, top + rows);
      const [from, to] = [Math.max(0, top - 1), Math.min(height, bottom + 1)];
      parts.push(
        tf.tidy(() => {
          const seen = tf.slice(x, [0, from, 0, 0], [batch, to - from, width, inputs]);
          const around: tf.Tensor4D = tf.pad(seen, [
            [0, 0],
            [from - (top - 1), bottom + 1 - to],
            [1, 1],
            [0, 0],
          ]);
          const four = filters.map(([a, b, filter]) => {
            const part = tf.slice(
              around,
              [0, a, b, 0],
              [batch, bottom - top + 1, width + 1, inputs],
            );
            const parted = { [`${name}.weight`]: filter, [`${name}.bias`]: bias };
            return convNamed(parted, name, part, 'valid');
          });
          return tf.depthToSpace(tf.concat(four, 3), 2);
        }),
      );
    }
    return parts.length === 1 ? parts[0] : tf.concat(parts, 1);
  });
}

/** The four filters [2, 2, inputs, outputs], each with the row and column of its place. */
function foursOf(weight: tf.Tensor4D): [number, number, tf.Tensor4D][] {
  return [0, 1].flatMap((a) =>
    [0, 1].map((b): [number, number, tf.Tensor4D] => [
      a,
      b,
      tf.tidy(() => pairs(pairs(weight, 0, a), 1, b)),
    ]),
  );
}

/** Three places along an axis become two: the last two added up (even), or the first two (odd). */
function pairs(weight: tf.Tensor4D, axis: 0 | 1, odd: number): tf.Tensor4D {
  const [first, middle, last] = tf.split(weight, 3, axis);
  return (
    odd === 0
      ? tf.concat([first, tf.add(middle, last)], axis)
      : tf.concat([tf.add(first, middle), last], axis)
  ) as tf.Tensor4D;
}
