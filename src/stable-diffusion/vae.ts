/**
 * The autoencoder: makes latents of a picture, one eighth of its height and width, and a picture of
 * latents. The U-Net works on latents, which is why Stable Diffusion needs no supercomputer.
 *
 *     encoder: conv_in, levels of residual blocks with half the size between them,
 *              residual block, attention, residual block, norm, silu, conv_out
 *     decoder: conv_in, residual block, attention, residual block,
 *              levels of residual blocks with twice the size between them, norm, silu, conv_out
 *
 * The encoder gives a bell curve for each latent: mean and log of the variance. Weights have the
 * names of diffusers' `AutoencoderKL`.
 *
 * Source: Esser, Rombach and Ommer 2021; Rombach et al. 2022; Kingma and Welling 2013 for the bell
 * curve. Leaves out: the discriminator that it was trained against.
 */
import { attention } from '../layers/attention.js';
import { ShapeError } from '../math/errors.js';
import { expectShape } from '../tensor/shape.js';
import { tf } from '../tensor/tf.js';
import type { Weights } from '../tensor/weights.js';
import { convNamed, denseNamed, downsampleNamed, groupNormNamed } from './named.js';
import { normSiluConv, residualBlock } from './residual-block.js';
import { upsampleConv } from './upsample-conv.js';
import { type VaeConfig, vaeFactor } from './vae-config.js';
import { inTiles, type TileOptions, tileSides } from './vae-tiles.js';

/** The bell curve of each latent. */
export type Moments = {
  /** [batch, height / 8, width / 8, latent channels] */
  readonly mean: tf.Tensor4D;
  /** The natural logarithm of the variance, -30 to 20; the shape of `mean`. */
  readonly logVariance: tf.Tensor4D;
};

export interface VaeOptions {
  /** In tiles, for pictures that are larger than one; left out: at once. */
  readonly tiles?: TileOptions;
}

/** Of all its group norms. */
const epsilon = 1e-6;

/**
 * Latents of pictures, as bell curves. The caller disposes of both tensors.
 *
 * @param x [batch, height, width, 3], -1 for black to 1 for white
 * @throws ShapeError when height or width is not a multiple of 8
 *
 * @example
 * const weights = randomWeights(vaeShapes(tinyVae), random(0));
 * vaeEncoder(weights, tinyVae, tf.zeros([1, 16, 24, 3])).mean.shape; // [1, 2, 3, 4]
 */
export function vaeEncoder(
  weights: Weights,
  config: VaeConfig,
  x: tf.Tensor4D,
  { tiles }: VaeOptions = {},
): Moments {
  const factor = vaeFactor(config);
  const channels = [config.pictureChannels, 'channels'] as const;
  expectShape('vae encoder', 'pictures', x, ['batch', 'height', 'width', channels]);
  const [, height, width] = x.shape;
  if (height % factor !== 0 || width % factor !== 0 || height * width === 0) {
    throw new ShapeError(
      `vae encoder: got pictures of ${height} x ${width}; expected multiples of ${factor}`,
    );
  }
  return tf.tidy(() => {
    const encode = (part: tf.Tensor4D): tf.Tensor4D => {
      const coded = encoderNet(weights, config, part);
      return config.quantConv ? denseNamed(weights, 'quant_conv', coded) : coded;
    };
    const sides = tiles === undefined ? undefined : tileSides(tiles, factor, 1);
    const large = sides !== undefined && Math.max(height, width) > sides.tile;
    const both = large ? inTiles(x, sides, encode) : encode(x);
    const [mean, raw] = tf.split(both, 2, 3) as tf.Tensor4D[];
    return { mean, logVariance: tf.clipByValue(raw, -30, 20) };
  });
}

/**
 * Latents by chance from the bell curves.
 *
 * @param noise normal random numbers, the shape of the mean
 * @returns mean + exp(logVariance / 2) * noise, not yet scaled for the U-Net
 *
 * @example
 * const moments = { mean: tf.fill([1, 1, 1, 1], 3), logVariance: tf.zeros([1, 1, 1, 1]) } as Moments;
 * sampleLatents(moments, tf.fill([1, 1, 1, 1], 0.5) as tf.Tensor4D).dataSync(); // [3.5]
 */
export function sampleLatents({ mean, logVariance }: Moments, noise: tf.Tensor4D): tf.Tensor4D {
  expectShape('vae', 'noise', noise, mean.shape);
  return tf.tidy(() => tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise)));
}

