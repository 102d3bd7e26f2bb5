/**
 * Merges checkpoints, tensor by tensor: at most three tensors are in memory, whatever the files'
 * sizes.
 *
 *   weighted sum:    (1 - m) A + m B
 *   add difference:  A + m (B - C)
 *
 * Only weights whose names hold `model` and that A and B share are merged; what only A has is
 * copied, what only B has is dropped, and in add difference a tensor that C lacks changes nothing.
 * Whole numbers (positions of tokens) are never averaged. An inpainting A (9 input channels) takes
 * the first four of a B with four.
 *
 * Source: AUTOMATIC1111, `modules/extras.py`.
 */
import { basename } from 'node:path';
import { CheckpointError, ConfigError } from '../math/errors.js';
import { isFloat } from './dtype.js';
import { kindOf } from './kind.js';
import type { TensorEntry } from './safetensors.js';
import type { SafetensorsFile } from './safetensors.node.js';
import { openCheckpoint } from './shards.node.js';
import { writeSafetensors } from './write.node.js';

export interface MergeOptions {
  /** Paths of the checkpoints. With C the difference B - C is added to A. */
  readonly a: string;
  readonly b: string;
  readonly c?: string;
  /** m above, 0 to 1. */
  readonly multiplier: number;
  /** Write half floats in place of 32-bit ones. */
  readonly half?: boolean;
  readonly out: string;
}

/** What became of the tensors. */
export interface MergeReport {
  readonly merged: number;
  readonly copied: number;
  readonly dropped: readonly string[];
}

/**
 * Merges two or three checkpoints into a new file.
 *
 * @throws ConfigError for a multiplier outside 0 to 1; CheckpointError when the models differ in
 *   kind or in a shape, with the tensor's name; FileError when the disk is full. No half file stays
 */
export async function mergeCheckpoints(options: MergeOptions): Promise<MergeReport> {
  const { multiplier: m, out, half = false } = options;
  if (!(m >= 0 && m <= 1)) {
    throw new ConfigError(`merge: got multiplier ${m}; expected 0 to 1`);
  }
  const files: SafetensorsFile[] = [];
  try {
    for (const path of [options.a, options.b, ...(options.c ? [options.c] : [])]) {
      files.push(await openCheckpoint(path));
    }
    const [a, b, c] = files;
    requireSameKind(files);
    const ofB = new Map(b.entries.map((entry) => [entry.name, entry]));
    const ofC = c && new Map(c.entries.map((entry) => [entry.name, entry]));
    let merged = 0;
    const tensors = a.entries.map((entry) => {
      const { name, shape } = entry;
      const dtype = half && entry.dtype === 'F32' ? 'F16' : entry.dtype;
      const other = ofB.get(name);
      const takes = isFloat(entry.dtype) && name.includes('model') && other !== undefined;
      if (!takes || (ofC && !ofC.has(name))) {
        const data = dtype === entry.dtype ? () => a.bytes(name) : () => a.read(name);
        return { name, dtype, shape, data };
      }
      requireSameShape(entry, other, basename(b.path));
      const fromC = ofC?.get(name);
      if (fromC) requireSameShape(entry, fromC, basename(c.path));
      merged++;
      return {
        name,
        dtype,
        shape,
        data: async () => {
          const values = await a.read(name);
          const theirs = spread(await b.read(name), other, entry);
          const base = fromC ? spread(await c.read(name), fromC, entry) : values;
          for (let i = 0; i < values.length; i++) {
            const change = theirs[i] - base[i];
            if (!Number.isNaN(change)) values[i] += Math.fround(m * change);
          }
          return values;
        },
      };
    });
    const recipe = {
      type: 'n2d',
      interp_method: c ? 'Add difference' : 'Weighted sum',
      multiplier: m,
      save_as_half: half,
      primary_model: basename(a.path),
      secondary_model: basename(b.path),
      tertiary_model: c ? basename(c.path) : null,
    };
    await writeSafetensors(out, tensors, {
      format: 'pt',
      sd_merge_recipe: JSON.stringify(recipe),
    });
    const names = new Set(a.entries.map((entry) => entry.name));
    return {
      merged,
      copied: tensors.length - merged,
      dropped: b.entries.flatMap(({ name }) => (names.has(name) ? [] : [name])),
    };
  } finally {
    for (const file of files) await file.close();
  }
}

function requireSameKind(files: readonly SafetensorsFile[]): void {
  const kinds = files.map((file) => kindOf(file.entries));
  const other = kinds.findIndex((kind) => kind !== kinds[0] && kind !== 'unknown');
  if (other < 0) return;
  throw new CheckpointError(
    `merge: got a '${kinds[0]}' and a '${kinds[other]}' (${basename(files[other].path)}); ` +
      'expected models of one kind',
  );
}

/** B may have fewer input channels than A (an inpainting model), not more. */
function requireSameShape(a: TensorEntry, other: TensorEntry, file: string): void {
  if (String(a.shape) === String(other.shape) || isWider(a, other)) return;
  throw new CheckpointError(
    `merge: got '${a.name}' [${other.shape}] in ${file}; expected [${a.shape}], as in A`,
  );
}

function isWider(a: TensorEntry, other: TensorEntry): boolean {
  const [outputs, inputs, ...kernel] = a.shape;
  const [outputs2, inputs2, ...kernel2] = other.shape;
  return (
    a.name.endsWith('input_blocks.0.0.weight') &&
    outputs === outputs2 &&
    String(kernel) === String(kernel2) &&
    inputs2 === 4 &&
    [8, 9].includes(inputs)
  );
}

/** The numbers of B in the shape of A; NaN (leave as it is) for channels that B lacks. */
function spread(values: Float32Array, from: TensorEntry, to: TensorEntry): Float32Array {
  if (String(from.shape) === String(to.shape)) return values;
  const [outputs, inputs, ...kernel] = to.shape;
  const place = kernel.reduce((x, y) => x * y, 1);
  const wide = new Float32Array(outputs * inputs * place).fill(Number.NaN);
  const row = from.shape[1] * place;
  for (let o = 0; o < outputs; o++) {
    wide.set(values.subarray(o * row, (o + 1) * row), o * inputs * place);
  }
  return wide;
}
