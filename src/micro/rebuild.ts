/** Pictures through the autoencoder and back: the best that a model with this decoder can draw. */
import type { StableDiffusion } from '../pipeline/model.js';
import { vaeDecoder, vaeEncoder } from '../stable-diffusion/vae.js';
import { tf } from '../tensor/tf.js';
import { pictureQuality } from './picture-quality.js';

/** What came out, and how near it is; see `pictureQuality`. */
export interface Rebuilt {
  /** [pictures, side, side, 3], 0 to 255 */
  readonly pixels: Uint8Array;
  /** Of each picture, in decibels. */
  readonly psnr: readonly number[];
  readonly ssim: readonly number[];
}

const atOnce = 32;

/**
 * Encodes and decodes pictures, by the mean of the latents.
 *
 * @param pixels [pictures, side, side, 3], 0 to 255
 */
export async function rebuild(
  { weights, vae }: Pick<StableDiffusion, 'weights' | 'vae'>,
  pixels: Uint8Array,
  side: number,
): Promise<Rebuilt> {
  const size = side * side * 3;
  const made = new Uint8Array(pixels.length);
  const [psnr, ssim]: number[][] = [[], []];
  for (let from = 0; from < pixels.length; from += atOnce * size) {
    const some = Float32Array.from(
      pixels.subarray(from, from + atOnce * size),
      (value) => value / 255,
    );
    const x = tf.tensor4d(some, [some.length / size, side, side, 3]);
    const y = tf.tidy((): tf.Tensor4D => {
      const { mean } = vaeEncoder(weights.vae, vae, tf.sub(tf.mul(x, 2), 1));
      const out: tf.Tensor4D = tf.mul(tf.add(vaeDecoder(weights.vae, vae, mean), 1), 0.5);
      return tf.clipByValue(out, 0, 1);
    });
    const quality = pictureQuality(x, y);
    psnr.push(...quality.psnr);
    ssim.push(...quality.ssim);
    made.set(
      ((await y.data()) as Float32Array).map((value) => Math.round(255 * value)),
      from,
    );
    tf.dispose([x, y]);
  }
  return { pixels: made, psnr, ssim };
}
