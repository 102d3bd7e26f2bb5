/**
 * Mean and deviation of each latent channel, and how they vanish into the autoencoder: its two 1 x 1
 * convolutions around the latents are changed so that it gives and takes latents of mean 0 and
 * deviation 1. The U-Net likes that, and one scale factor (1) serves all channels.
 *
 *     behind the encoder:   mean' = (mean - m) / s     log variance' = log variance - 2 log s
 *     before the decoder:   latent = latent' s + m
 *
 * The pictures that come out are the same. Leaves out: correlations between channels.
 */
import { tensorNamed } from '../stable-diffusion/named.js';
import { tf } from '../tensor/tf.js';
import type { Weights } from '../tensor/weights.js';

/** [latent channels] each. */
export interface LatentStatistics {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/**
 * Of many latents, [pictures, height, width, channels] as numbers.
 *
 * @example
 * const { mean, deviation } = latentStatistics(Float32Array.of(1, 10, 3, 30), 2);
 * [mean, deviation]; // [[2, 20], [1, 10]]
 */
export function latentStatistics(latents: Float32Array, channels: number): LatentStatistics {
  const count = latents.length / channels;
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (let i = 0; i < latents.length; i++) sums[i % channels] += latents[i];
  const mean = Array.from(sums, (sum) => sum / count);
  for (let i = 0; i < latents.length; i++) {
    squares[i % channels] += (latents[i] - mean[i % channels]) ** 2;
  }
  return { mean, deviation: Array.from(squares, (sum) => Math.sqrt(sum / count)) };
}

/**
 * The weights of the autoencoder with the statistics folded into `quant_conv` and
 * `post_quant_conv`: four new tensors, the others are those given.
 */
export function foldStatistics(weights: Weights, { mean, deviation }: LatentStatistics): Weights {
  return tf.tidy(() => {
    const [m, s] = [tf.tensor1d([...mean]), tf.tensor1d([...deviation])];
    const ones = tf.onesLike(s);
    const quant = tensorNamed(weights, 'quant_conv.weight'); // [1, 1, 2 channels, 2 channels]
    const quantBias = tensorNamed(weights, 'quant_conv.bias');
    const back = tensorNamed(weights, 'post_quant_conv.weight'); // [1, 1, channels, channels]
    const backBias = tensorNamed(weights, 'post_quant_conv.bias');
    const [meanBias, varianceBias] = tf.split(quantBias, 2);
    const rows: tf.Tensor2D = tf.reshape(back, [mean.length, mean.length]);
    const shift = tf.reshape(tf.matMul(tf.reshape(m, [1, -1]), rows), [-1]);
    return {
      ...weights,
      'quant_conv.weight': tf.div(quant, tf.concat([s, ones])),
      'quant_conv.bias': tf.concat([
        tf.div(tf.sub(meanBias, m), s),
        tf.sub(varianceBias, tf.mul(tf.log(s), 2)),
      ]),
      'post_quant_conv.weight': tf.mul(back, tf.reshape(s, [1, 1, -1, 1])),
      'post_quant_conv.bias': tf.add(backBias, shift),
    };
  });
}
