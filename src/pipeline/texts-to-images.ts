/**
 * One picture of each of many prompts, all at once: several times as fast as one after the other
 * where the model is small.
 */
import { ConfigError } from '../math/errors.js';
import { denoise } from './denoise.js';
import type { StableDiffusion } from './model.js';
import { type Images, latentSize } from './options.js';
import { expectChannels, type TextToImageOptions } from './text-to-image.js';

/** What is the same for all. */
export type TextsToImagesOptions = Omit<TextToImageOptions, 'prompt' | 'batch' | 'onText'>;

/**
 * Makes the picture that `textToImage` makes of prompt i with the seed + i.
 *
 * @param prompts 1 to 64
 * @returns pictures and latents in the order of the prompts
 * @throws ConfigError as `textToImage` does, and without prompts or with more than 64
 *
 * @example
 * const model = await loadModel('test/golden/stable-diffusion/models/tiny-sd1');
 * const { images } = await textsToImages(model, ['a cat', 'a dog'], { steps: 2, seed: 7 });
 * images.shape; // [2, 3, 64, 64]
 * disposeModel(model);
 */
export async function textsToImages(
  model: StableDiffusion,
  prompts: readonly string[],
  options: TextsToImagesOptions = {},
): Promise<Images> {
  if (prompts.length < 1 || prompts.length > 64) {
    throw new ConfigError(`texts to images: got ${prompts.length} prompts; expected 1 to 64`);
  }
  expectChannels('texts to images', model);
  const all = { ...options, prompt: prompts[0], batch: prompts.length };
  return denoise(model, all, {
    ...latentSize(model, options),
    prompts,
    canvas: (_, noise, plan) => ({ first: noise().map((x) => x * plan.initialNoise) }),
  });
}
