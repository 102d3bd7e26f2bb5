/**
 * Text to image: the loop of `denoise.ts`, from pure noise.
 *
 * Source: Rombach et al. 2022; diffusers 0.42, `StableDiffusionPipeline`.
 */
import { ConfigError } from '../math/errors.js';
import { denoise } from './denoise.js';
import type { StableDiffusion } from './model.js';
import { type Images, latentSize, type PipelineOptions } from './options.js';

/** What is asked for. */
export interface TextToImageOptions extends PipelineOptions {
  /** In pixels; the size that the model was trained at when not given. */
  readonly width?: number;
  readonly height?: number;
}

/**
 * Makes pictures of a prompt.
 *
 * @throws ConfigError for a size, a number of steps or a setting that cannot be; whatever the signal
 *   was aborted with. No tensor is left behind in either case
 *
 * @example
 * const model = await loadModel('test/golden/stable-diffusion/models/tiny-sd1');
 * const { images } = await textToImage(model, { prompt: 'a cat', steps: 2, seed: 7 });
 * images.shape; // [1, 3, 64, 64]
 * disposeModel(model);
 */
export async function textToImage(
  model: StableDiffusion,
  options: TextToImageOptions,
): Promise<Images> {
  expectChannels('text to image', model);
  return denoise(model, options, {
    ...latentSize(model, options),
    canvas: (_, noise, plan) => ({ first: noise().map((x) => x * plan.initialNoise) }),
  });
}

/** @throws ConfigError for a model that is made for inpainting */
export function expectChannels(
  pipeline: string,
  { unet, vae }: Pick<StableDiffusion, 'unet' | 'vae'>,
): void {
  if (unet.inChannels === vae.latentChannels) return;
  throw new ConfigError(
    `${pipeline}: got a U-Net with ${unet.inChannels} input channels, which is made for ` +
      `inpainting; expected ${vae.latentChannels}`,
  );
}
