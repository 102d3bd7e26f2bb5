/**
 * The state of a long training run as one file, written whole or not at all: whoever is killed, at
 * any moment, goes on from the state of a minute ago, with the same numbers as if nothing had been.
 *
 * A safetensors file with four vectors; the metadata have the step, the recipe and the shapes.
 */
import { existsSync } from 'node:fs';
import { openSafetensors } from '../checkpoint/safetensors.node.js';
import { writeSafetensors } from '../checkpoint/write.node.js';
import { CheckpointError } from '../math/errors.js';
import { tf } from '../tensor/tf.js';
import { uploadTensor } from '../tensor/upload.js';
import type { RunState } from './long-step.js';

const vectors = ['weights', 'm', 'v', 'average'] as const;

/** Writes the state. */
export async function writeRun(file: string, state: RunState, recipe: string): Promise<void> {
  const tensors = vectors.map((name) => ({
    name,
    dtype: 'F32',
    shape: state[name].shape,
    data: async () => (await state[name].data()) as Float32Array,
  }));
  const shapes = JSON.stringify(state.shapes);
  await writeSafetensors(file, tensors, { step: String(state.step), recipe, shapes });
}

/**
 * Reads a state; none when there is no file.
 *
 * @param recipe must be that of the file
 * @throws CheckpointError when the file is damaged, or of another recipe
 */
export async function readRun(file: string, recipe: string): Promise<RunState | undefined> {
  if (!existsSync(file)) return undefined;
  const opened = await openSafetensors(file);
  const read: tf.Tensor[] = [];
  try {
    const { metadata } = opened;
    if (metadata.recipe !== recipe) {
      throw new CheckpointError(
        `${file}: got a training run with other settings (${metadata.recipe?.slice(0, 500)}); ` +
          `expected ${recipe}. Give the old settings, or another folder with --out`,
      );
    }
    const shapes = JSON.parse(metadata.shapes) as RunState['shapes'];
    for (const name of vectors) {
      const numbers = await opened.read(name);
      read.push(uploadTensor(numbers, [numbers.length]));
    }
    const [weights, m, v, average] = read;
    return { step: Number(metadata.step), shapes, weights, m, v, average };
  } catch (error) {
    tf.dispose(read);
    throw error;
  } finally {
    await opened.close();
  }
}
