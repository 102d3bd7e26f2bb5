/**
 * What the autoencoder of the micro model is trained to make small: how far the picture that comes
 * out is from the one that went in, and how far the bell curves of the latents are from the standard
 * one.
 *
 *     d = picture out - picture in
 *     loss = mean |d| + mean d^2 + (mean |d right - d| + mean |d below - d|) / 2 + 0.001 KL
 *
 * The differences between neighbours keep edges sharp. KL is the mean over latents of
 * (mean^2 + variance - 1 - log variance) / 2: it keeps latents near 0 and their curves wide.
 *
 * Source: Kingma and Welling 2013, appendix B, for KL. Leaves out: the perceptual loss and the
 * discriminator that large autoencoders have; both need other networks.
 */
import { type Moments, sampleLatents, vaeDecoder, vaeEncoder } from '../stable-diffusion/vae.js';
import type { VaeConfig } from '../stable-diffusion/vae-config.js';
import { tf } from '../tensor/tf.js';
import type { Weights } from '../tensor/weights.js';

/** Weight of KL beside the distance of the pictures. */
const klWeight = 1e-3;

/**
 * The loss of a batch.
 *
 * @param x [batch, height, width, 3], -1 to 1
 * @param noise normal random numbers, [batch, height / 8, width / 8, latent channels]
 *
 * @example
 * const weights = randomWeights(vaeShapes(tinyVae), random(0));
 * const noise = tf.zeros([1, 2, 2, 4]) as tf.Tensor4D;
 * vaeLoss(weights, tinyVae, tf.ones([1, 16, 16, 3]), noise).dataSync()[0] > 0; // true
 */
export function vaeLoss(
  weights: Weights,
  config: VaeConfig,
  x: tf.Tensor4D,
  noise: tf.Tensor4D,
): tf.Scalar {
  return tf.tidy(() => {
    const moments = vaeEncoder(weights, config, x);
    const y = vaeDecoder(weights, config, sampleLatents(moments, noise));
    return tf.add(pictureDistance(x, y), tf.mul(klDistance(moments), klWeight));
  });
}

/** 0 for equal pictures. */
export function pictureDistance(x: tf.Tensor4D, y: tf.Tensor4D): tf.Scalar {
  return tf.tidy(() => {
    const d = tf.sub(y, x);
    const [batch, height, width, channels] = d.shape;
    const step = (down: number, right: number): tf.Tensor => {
      const size: [number, number, number, number] = [
        batch,
        height - down,
        width - right,
        channels,
      ];
      const [near, far] = [tf.slice(d, [0, 0, 0, 0], size), tf.slice(d, [0, down, right, 0], size)];
      return tf.mean(tf.abs(tf.sub(far, near)));
    };
    const edges = tf.mul(tf.add(step(1, 0), step(0, 1)), 0.5);
    return tf.addN([tf.mean(tf.abs(d)), tf.mean(tf.square(d)), edges]) as tf.Scalar;
  });
}

/** Of bell curves from the standard one, in nats for each latent: 0 when they are that. */
export function klDistance({ mean, logVariance }: Moments): tf.Scalar {
  return tf.tidy(() => {
    const parts = tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1));
    return tf.mul(tf.mean(parts), 0.5);
  });
}