/**
 * Pictures of latents.
 *
 * @param latents [batch, height, width, latent channels], already divided by `config.scale`
 * @returns [batch, 8 height, 8 width, 3], about -1 to 1; not clipped
 *
 * @example
 * const weights = randomWeights(vaeShapes(tinyVae), random(0));
 * vaeDecoder(weights, tinyVae, tf.zeros([1, 2, 3, 4])).shape; // [1, 16, 24, 3]
 */
export function vaeDecoder(
  weights: Weights,
  config: VaeConfig,
  latents: tf.Tensor4D,
  { tiles }: VaeOptions = {},
): tf.Tensor4D {
  const channels = [config.latentChannels, 'channels'] as const;
  expectShape('vae decoder', 'latents', latents, ['batch', 'height', 'width', channels]);
  const [, height, width] = latents.shape;
  return tf.tidy(() => {
    const decode = (part: tf.Tensor4D): tf.Tensor4D =>
      decoderNet(
        weights,
        config,
        config.postQuantConv ? denseNamed(weights, 'post_quant_conv', part) : part,
      );
    if (tiles === undefined) return decode(latents);
    const sides = tileSides(tiles, 1, vaeFactor(config));
    return Math.max(height, width) > sides.tile ? inTiles(latents, sides, decode) : decode(latents);
  });
}

/** `work` on `x`, which nobody needs after it. */
function next(x: tf.Tensor4D, work: (x: tf.Tensor4D) => tf.Tensor4D): tf.Tensor4D {
  const y = tf.tidy(() => work(x));
  x.dispose();
  return y;
}

function encoderNet(weights: Weights, config: VaeConfig, x: tf.Tensor4D): tf.Tensor4D {
  const { channels, layers, groups } = config;
  return tf.tidy(() => {
    let h = convNamed(weights, 'encoder.conv_in', x);
    channels.forEach((_, level) => {
      const at = `encoder.down_blocks.${level}`;
      for (let n = 0; n < layers; n++) {
        h = next(h, (seen) =>
          residualBlock(weights, `${at}.resnets.${n}`, seen, { groups, epsilon }),
        );
      }
      if (level < channels.length - 1) {
        h = next(h, (seen) => downsampleNamed(weights, `${at}.downsamplers.0.conv`, seen, 'end'));
      }
    });
    return output(weights, 'encoder', middle(weights, 'encoder.mid_block', h, config), groups);
  });
}

function decoderNet(weights: Weights, config: VaeConfig, x: tf.Tensor4D): tf.Tensor4D {
  const { channels, layers, groups } = config;
  return tf.tidy(() => {
    let h = middle(weights, 'decoder.mid_block', convNamed(weights, 'decoder.conv_in', x), config);
    channels.forEach((_, level) => {
      const at = `decoder.up_blocks.${level}`;
      for (let n = 0; n <= layers; n++) {
        h = next(h, (seen) =>
          residualBlock(weights, `${at}.resnets.${n}`, seen, { groups, epsilon }),
        );
      }
      if (level < channels.length - 1) {
        h = next(h, (seen) => upsampleConv(weights, `${at}.upsamplers.0.conv`, seen));
      }
    });
    return output(weights, 'decoder', h, groups);
  });
}

/** Residual block, attention with one head over all pixels (if any), residual block. */
function middle(
  weights: Weights,
  name: string,
  x: tf.Tensor4D,
  { groups, middleAttention }: VaeConfig,
): tf.Tensor4D {
  const residual = (n: number, seen: tf.Tensor4D): tf.Tensor4D =>
    residualBlock(weights, `${name}.resnets.${n}`, seen, { groups, epsilon });
  const first = next(x, (seen) => residual(0, seen));
  if (!middleAttention) return next(first, (seen) => residual(1, seen));
  const looked = next(first, (seen) => {
    const at = `${name}.attentions.0`;
    const [batch, height, width, channels] = seen.shape;
    const normed = groupNormNamed(weights, `${at}.group_norm`, seen, { groups, epsilon });
    const pixels: tf.Tensor3D = tf.reshape(normed, [batch, height * width, channels]);
    const [q, k, v] = ['to_q', 'to_k', 'to_v'].map((part) =>
      denseNamed(weights, `${at}.${part}`, pixels),
    );
    const answer = denseNamed(weights, `${at}.to_out.0`, attention(q, k, v, { heads: 1 }));
    return tf.add(seen, tf.reshape(answer, seen.shape));
  });
  return next(looked, (seen) => residual(1, seen));
}

function output(weights: Weights, name: string, x: tf.Tensor4D, groups: number): tf.Tensor4D {
  const names = [`${name}.conv_norm_out`, `${name}.conv_out`] as const;
  return next(x, (seen) => normSiluConv(weights, names, seen, { groups, epsilon }));
}
