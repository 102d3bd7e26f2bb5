/**
 * Tells in which style a picture is drawn: a small convolutional network, trained on real pictures.
 * It only judges what the micro model draws; the micro model never learns from it.
 *
 *     conv_in                  [batch, 32, 32, 24]
 *     norm, silu, down.0       [batch, 16, 16, 48]
 *     norm, silu, down.1       [batch, 8, 8, 96]
 *     norm, silu, mean, dense  [batch, 7], one score for each style
 *
 * Leaves out: anything that looks for faint differences between neighbours. It would tell more real
 * pictures, and be led astray by traces of the autoencoder that nobody sees.
 */
import { emojiStyles } from '../datasets/emoji.js';
import { denseNamed, downsampleNamed, groupNormNamed } from '../stable-diffusion/named.js';
import { conv, dense, norm, type Shapes, shapesOf } from '../stable-diffusion/shapes.js';
import { siluTensor } from '../tensor/fused.js';
import { expectShape } from '../tensor/shape.js';
import { tf } from '../tensor/tf.js';
import type { Weights } from '../tensor/weights.js';

const channels = [24, 48, 96] as const;
const norms = { groups: 8, epsilon: 1e-5 };

/** Every tensor of it. */
export const styleJudgeShapes: Shapes = shapesOf([
  ...conv('conv_in', 3, channels[0], 3),
  ...[0, 1].flatMap((level) => [
    ...norm(`down.${level}.norm`, channels[level]),
    ...conv(`down.${level}.conv`, channels[level], channels[level + 1], 3),
  ]),
  ...norm('norm_out', channels[2]),
  ...dense('scores', channels[2], emojiStyles.length),
]);

/**
 * The scores of each picture, in the order of `emojiStyles`: the largest is the style.
 *
 * @param x [batch, height, width, 3], -1 to 1
 * @returns [batch, 7]
 *
 * @example
 * const weights = randomWeights(styleJudgeShapes, random(0));
 * styleScores(weights, tf.zeros([2, 64, 64, 3])).shape; // [2, 7]
 */
export function styleScores(weights: Weights, x: tf.Tensor4D): tf.Tensor2D {
  expectShape('style judge', 'pictures', x, ['batch', 'height', 'width', [3, 'channels']]);
  return tf.tidy(() => {
    let h = downsampleNamed(weights, 'conv_in', x, 'all');
    for (const level of [0, 1]) {
      const bent = siluTensor(groupNormNamed(weights, `down.${level}.norm`, h, norms));
      h = downsampleNamed(weights, `down.${level}.conv`, bent, 'all');
    }
    const seen = siluTensor(groupNormNamed(weights, 'norm_out', h, norms));
    return denseNamed(weights, 'scores', tf.mean(seen, [1, 2]) as tf.Tensor2D);
  });
}

/** How many pictures are looked at together. */
const atOnce = 128;

/**
 * The style of each picture: its place in `emojiStyles`.
 *
 * @param pixels [pictures, side, side, 3], 0 to 255
 */
export async function stylesOf(
  weights: Weights,
  pixels: Uint8Array,
  side: number,
): Promise<number[]> {
  const size = side * side * 3;
  const styles: number[] = [];
  for (let from = 0; from < pixels.length; from += atOnce * size) {
    const numbers = Float32Array.from(
      pixels.subarray(from, from + atOnce * size),
      (value) => value / 127.5 - 1,
    );
    const best = tf.tidy(() => {
      const x = tf.tensor4d(numbers, [numbers.length / size, side, side, 3]);
      return tf.argMax(styleScores(weights, x), 1);
    });
    styles.push(...(await best.data()));
    best.dispose();
  }
  return styles;
}
