/**
 * What latents in the middle of a run look like: by the VAE, or, where that would take longer than
 * the run itself, by `latentPreview`.
 */

import { vaeFactor } from '../stable-diffusion/vae-config.js';
import { type NumberArray, stacked } from './arrays.js';
import type { StableDiffusion } from './model.js';
import { decodeLatents } from './pictures.js';
import { latentPreview } from './preview.js';

/** Above so many pixels Stable Diffusion's decoder takes as long as the U-Net, or longer. */
const mostPixels = 256 * 256;

/**
 * Pictures of latents: decoded up to 256 x 256 pixels; larger ones of four channels by
 * `latentPreview`, one pixel for each place.
 *
 * @param latents of each image, [height, width, channels] in a row
 * @param size height and width of the latents
 * @returns [images, 3, height, width], 0 to 1
 */
export async function stepPictures(
  model: StableDiffusion,
  latents: readonly Float64Array[],
  size: { readonly height: number; readonly width: number },
): Promise<NumberArray> {
  const { height, width } = size;
  const factor = vaeFactor(model.vae);
  const large = height * width * factor * factor > mostPixels;
  if (large && model.vae.latentChannels === 4) return latentPreview(latents, size);
  const pictures: Float32Array[] = [];
  for (const one of latents) pictures.push(await decodeLatents(model, one, [height, width]));
  return stacked(pictures, [height * factor, width * factor, 3]);
}
