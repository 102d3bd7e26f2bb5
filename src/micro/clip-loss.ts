/**
 * The loss that teaches a text encoder what pictures look like: of a batch of pictures and their
 * captions, each picture shall find its caption among all, and each caption its picture.
 *
 *     scores = scale * pictures x captions      vectors of length 1: cosines, times a learned scale
 *     loss = (surprise of the rows + surprise of the columns) / 2
 *
 * The right answer gets 95 % of the target, the rest is shared out (label smoothing): captions of a
 * batch may be alike.
 *
 * Source: Radford et al. 2021, figure 3; Szegedy et al. 2016, section 7, for the smoothing.
 */
import { denseNamed } from '../stable-diffusion/named.js';
import type { TextConfig } from '../stable-diffusion/text-config.js';
import { textEncoder } from '../stable-diffusion/text-encoder.js';
import { expectShape } from '../tensor/shape.js';
import { tf } from '../tensor/tf.js';
import type { Weights } from '../tensor/weights.js';

const smoothing = 0.05;
/** The largest scale: that of CLIP. */
const largest = 100;

/**
 * One vector for each caption, not yet of length 1: the state of the end token, projected.
 *
 * @param ids token numbers; the largest number in each is the end token
 * @returns [batch, width]
 */
export function captionVectors(
  weights: Weights,
  config: TextConfig,
  ids: readonly (readonly number[])[],
): tf.Tensor2D {
  return tf.tidy(() => {
    const states = textEncoder(weights, config, ids); // [batch, positions, width]
    const ends = ids.map((row, i) => i * row.length + row.indexOf(Math.max(...row)));
    const rows: tf.Tensor2D = tf.reshape(states, [-1, config.width]);
    return denseNamed(weights, 'text_projection', tf.gather(rows, ends));
  });
}

/** The rows, each divided by its length. */
export function unitRows(x: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const square = tf.sum(tf.square(x), 1, true);
    return tf.mul(x, tf.rsqrt(tf.add(square, 1e-12)));
  });
}

/**
 * The loss of a batch.
 *
 * @param pictures [batch, width]
 * @param captions [batch, width]; row i belongs to picture i
 * @param logScale [1], the natural logarithm of the scale
 *
 * @example
 * const same = tf.tensor2d([[1, 0], [0, 1]]);
 * clipLoss(same, same, tf.tensor1d([3])).dataSync()[0]; // 0.50
 */
export function clipLoss(
  pictures: tf.Tensor2D,
  captions: tf.Tensor2D,
  logScale: tf.Tensor,
): tf.Scalar {
  expectShape('clip loss', 'captions', captions, pictures.shape);
  const [batch] = pictures.shape;
  return tf.tidy(() => {
    const scale = tf.minimum(tf.exp(logScale), largest);
    const cosines = tf.matMul(unitRows(pictures), unitRows(captions), false, true);
    const scores: tf.Tensor2D = tf.mul(cosines, scale); // [batch, batch]
    const target = tf.add(tf.mul(tf.eye(batch), 1 - smoothing), smoothing / batch);
    const surprise = (rows: tf.Tensor2D): tf.Tensor =>
      tf.neg(tf.mean(tf.sum(tf.mul(target, tf.logSoftmax(rows)), 1)));
    return tf.mul(tf.add(surprise(scores), surprise(tf.transpose(scores))), 0.5);
  });
}
