/**
 * Writes a part of a model as diffusers keeps it: its `config.json`, and its weights as half floats
 * in the order of a checkpoint.
 */
import { join } from 'node:path';
import { storedTensors } from '../checkpoint/stored.js';
import { writeSafetensors } from '../checkpoint/write.node.js';
import { writeFileAtomic } from '../files/atomic.node.js';
import type { Weights } from '../tensor/weights.js';

/**
 * Writes `folder/config.json` and the file of weights beside it.
 *
 * @param file 'diffusion_pytorch_model.safetensors', or 'model.safetensors' for text encoders
 * @throws FileError when the disk is full or the folder cannot be written
 */
export async function writePart(
  folder: string,
  file: string,
  config: Readonly<Record<string, unknown>>,
  weights: Weights,
): Promise<void> {
  await writeSafetensors(join(folder, file), storedTensors(weights, 'F16'));
  writeFileAtomic(join(folder, 'config.json'), `${JSON.stringify(config, null, 2)}\n`);
}
