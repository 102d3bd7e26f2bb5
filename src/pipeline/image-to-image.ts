/**
 * Image to image: the loop of `denoise.ts`, from a picture that noise has been added to.
 *
 * The less noise, the fewer steps are left to take, and the more of the picture stays: `strength`.
 *
 * Source: Meng et al. 2021 (SDEdit); diffusers 0.42, `StableDiffusionImg2ImgPipeline`.
 */
import { addNoise } from '../diffusion/training.js';
import type { NumberArray } from './arrays.js';
import { denoise } from './denoise.js';
import type { StableDiffusion } from './model.js';
import { type Images, latentSize, type PipelineOptions, stepsLeftOut } from './options.js';
import { encodePicture, readPictures } from './pictures.js';
import { expectChannels } from './text-to-image.js';

/** What is asked for. */
export interface ImageToImageOptions extends PipelineOptions {
  /** [1 or batch, 3, height, width], 0 to 1: as `textToImage` returns it. */
  readonly image: NumberArray;
  /** From 0, which keeps the picture, to 1, which almost forgets it; 0.8 when not given. */
  readonly strength?: number;
}

/**
 * Makes pictures of a picture and a prompt, of the picture's size.
 *
 * @throws ConfigError for a picture, a strength or a setting that cannot be; whatever the signal was
 *   aborted with. No tensor is left behind in either case
 *
 * @example
 * const model = await loadModel('test/golden/stable-diffusion/models/tiny-sd1');
 * const image = { shape: [1, 3, 64, 64], values: new Float32Array(3 * 64 * 64).fill(0.5) };
 * const { images } = await imageToImage(model, { prompt: 'a cat', image, strength: 0.5, steps: 4 });
 * images.shape; // [1, 3, 64, 64]
 * disposeModel(model);
 */
export async function imageToImage(
  model: StableDiffusion,
  options: ImageToImageOptions,
): Promise<Images> {
  const { strength = 0.8, steps = 50, batch = 1, vaeTiling } = options;
  expectChannels('image to image', model);
  const picture = readPictures('image', options.image, batch, [model.vae.pictureChannels]);
  return denoise(model, options, {
    ...latentSize(model, picture),
    begin: stepsLeftOut(steps, strength),
    canvas: async (i, noise, plan) => {
      const sides = [picture.height, picture.width] as const;
      const latents = await encodePicture(model, picture.of(i), noise(), sides, vaeTiling);
      return { first: Float64Array.from(addNoise(latents, noise(), plan.steps[0].noising)) };
    },
  });
}
