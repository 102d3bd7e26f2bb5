/**
 * What the page of the microscope is given: one recorded run, small enough to travel in a page.
 *
 * Numbers are rounded to whole ones (`packed.ts`): latents, noise and attention to 16 bits with one
 * scale a step, so the error is at most 1/65,534 of the largest of them; colours to 8 bits. Of a long run 50 steps are kept, of large latents every second (third ...) place, of large
 * pictures the means of neighbours. A run of the micro model with 25 steps takes 1.2 MB.
 */
import type { Packed } from './packed.js';

/** The most that a page holds; what is larger is thinned out. */
export const MOST = { steps: 50, latentSide: 32, pictureSide: 64 } as const;

/** Arrays of a step, in the order in which they come about. */
export const KINDS = ['before', 'without', 'with', 'guided', 'clean', 'after'] as const;
export type Kind = (typeof KINDS)[number];

/** One token as the text encoder got it. */
export interface TokenData {
  /** `start`, `end`, `padding`, or a piece of the prompt. */
  readonly piece: string;
  /** Whether it is a piece of the prompt. */
  readonly word: boolean;
  readonly id: number;
  /** How many tokens in a row it stands for: padding is one entry. */
  readonly count: number;
}

/** One step that is shown. */
export interface StepData {
  /** Which call of the U-Net it is, from 1. */
  readonly call: number;
  readonly timestep: number;
  /** Shares of picture and noise in the latents before the step. */
  readonly signal: number;
  readonly noise: number;
  /** The U-Net saw the latents times this. */
  readonly inputScale: number;
  /** What the next latents are mixed of: `0.98 · latents − 0.19 · velocity`. */
  readonly mixture: string;
  /** When the next latents are just so much of the estimate and of the noise: how much of each. */
  readonly again?: readonly [number, number];
}

/** The maps of blocks of one size, their mean. */
export interface AttentionData {
  /** `way down, 8x8` */
  readonly layer: string;
  readonly height: number;
  readonly width: number;
  /** [steps, tokens, height, width] */
  readonly shares: Packed;
}

/** One run. */
export interface MicroscopeData {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly seed: number;
  readonly guidance: number;
  /** Whether the guided answer was rescaled, so that the formula of guidance is not all of it. */
  readonly rescaled: boolean;
  readonly scheduler: string;
  /** What the U-Net answers: noise, velocity or the clean latents. */
  readonly answer: string;
  /** How many calls of the U-Net the run had; `steps` may be fewer. */
  readonly calls: number;
  readonly steps: readonly StepData[];
  readonly tokens: readonly TokenData[];
  /** Of the latents. */
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** [steps, channels, height, width] each; `without` only with guidance. */
  readonly arrays: Readonly<Partial<Record<Kind, Packed>>>;
  readonly pictureHeight: number;
  readonly pictureWidth: number;
  /** Whether the VAE made the pictures; else each place of the latents is one pixel. */
  readonly decoded: boolean;
  /** [steps, height, width, 3] */
  readonly pictures: { readonly clean: Packed; readonly after: Packed };
  readonly attention: readonly AttentionData[];
}
