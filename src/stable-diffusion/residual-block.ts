/**
 * The residual block, from which the U-Net and the autoencoder are built: what two convolutions
 * find is added to what was there.
 *
 *     h = conv1(silu(norm1 x)) + shift       the shift comes from the time, in the U-Net only
 *     h = conv2(silu(norm2 h))
 *     y = x + h                              x through a 1 x 1 convolution when its channels differ
 *
 * Source: He et al. 2015, "Identity mappings" (norm first) 2016; Ho, Jain and Abbeel 2020 for the
 * shift. Leaves out: dropout, scale by the time.
 */
import { applyMoments, groupMoments } from '../layers/group-norm.js';
import { ShapeError } from '../math/errors.js';
import { siluTensor } from '../tensor/fused.js';
import { tf } from '../tensor/tf.js';
import type { Weights } from '../tensor/weights.js';
import { convNamed, denseNamed, groupNormNamed, normNamed, tensorNamed } from './named.js';

export interface ResidualOptions {
  readonly groups: number;
  readonly epsilon: number;
  /** [1 or batch, channels out], added after the first convolution. */
  readonly shift?: tf.Tensor2D;
}

/**
 * Applies the block `name`.
 *
 * @param x [batch, height, width, channels in]
 * @returns [batch, height, width, channels out]
 */
export function residualBlock(
  weights: Weights,
  name: string,
  x: tf.Tensor4D,
  { groups, epsilon, shift }: ResidualOptions,
): tf.Tensor4D {
  return tf.tidy(() => {
    const step = (n: 1 | 2, input: tf.Tensor4D, by?: tf.Tensor2D): tf.Tensor4D =>
      normSiluConv(weights, [`${name}.norm${n}`, `${name}.conv${n}`], input, {
        groups,
        epsilon,
        shift: by,
      });
    const first = step(1, x, shift);
    const second = step(2, first);
    first.dispose();
    const kept =
      `${name}.conv_shortcut.weight` in weights
        ? denseNamed(weights, `${name}.conv_shortcut`, x)
        : x;
    if (kept.shape[3] !== second.shape[3]) {
      throw new ShapeError(
        `${name}: got ${x.shape[3]} channels; expected ${second.shape[3]}, what its second ` +
          'convolution gives, or a conv_shortcut',
      );
    }
    return tf.add(kept, second);
  });
}

/** A large picture is worked on in stripes of about so many numbers: 16 MiB of them. */
const stripeNumbers = 2 ** 22;

/**
 * conv(silu(norm x)), for the norm and the convolution with these names. Of a large picture only a
 * stripe at a time is kept between the three: the norm must have seen all of it, the rest need not.
 */
export function normSiluConv(
  weights: Weights,
  [norm, conv]: readonly [norm: string, conv: string],
  x: tf.Tensor4D,
  { groups, epsilon, shift }: ResidualOptions,
): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const rows = Math.max(8, Math.floor(stripeNumbers / (width * channels)));
  if (batch !== 1 || shift !== undefined || rows >= height) {
    return tf.tidy(() => {
      const bent = tf.tidy(() => siluTensor(groupNormNamed(weights, norm, x, { groups, epsilon })));
      return shift === undefined
        ? convNamed(weights, conv, bent)
        : shiftedConv(weights, conv, bent, shift);
    });
  }
  return tf.tidy(() => {
    const moments = groupMoments(x, groups);
    const factors = normNamed(weights, norm);
    const parts: tf.Tensor4D[] = [];
    for (let top = 0; top < height; top += rows) {
      const bottom = Math.min(height, top + rows);
      // One row more on each side, for the filter; around the picture zeros.
      const [from, to] = [Math.max(0, top - 1), Math.min(height, bottom + 1)];
      parts.push(
        tf.tidy(() => {
          const seen = tf.slice(x, [0, from, 0, 0], [1, to - from, width, channels]);
          const bent = siluTensor(applyMoments(factors, seen, moments, epsilon));
          const around = tf.pad(bent, [
            [0, 0],
            [from - (top - 1), bottom + 1 - to],
            [1, 1],
            [0, 0],
          ]);
          return convNamed(weights, conv, around, 'valid');
        }),
      );
    }
    return tf.concat(parts, 1);
  });
}

/** A convolution whose bias is moved by the time: one sum over the picture instead of two. */
function shiftedConv(
  weights: Weights,
  name: string,
  x: tf.Tensor4D,
  shift: tf.Tensor2D,
): tf.Tensor4D {
  return tf.tidy(() => {
    const moved = tf.add(shift, tensorNamed(weights, `${name}.bias`));
    const [rows, channels] = moved.shape as [number, number];
    if (rows === 1) {
      const bias = tf.reshape(moved, [channels]);
      const parts = { [`${name}.weight`]: weights[`${name}.weight`], [`${name}.bias`]: bias };
      return convNamed(parts, name, x);
    }
    const plain = convNamed(
      { [`${name}.weight`]: tensorNamed(weights, `${name}.weight`) },
      name,
      x,
    );
    return tf.add(plain, tf.reshape(moved, [rows, 1, 1, channels]));
  });
}
