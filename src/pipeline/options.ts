/** What the pipelines are asked for, and what they refuse. */
import type { SchedulerChoice } from '../diffusion/from-config.js';
import type { SchedulerStep } from '../diffusion/plan.js';
import type { PredictionType } from '../diffusion/prediction.js';
import { ConfigError } from '../math/errors.js';
import { vaeFactor } from '../stable-diffusion/vae-config.js';
import type { NumberArray } from './arrays.js';
import type { AttentionEvent } from './attention-maps.js';
import type { StableDiffusion } from './model.js';

/** What every pipeline is asked for. */
export interface PipelineOptions {
  readonly prompt: string;
  /** What to stay away from; looked at only while guidance is above 1. */
  readonly negativePrompt?: string;
  /** 50 when not given. */
  readonly steps?: number;
  /** How far to go towards the prompt: 1 or less is off, 7.5 when not given. */
  readonly guidance?: number;
  /** 0 (when not given) to 1: how much of the contrast that guidance adds is taken back. */
  readonly guidanceRescale?: number;
  /** Image i of a batch has seed + i. 0 when not given. */
  readonly seed?: number;
  /** How many pictures, 1 when not given. */
  readonly batch?: number;
  /** Layers of the text encoder to leave out, for the prompt only. */
  readonly clipSkip?: number;
  /** Another scheduler or other settings than the model's own. */
  readonly scheduler?: SchedulerChoice;
  /** DDIM: 0 adds no noise while sampling, 1 as much as DDPM. */
  readonly eta?: number;
  /** Encode and decode in tiles: less memory. */
  readonly vaeTiling?: boolean;
  /** Called at the beginning, with every setting as it is used. */
  readonly onStart?: (run: RunSettings) => void;
  /** Called when a stage begins; the run waits for a promise that it returns. */
  readonly onStage?: (place: PipelinePlace) => unknown;
  /** Called when the prompts have been encoded. */
  readonly onText?: (event: TextEvent) => void;
  /** Called in each step with where the U-Net looked at which token; costs nothing when absent. */
  readonly onAttention?: (event: AttentionEvent) => void;
  /** Called after each step; the run waits for a promise that it returns. */
  readonly onStep?: (event: StepEvent) => unknown;
  /** Ends the run before the next step or picture. */
  readonly signal?: AbortSignal;
}

/** What a run is made with, defaults filled in. */
export interface RunSettings {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly steps: number;
  readonly guidance: number;
  readonly guidanceRescale: number;
  readonly seed: number;
  readonly batch: number;
  /** Its name, as `ddim`. */
  readonly scheduler: string;
  readonly predictionType: PredictionType;
}

/** The stages of a run. */
export type PipelineStage = 'text' | 'noise' | 'unet' | 'guidance' | 'scheduler' | 'decode';

/** A stage, and the step (0, 1, ...) if it is one of the loop. */
export interface PipelinePlace {
  readonly stage: PipelineStage;
  readonly index?: number;
}

/** The prompts in numbers. */
export interface TextEvent {
  readonly withWords: EncodedText;
  /** Of the negative or empty prompt; not there without guidance. */
  readonly withoutWords?: EncodedText;
}

/** One prompt in numbers. */
export interface EncodedText {
  readonly ids: readonly number[];
  /** [1, tokens, width] */
  readonly states: NumberArray;
}

/** What is known after a step. Each list has one [height, width, channels] in a row for each image. */
export interface StepEvent {
  /** 0, 1, ... */
  readonly index: number;
  readonly steps: number;
  readonly timestep: number;
  /** Of the latents. */
  readonly height: number;
  readonly width: number;
  /** The scheduler's coefficients of this step. */
  readonly step: SchedulerStep;
  /** The latents before the step. */
  readonly before: readonly Float64Array[];
  /** What the U-Net saw: the latents, scaled (and what an inpainting model sees beside them). */
  readonly input: readonly Float64Array[];
  /** What the U-Net said of the prompt. */
  readonly withWords: readonly Float32Array[];
  /** What it said of the negative or empty prompt; not there without guidance. */
  readonly withoutWords?: readonly Float32Array[];
  /** What the scheduler got. */
  readonly guided: readonly ArrayLike<number>[];
  /** The latents after the step. */
  readonly latents: readonly Float64Array[];
}

/** What comes out. */
export interface Images {
  /** [batch, channels, height / 8, width / 8] */
  readonly latents: NumberArray;
  /** [batch, 3, height, width], 0 to 1 */
  readonly images: NumberArray;
}

/** @throws ConfigError for a setting that cannot be */
export function checkOptions({ batch = 1, seed = 0, guidance = 7.5 }: PipelineOptions): void {
  if (!Number.isFinite(guidance)) {
    throw new ConfigError(`guidance: got ${guidance}; expected a number, such as 7.5`);
  }
  if (!Number.isInteger(batch) || batch < 1 || batch > 64) {
    throw new ConfigError(`batch: got ${batch}; expected a whole number from 1 to 64`);
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new ConfigError(`seed: got ${seed}; expected a whole number, 0 or more`);
  }
}

/**
 * Height and width of the latents.
 *
 * @param pixels of the picture; the side that the model was trained at where one is not given
 * @throws ConfigError for a side that is not a multiple of 8 (of the VAE's factor)
 */
export function latentSize(
  { vae, unet }: Pick<StableDiffusion, 'vae' | 'unet'>,
  { width, height }: { readonly width?: number; readonly height?: number },
): { readonly height: number; readonly width: number } {
  const factor = vaeFactor(vae);
  const usual = unet.latentSide * factor;
  const side = (name: string, pixels: number): number => {
    if (Number.isInteger(pixels) && pixels >= factor && pixels <= 8192 && pixels % factor === 0) {
      return pixels / factor;
    }
    const near = Math.max(factor, Math.round(pixels / factor) * factor);
    const hint = Number.isFinite(near) ? `, such as ${Math.min(near, 8192)}` : '';
    throw new ConfigError(
      `${name}: got ${pixels} pixels; expected a multiple of ${factor} up to 8192${hint}`,
    );
  };
  return { height: side('height', height ?? usual), width: side('width', width ?? usual) };
}

/**
 * How many steps a run that starts from a picture leaves out.
 *
 * @param strength 0 (keep the picture) to 1 (almost forget it)
 * @throws ConfigError outside of it, or when no step is left
 *
 * @example
 * stepsLeftOut(20, 0.3); // 14
 */
export function stepsLeftOut(steps: number, strength: number): number {
  if (!(strength >= 0 && strength <= 1)) {
    throw new ConfigError(`strength: got ${strength}; expected a number from 0 to 1`);
  }
  const used = Math.floor(steps * strength);
  if (used < 1 && steps >= 1) {
    throw new ConfigError(
      `strength: got ${strength}, which leaves none of ${steps} steps; expected at least ` +
        `${(Math.ceil(1e4 / steps) / 1e4).toString()}`,
    );
  }
  return steps - used;
}
