/**
 * Group norm: the channels of a picture stand in groups; the numbers of one group, over all pixels
 * of one picture, go to mean 0 and variance 1; then each channel gets a factor and an offset.
 *
 *     y = (x - mean of the group) / sqrt(variance of the group + epsilon) * weight + bias
 *
 * Unlike batch norm it does not care who else is in the batch. Computed in few passes over the
 * picture: the mean of each channel gives that of its group; the squared distances to it the
 * variance; the rest is one factor and one offset for each channel.
 *
 * Source: Wu and He 2018.
 */
import { ConfigError } from '../math/errors.js';
import { expectShape } from '../tensor/shape.js';
import { tf } from '../tensor/tf.js';
import type { NormWeights } from './layer-norm.js';

export interface GroupNormOptions {
  /** How many groups; the channels must divide among them. */
  readonly groups: number;
  /** Added to the variance (default 1e-5). */
  readonly epsilon?: number;
}

/**
 * Applies a group norm.
 *
 * @param x [batch, height, width, channels]
 * @returns the shape of `x`
 * @throws ShapeError when the channels do not fit the weights
 * @throws ConfigError when they cannot be shared out among the groups
 *
 * @example
 * const plain = { weight: tf.ones([2]), bias: tf.zeros([2]) };
 * const x = tf.tensor4d([1, 10, 3, 30], [1, 1, 2, 2]);
 * groupNorm(plain, x, { groups: 2 }).dataSync(); // [-1.000, -1.000, 1.000, 1.000]
 * groupNorm(plain, x, { groups: 1 }).dataSync(); // [-0.872, -0.087, -0.698, 1.657]
 */
export function groupNorm(
  { weight, bias }: NormWeights,
  x: tf.Tensor4D,
  { groups, epsilon = 1e-5 }: GroupNormOptions,
): tf.Tensor4D {
  expectShape('groupNorm', 'weight', weight, ['channels']);
  const [channels] = weight.shape;
  expectShape('groupNorm', 'bias', bias, [[channels, 'channels']]);
  expectShape('groupNorm', 'input', x, ['batch', 'height', 'width', [channels, 'channels']]);
  if (!Number.isInteger(groups) || groups < 1 || channels % groups !== 0) {
    throw new ConfigError(
      `groupNorm: got ${groups} groups; expected a divisor of ${channels} channels`,
    );
  }
  if (x.shape[0] === 1) {
    return tf.tidy(() => applyMoments({ weight, bias }, x, groupMoments(x, groups), epsilon));
  }
  const normed = tf.customGrad((input, scale, shift, save) => {
    const seen = input as tf.Tensor4D;
    const { mean, variance } = groupMoments(seen, groups);
    const inverse = tf.rsqrt(tf.add(variance, epsilon)) as tf.Tensor4D;
    const factor = tf.mul(inverse, scale as tf.Tensor);
    const offset = tf.sub(shift as tf.Tensor, tf.mul(mean, factor));
    const scaled = tf.mul(seen, factor);
    const value = tf.add(scaled, offset);
    scaled.dispose();
    (save as tf.GradSaveFunc)([seen, scale as tf.Tensor, mean, inverse]);
    return { value, gradFunc: (dy, saved) => slopesOf(dy as tf.Tensor4D, saved, groups) };
  });
  return normed(x, weight, bias) as tf.Tensor4D;
}

/**
 * The slopes for input, weight and bias, in as few passes over the picture as the way there. With
 * n = (x - mean) * inverse, and means taken over a group of a picture:
 *
 *     dx = inverse * (w dy - mean(w dy) - n * mean(w dy n))
 *
 * which is one factor for dy, one for x and a number for each channel.
 */
function slopesOf(
  dy: tf.Tensor4D,
  [x, weight, mean, inverse]: readonly tf.Tensor[],
  groups: number,
): tf.Tensor[] {
  const [batch, height, width, channels] = x.shape as tf.Tensor4D['shape'];
  return tf.tidy(() => {
    const sum = tf.sum(dy, [1, 2], true); //                       [batch, 1, 1, channels]
    const along = tf.sum(tf.mul(dy, x), [1, 2], true); //          the same
    const normed = tf.mul(tf.sub(along, tf.mul(mean, sum)), inverse); // sum of dy n
    const ofGroups = (values: tf.Tensor): tf.Tensor => {
      const each = tf.reshape(tf.mul(values, weight), [batch, groups, channels / groups]);
      const total = tf.div(tf.sum(each, 2, true), (height * width * channels) / groups);
      return tf.reshape(tf.tile(total, [1, 1, channels / groups]), [batch, 1, 1, channels]);
    };
    const pull = tf.mul(tf.square(inverse), ofGroups(normed));
    const rest = tf.sub(tf.mul(mean, pull), tf.mul(inverse, ofGroups(sum)));
    const ownPart = tf.mul(dy, tf.mul(inverse, weight));
    const dx = tf.add(tf.sub(ownPart, tf.mul(x, pull)), rest);
    return [dx, tf.sum(normed, [0, 1, 2]), tf.sum(sum, [0, 1, 2])];
  });
}

/** Of each picture and channel, those of its group: [batch, 1, 1, channels]. */
export type GroupMoments = {
  readonly mean: tf.Tensor4D;
  /** The biased one: divided by the count. */
  readonly variance: tf.Tensor4D;
};

/** The first half of a group norm: what it needs to know of the whole picture. */
export function groupMoments(x: tf.Tensor4D, groups: number): GroupMoments {
  const [batch, height, width, channels] = x.shape;
  return tf.tidy(() => {
    const rows: tf.Tensor3D = tf.reshape(x, [batch, height * width, channels]);
    /** The mean of each group, written to each of its channels: [batch, 1, channels]. */
    const ofGroups = (values: tf.Tensor3D): tf.Tensor3D => {
      const each = tf.reshape(tf.mean(values, 1), [batch, groups, channels / groups]);
      const all = tf.tile(tf.mean(each, 2, true), [1, 1, channels / groups]);
      return tf.reshape(all, [batch, 1, channels]);
    };
    const mean = ofGroups(rows);
    const variance = tf.tidy(() => ofGroups(tf.squaredDifference(rows, mean)));
    const wide = (one: tf.Tensor3D): tf.Tensor4D => tf.reshape(one, [batch, 1, 1, channels]);
    return { mean: wide(mean), variance: wide(variance) };
  });
}

/**
 * The second half, for one picture or a part of it: one mean and variance for each channel, which is
 * what batch norm applies, in a single pass.
 */
export function applyMoments(
  { weight, bias }: NormWeights,
  x: tf.Tensor4D,
  { mean, variance }: GroupMoments,
  epsilon: number,
): tf.Tensor4D {
  return tf.tidy(() => {
    const [m, v] = [mean, variance].map((one): tf.Tensor1D => tf.reshape(one, [x.shape[3]]));
    return tf.batchNorm(x, m, v, bias, weight, epsilon);
  });
}
