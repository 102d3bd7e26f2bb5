/**
 * Textual inversion: vectors for a new word of the text encoder, in a small file. Reads what
 * AUTOMATIC1111 writes (`.pt`: `string_to_param`), and what diffusers writes (`.safetensors` or
 * `.bin`: one tensor under its word).
 *
 * Source: Gal et al., "An Image is Worth One Word", 2022; AUTOMATIC1111, `textual_inversion.py`;
 * diffusers, `loaders/textual_inversion.py`. Leaves out: embeddings hidden in pictures; those of
 * SDXL, which have two tensors, are refused.
 */
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { CheckpointError } from '../math/errors.js';
import type { PickleValue } from './pickle.js';
import { openSafetensors } from './safetensors.node.js';
import { readTorchFile, tensorsIn } from './torch-file.js';
import { writeSafetensors } from './write.node.js';

/** A new word. */
export interface Embedding {
  /** What it is called in a prompt. */
  readonly name: string;
  /** One vector for each token that it takes. */
  readonly vectors: readonly Float32Array[];
  /** Numbers in each: 768 for Stable Diffusion 1, 1024 for 2. */
  readonly width: number;
}

/** The largest file that is read: 75 vectors of 1024 numbers take 0.3 MB. */
const largest = 32 * 2 ** 20;

/** Most tensors of one file: it has one, or a few that say it is of another kind. */
const mostTensors = 16;

/**
 * Reads an embedding.
 *
 * @param path a .pt, .bin or .safetensors file
 * @param name to call it by; its own, or the file's name, when left out
 * @throws CheckpointError when it is something else, damaged, or asks for a program
 */
export async function readEmbedding(path: string, name?: string): Promise<Embedding> {
  const file = basename(path);
  const stem = file.replace(/\.[^.]+$/, '');
  const { tensors, own } = path.endsWith('.safetensors')
    ? await fromSafetensors(path)
    : fromTorch(await wholeFile(path), file);
  const names = [...tensors.keys()];
  if (names.includes('clip_g') || names.includes('clip_l')) {
    throw new CheckpointError(`${file}: got an embedding of SDXL; expected one of version 1 or 2`);
  }
  const found = tensors.get('*') ?? (tensors.size === 1 ? tensors.get(names[0]) : undefined);
  if (found === undefined) {
    throw new CheckpointError(
      `${file}: got ${tensors.size} tensors (${names.slice(0, 3).join(', ')}); expected the vectors ` +
        'of one word',
    );
  }
  const { shape, values } = found;
  const width = shape[shape.length - 1] ?? 0;
  const count = shape.length === 1 ? 1 : shape[0];
  if (shape.length > 2 || shape.length === 0 || count < 1 || count > 75 || width < 1) {
    throw new CheckpointError(
      `${file}: got vectors [${shape}]; expected [vectors, width], 1 to 75 of them`,
    );
  }
  if (!values.every(Number.isFinite)) {
    throw new CheckpointError(`${file}: got a vector with NaN or infinity; expected numbers`);
  }
  const generic = names.length === 1 && ['*', 'emb_params'].includes(names[0]);
  return {
    name: name ?? own ?? (generic || names.length !== 1 ? stem : names[0]),
    vectors: Array.from({ length: count }, (_, i) => values.slice(i * width, (i + 1) * width)),
    width,
  };
}

/** Writes an embedding as diffusers does: a safetensors file with one tensor [vectors, width]. */
export async function writeEmbedding(
  path: string,
  { name, vectors, width }: Embedding,
): Promise<void> {
  const values = new Float32Array(vectors.length * width);
  for (const [i, vector] of vectors.entries()) values.set(vector, i * width);
  const shape = [vectors.length, width];
  await writeSafetensors(path, [{ name, dtype: 'F32', shape, data: () => values }]);
}

interface Found {
  readonly tensors: ReadonlyMap<
    string,
    { readonly shape: readonly number[]; readonly values: Float32Array }
  >;
  /** The name that the file gives itself. */
  readonly own?: string;
}

async function fromSafetensors(path: string): Promise<Found> {
  const file = await openSafetensors(path);
  try {
    const tensors = new Map();
    const bytes = file.entries.reduce((sum, { begin, end }) => sum + end - begin, 0);
    if (bytes > largest || file.entries.length > mostTensors) {
      throw tooMany(basename(path), file.entries.length, bytes);
    }
    for (const { name, shape } of file.entries) {
      tensors.set(name, { shape, values: await file.read(name) });
    }
    return { tensors };
  } finally {
    await file.close();
  }
}

function fromTorch(bytes: Uint8Array, file: string): Found {
  const torch = readTorchFile(bytes, file);
  const { value } = torch;
  const params = value instanceof Map ? value.get('string_to_param') : undefined;
  const name = value instanceof Map ? value.get('name') : undefined;
  const from: PickleValue = params ?? value;
  const found = [...tensorsIn(from)];
  // Before any number is copied: thousands of tensors may be views of the same ones.
  if (found.length > mostTensors) throw tooMany(file, found.length, bytes.length);
  const tensors = new Map(found.map(([key, tensor]) => [key, torch.numbers(tensor)] as const));
  return params !== undefined && typeof name === 'string' ? { tensors, own: name } : { tensors };
}

function tooMany(file: string, tensors: number, bytes: number): CheckpointError {
  return new CheckpointError(
    `${file}: got ${tensors} tensors in ${bytes} bytes; expected the few vectors of an embedding`,
  );
}

async function wholeFile(path: string): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    if (size > largest) {
      throw new CheckpointError(`${basename(path)}: got ${size} bytes; expected a small embedding`);
    }
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
