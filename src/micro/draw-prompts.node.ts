/**
 * Pictures of many prompts, each kept in a file of its own: an interrupted run goes on where it was,
 * and what another run drew with the same weights and settings is not drawn again.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileError, writeFileAtomic } from '../files/atomic.node.js';
import { floatPng, readPng } from '../files/png-picture.js';
import { PlaygroundError } from '../math/errors.js';
import type { StableDiffusion } from '../pipeline/model.js';
import { textsToImages } from '../pipeline/texts-to-images.js';

export interface DrawOptions {
  /** Where the PNG files are. */
  readonly folder: string;
  /** Of the weights and the configuration: `modelHash`. */
  readonly hash: string;
  readonly steps: number;
  readonly guidance: number;
  /** Of the first prompt; prompt i has seed + i. */
  readonly seed: number;
  /** Called with how many pictures there are. */
  readonly onPicture?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/** How many are drawn together. */
const atOnce = 32;

/**
 * Draws what is not there yet.
 *
 * @returns [prompts, side, side, 3], 0 to 255
 * @throws PlaygroundError when the model makes no numbers; what the signal was aborted with
 */
export async function drawPrompts(
  model: StableDiffusion,
  prompts: readonly string[],
  options: DrawOptions,
): Promise<Uint8Array> {
  const { folder, hash, steps, guidance, seed, onPicture, signal } = options;
  const files = prompts.map((prompt, i) => {
    const what = JSON.stringify([hash, prompt, seed + i, steps, guidance]);
    return join(folder, `${sha256(what).slice(0, 24)}.png`);
  });
  const pictures = files.map(kept);
  let done = pictures.filter((picture) => picture !== undefined).length;
  onPicture?.(done);
  const missing = prompts.map((_, i) => i).filter((i) => pictures[i] === undefined);
  for (const some of runsOf(missing)) {
    signal?.throwIfAborted();
    const { images } = await textsToImages(
      model,
      some.map((i) => prompts[i]),
      { steps, guidance, seed: seed + some[0], ...(signal ? { signal } : {}) },
    );
    const [, , height, width] = images.shape;
    const size = 3 * height * width;
    for (const [n, i] of some.entries()) {
      const values = images.values.subarray(n * size, (n + 1) * size);
      if (values.some(Number.isNaN)) {
        throw new PlaygroundError(
          `evaluate: got NaN in the picture of '${prompts[i]}'; expected numbers. The weights of ` +
            'this model are damaged',
        );
      }
      const png = floatPng({ width, height, values });
      writeFileAtomic(files[i], png);
      pictures[i] = readPng(png, files[i]).pixels;
    }
    done += some.length;
    onPicture?.(done);
  }
  return joinedBytes(pictures as Uint8Array[]);
}

/**
 * Of all files in a model's folder that a picture depends on.
 *
 * @throws FileError when one cannot be read
 */
export function modelHash(folder: string): string {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(json|txt|safetensors)$/.test(name) && name !== 'words.json')
      .sort();
    return sha256(names.map((name) => name + sha256(readFileSync(join(folder, name)))).join('\n'));
  } catch (error) {
    throw fileError('read', folder, error);
  }
}

const sha256 = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

/** What was drawn before; a damaged file is drawn anew. */
function kept(file: string): Uint8Array | undefined {
  try {
    return readPng(readFileSync(file), file).pixels;
  } catch {
    return undefined;
  }
}

/** Parts without gaps, as `textsToImages` draws them. */
function runsOf(all: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const i of all) {
    const last = runs.at(-1);
    if (last && last.length < atOnce && i === last[0] + last.length) last.push(i);
    else runs.push([i]);
  }
  return runs;
}

function joinedBytes(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
