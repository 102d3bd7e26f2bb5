/** The whole runs of diffusers that stand in `golden/`, and ours with the same arguments. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { decode } from 'fast-png';
import { expect } from 'vitest';
import {
  disposeModel,
  type Images,
  imageToImage,
  inpaint,
  type LoadModelOptions,
  loadModel,
  type NumberArray,
  type PipelineOptions,
  type SchedulerChoice,
  type StableDiffusion,
  textToImage,
} from '../../src/index.js';
import { largestDifference, readNpy } from '../helpers/npy.js';

export const golden = join(import.meta.dirname, '..', 'golden');
export const runs = join(golden, 'stable-diffusion');

/** One run of diffusers. */
export interface Case {
  readonly id: string;
  readonly cli: readonly string[];
  readonly tolerance: { readonly latents: number; readonly image: number };
  readonly unet_calls: number;
}
export const { cases } = JSON.parse(
  readFileSync(join(runs, 'pipelines', 'manifest.json'), 'utf8'),
) as {
  readonly cases: readonly Case[];
};

const text = { type: 'string' } as const;
const many = { type: 'string', multiple: true } as const;

function asked({ cli }: Case) {
  const { values } = parseArgs({
    args: [...cli],
    options: {
      model: text,
      config: text,
      prompt: text,
      'negative-prompt': text,
      steps: text,
      guidance: text,
      'guidance-rescale': text,
      seed: text,
      scheduler: text,
      karras: { type: 'boolean' },
      'timestep-spacing': text,
      eta: text,
      width: text,
      height: text,
      batch: text,
      'clip-skip': text,
      embedding: many,
      lora: many,
      image: text,
      strength: text,
      mask: text,
    },
  });
  const number = (value: string | undefined): number | undefined =>
    value === undefined ? undefined : Number(value);
  const scheduler: SchedulerChoice = {
    scheduler: values.scheduler,
    karras: values.karras,
    timestepSpacing: values['timestep-spacing'] as SchedulerChoice['timestepSpacing'],
  };
  const other = join(golden, 'checkpoint');
  return {
    model: join(runs, values.model as string),
    load: {
      config: values.config && join(runs, values.config),
      loras: (values.lora ?? []).map((one) => {
        const [file, strength] = one.split(':');
        return { file: join(other, file), strength: Number(strength) };
      }),
      embeddings: (values.embedding ?? []).map((one) => {
        const [name, file] = one.split('=');
        return { name, file: join(other, file) };
      }),
    },
    run: {
      prompt: values.prompt ?? '',
      negativePrompt: values['negative-prompt'],
      steps: number(values.steps),
      guidance: number(values.guidance),
      guidanceRescale: number(values['guidance-rescale']),
      seed: number(values.seed),
      eta: number(values.eta),
      width: number(values.width),
      height: number(values.height),
      batch: number(values.batch),
      clipSkip: number(values['clip-skip']),
      scheduler,
    },
    picture: { image: values.image, strength: number(values.strength), mask: values.mask },
  };
}

/** A PNG as pipelines take it. */
export function pictureIn(file: string): NumberArray {
  const { width, height, channels, data } = decode(readFileSync(join(runs, file)));
  const places = width * height;
  const values = Float32Array.from({ length: data.length }, (_, i) => {
    return data[(i % places) * channels + Math.floor(i / places)] / 255;
  });
  return { shape: [1, channels, height, width], values };
}

/** Runs a case, with further options, on a loaded model. */
export async function runCase(
  one: Case,
  model: StableDiffusion,
  more: Partial<PipelineOptions> = {},
): Promise<Images> {
  const { run, picture } = asked(one);
  const options = { ...run, ...more };
  if (picture.image === undefined) return textToImage(model, options);
  const { width, height, ...rest } = options;
  const image = pictureIn(picture.image);
  const strength = picture.strength as number;
  if (picture.mask === undefined) return imageToImage(model, { ...rest, image, strength });
  return inpaint(model, { ...rest, image, strength, mask: pictureIn(picture.mask) });
}

/** The model of a case, with further options. */
export function modelOf(one: Case, more: LoadModelOptions = {}): Promise<StableDiffusion> {
  const { model, load } = asked(one);
  return loadModel(model, { ...load, ...more });
}

/** Both must be equal, within the tolerance of the case. */
export async function checkCase(one: Case): Promise<void> {
  const model = await modelOf(one);
  try {
    let calls = 0;
    const { latents, images } = await runCase(one, model, { onStep: () => calls++ });
    expect(calls).toBe(one.unet_calls);
    const expected = readNpy(join(runs, 'pipelines', one.id, 'latents.npy'));
    expect(latents.shape).toEqual(expected.shape);
    expect(largestDifference(latents.values, expected.values)).toBeLessThanOrEqual(
      one.tolerance.latents,
    );
    const pictures = readNpy(join(runs, 'pipelines', one.id, 'image.npy'));
    expect(images.shape).toEqual(pictures.shape);
    expect(largestDifference(images.values, pictures.values)).toBeLessThanOrEqual(
      one.tolerance.image,
    );
  } finally {
    disposeModel(model);
  }
}
