/**
 * Inpainting: a new picture where the mask is white, the old one elsewhere.
 *
 * A model of 4 input channels knows nothing of masks. After each step, the part to keep is put back,
 * as noisy as the rest is by then; at the end it is put back clean. A model of 9 channels was
 * trained to look at more: latents, mask, and the picture with the white part taken out.
 *
 * Source: Lugmayr et al. 2022 (RePaint, without its jumps back) and Rombach et al. 2022, section
 * 4.5; diffusers 0.42, `StableDiffusionInpaintPipeline`. There, the images of a batch share the
 * picture's random numbers; here, image i is the run with seed + i.
 */
import { addNoise } from '../diffusion/training.js';
import { ConfigError } from '../math/errors.js';
import { vaeFactor } from '../stable-diffusion/vae-config.js';
import type { NumberArray } from './arrays.js';
import { type Canvas, denoise } from './denoise.js';
import type { ImageToImageOptions } from './image-to-image.js';
import type { StableDiffusion } from './model.js';
import { type Images, latentSize, stepsLeftOut } from './options.js';
import { encodePicture, readPictures } from './pictures.js';

/** What is asked for. */
export interface InpaintOptions extends ImageToImageOptions {
  /** [1, 1 or 3, height, width], 0 to 1: made anew where it is 0.5 or more. */
  readonly mask: NumberArray;
}

/**
 * Makes part of a picture anew.
 *
 * @throws ConfigError for a picture, a mask, a strength or a setting that cannot be; whatever the
 *   signal was aborted with. No tensor is left behind in either case
 *
 * @example
 * const model = await loadModel('test/golden/stable-diffusion/models/tiny-sd1');
 * const image = { shape: [1, 3, 64, 64], values: new Float32Array(3 * 64 * 64).fill(0.5) };
 * const mask = { shape: [1, 1, 64, 64], values: new Float32Array(64 * 64).fill(1) };
 * const { images } = await inpaint(model, { prompt: 'a cat', image, mask, steps: 2 });
 * images.shape; // [1, 3, 64, 64]
 * disposeModel(model);
 */
export async function inpaint(model: StableDiffusion, options: InpaintOptions): Promise<Images> {
  const { strength = 1, steps = 50, batch = 1, vaeTiling } = options;
  const channels = model.vae.latentChannels;
  const looks = model.unet.inChannels === 2 * channels + 1;
  if (!looks && model.unet.inChannels !== channels) {
    throw new ConfigError(
      `inpainting: got a U-Net with ${model.unet.inChannels} input channels; expected ${channels} ` +
        `or ${2 * channels + 1}`,
    );
  }
  const picture = readPictures('image', options.image, batch, [model.vae.pictureChannels]);
  const { pixels, places } = maskOf(model, options.mask, picture);
  const sides = [picture.height, picture.width] as const;
  const encoded = (values: Float64Array, noise: Float64Array): Promise<Float64Array> =>
    encodePicture(model, values, noise, sides, vaeTiling);

  return denoise(model, options, {
    ...latentSize(model, picture),
    begin: stepsLeftOut(steps, strength),
    canvas: async (i, noise, plan): Promise<Canvas> => {
      const seen = picture.of(i);
      const fromNoise = strength === 1;
      // the order of random numbers: picture, start, picture with the white part taken out
      const kept = looks && fromNoise ? undefined : await encoded(seen, noise());
      const start = noise();
      const first = Float64Array.from(
        fromNoise || kept === undefined
          ? start.map((x) => x * plan.initialNoise)
          : addNoise(kept, start, plan.steps[0].noising),
      );
      const last = noise();
      if (looks) {
        const grey = seen.map((x, at) => (pixels[Math.floor(at / 3)] ? 0.5 : x));
        return { first, beside: besideLatents(places, await encoded(grey, last)) };
      }
      return {
        first,
        after: (latents, level) => {
          const old = addNoise(kept as Float64Array, start, level);
          return latents.map((x, at) => (places[Math.floor(at / channels)] ? x : old[at]));
        },
      };
    },
  });
}

/** For each place the mask, then the latents of the picture that is left. */
function besideLatents(places: readonly boolean[], latents: Float64Array): Float64Array {
  const channels = latents.length / places.length;
  return Float64Array.from(
    places.flatMap((white, i) => {
      return [white ? 1 : 0, ...latents.subarray(i * channels, (i + 1) * channels)];
    }),
  );
}

interface Mask {
  /** White or not, for each pixel. */
  readonly pixels: readonly boolean[];
  /** White or not, for each place of the latents: its first pixel decides. */
  readonly places: readonly boolean[];
}

function maskOf(
  { vae }: StableDiffusion,
  given: NumberArray,
  { height, width }: { readonly height: number; readonly width: number },
): Mask {
  const mask = readPictures('mask', given, 1, [1, 3]);
  if (mask.height !== height || mask.width !== width) {
    throw new ConfigError(
      `mask: got ${mask.width} x ${mask.height} pixels; expected ${width} x ${height}, the size ` +
        'of the image',
    );
  }
  const values = mask.of(0);
  const depth = values.length / (height * width);
  const grey = (i: number): number =>
    depth === 1
      ? values[i]
      : 0.299 * values[3 * i] + 0.587 * values[3 * i + 1] + 0.114 * values[3 * i + 2];
  const pixels = Array.from({ length: height * width }, (_, i) => grey(i) >= 0.5);
  const factor = vaeFactor(vae);
  const [rows, columns] = [Math.floor(height / factor), Math.floor(width / factor)];
  const places = Array.from({ length: rows * columns }, (_, i) => {
    return pixels[Math.floor(i / columns) * factor * width + (i % columns) * factor];
  });
  return { pixels, places };
}
