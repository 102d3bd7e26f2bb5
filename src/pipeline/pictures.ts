/** Pictures to latents and back: the two halves of the VAE, on plain numbers. */
import { ConfigError } from '../math/errors.js';
import { vaeDecoder, vaeEncoder } from '../stable-diffusion/vae.js';
import { vaeFactor } from '../stable-diffusion/vae-config.js';
import { tf } from '../tensor/tf.js';
import { channelsLast, type NumberArray } from './arrays.js';
import type { StableDiffusion } from './model.js';

/**
 * One picture of latents.
 *
 * @param sample [height, width, channels] in a row
 * @param tiling in tiles, for less memory
 * @returns [height * 8, width * 8, 3] in a row, 0 to 1
 */
export async function decodeLatents(
  { weights, vae }: StableDiffusion,
  sample: Float64Array,
  [height, width]: readonly [number, number],
  tiling = false,
): Promise<Float32Array> {
  const picture = tf.tidy(() => {
    const values = Float32Array.from(sample, (x) => x / vae.scale);
    const latents = tf.tensor4d(values, [1, height, width, vae.latentChannels]);
    const side = vae.pictureSide / vaeFactor(vae);
    const decoded = vaeDecoder(weights.vae, vae, latents, tiling ? { tiles: { side } } : {});
    return tf.clipByValue(tf.add(tf.mul(decoded, 0.5), 0.5), 0, 1);
  });
  const values = (await picture.data()) as Float32Array;
  picture.dispose();
  return values;
}

/**
 * The latents of one picture: the VAE says a bell curve for each number, `noise` picks from it.
 *
 * @param picture [height, width, 3] in a row, 0 to 1
 * @param noise as many numbers as the latents have
 * @returns [height / 8, width / 8, channels] in a row
 */
export async function encodePicture(
  { weights, vae }: StableDiffusion,
  picture: Float64Array,
  noise: Float64Array,
  [height, width]: readonly [number, number],
  tiling = false,
): Promise<Float64Array> {
  const latents = tf.tidy(() => {
    const values = Float32Array.from(picture, (x) => 2 * x - 1);
    const pixels = tf.tensor4d(values, [1, height, width, vae.pictureChannels]);
    const side = vae.pictureSide;
    const options = tiling ? { tiles: { side } } : {};
    const { mean, logVariance } = vaeEncoder(weights.vae, vae, pixels, options);
    const drawn = tf.tensor4d(Float32Array.from(noise), mean.shape);
    const deviation = tf.exp(tf.mul(logVariance, 0.5));
    return tf.mul(tf.add(mean, tf.mul(deviation, drawn)), vae.scale);
  });
  const values = (await latents.data()) as Float32Array;
  latents.dispose();
  return Float64Array.from(values);
}

/** Pictures that were given: one for each image of the batch, or one for all. */
export interface GivenPictures {
  readonly height: number;
  readonly width: number;
  /** [height, width, channels] of image i in a row. */
  readonly of: (image: number) => Float64Array;
}

/**
 * Reads what the caller gives as a picture.
 *
 * @param name what it is, for the message
 * @param given [1 or batch, channels, height, width], 0 to 1
 * @param channels those that will do, such as [3]
 * @throws ConfigError for another shape, or for numbers that are none
 */
export function readPictures(
  name: string,
  given: NumberArray,
  batch: number,
  channels: readonly number[],
): GivenPictures {
  const { shape, values } = given;
  const [count, depth, height, width] = shape;
  const fits = shape.length === 4 && (count === 1 || count === batch) && channels.includes(depth);
  if (!fits || values.length !== count * depth * height * width) {
    const counts = batch === 1 ? '1' : `1 or ${batch}`;
    throw new ConfigError(
      `${name}: got shape [${shape.join(', ')}] and ${values.length} numbers; expected ` +
        `[${counts}, ${channels.join(' or ')}, height, width]`,
    );
  }
  const wrong = values.findIndex((value) => !(value >= 0 && value <= 1));
  if (wrong >= 0) {
    throw new ConfigError(`${name}: got ${values[wrong]} in it; expected numbers from 0 to 1`);
  }
  const size = depth * height * width;
  return {
    height,
    width,
    of: (image) => {
      const at = count === 1 ? 0 : image;
      return channelsLast(values.subarray(at * size, (at + 1) * size), depth);
    },
  };
}
