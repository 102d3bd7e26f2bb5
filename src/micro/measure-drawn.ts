/** What can be told of drawn pictures with plain numbers: the things on them, and how sharp they are. */
import { edgeEnergy } from './edges.js';
import type { Retrieval } from './figures.js';
import { ranksOfThings, shareFirst, type ThingGallery } from './nearest-thing.js';
import type { PromptKind, TestPrompt } from './test-prompts.js';

/** The prompts of one kind, and their pictures. */
export interface DrawnKind {
  readonly prompts: readonly TestPrompt[];
  /** [prompts, side, side, 3], 0 to 255: what the model drew. */
  readonly drawn: Uint8Array;
  /** [prompts, side, side, 3], 0 to 255: real pictures of the same things. */
  readonly real: Uint8Array;
}

export type DrawnPrompts = Readonly<Record<PromptKind, DrawnKind>>;

/**
 * Of pictures that look for their thing in a gallery, the shares that find it first, and among the
 * first five.
 */
export function retrievalOf(
  gallery: ThingGallery,
  pixels: Uint8Array,
  prompts: readonly TestPrompt[],
): Retrieval {
  const ranks = ranksOfThings(
    gallery,
    pixels,
    prompts.map(({ object }) => object.hex),
  );
  return { pictures: ranks.length, top1: shareFirst(ranks, 1), top5: shareFirst(ranks, 5) };
}

/**
 * The floor: the same pictures look for the things of other prompts, those half of the list further
 * on. The list is in the order of a lot, so that is any other.
 */
export function floorOf(gallery: ThingGallery, { drawn, prompts }: DrawnKind): Retrieval {
  const half = Math.ceil(prompts.length / 2);
  return retrievalOf(gallery, drawn, [...prompts.slice(half), ...prompts.slice(0, half)]);
}

/** The edges of all drawn pictures over those of the real ones: 1 when they are as sharp. */
export function sharpnessOf(kinds: readonly DrawnKind[], side: number): number {
  const energy = (pixels: Uint8Array): number => {
    return edgeEnergy(pixels, side).reduce((sum, one) => sum + one, 0);
  };
  const [drawn, real] = (['drawn', 'real'] as const).map((which) =>
    kinds.reduce((sum, kind) => sum + energy(kind[which]), 0),
  );
  return drawn / real;
}
