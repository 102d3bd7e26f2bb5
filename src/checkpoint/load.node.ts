/**
 * Weights of one model into memory, tensor by tensor: found under whatever name the file has, held
 * against what the model needs, changed by LoRAs, and laid out for the layers.
 *
 * The most that is needed beside the model itself is one tensor.
 */
import { toBfloat16 } from '../tensor/bfloat16.js';
import { tf } from '../tensor/tf.js';
import { uploadTensor } from '../tensor/upload.js';
import type { Weights } from '../tensor/weights.js';
import type { Part } from './aliases.js';
import { toLayers } from './layout.js';
import type { Lora } from './lora.node.js';
import { compareShapes, type FitReport, requireFit } from './report.js';
import type { SafetensorsFile } from './safetensors.node.js';
import type { Piece } from './single-file.js';

export interface LoadOptions {
  readonly part: Part;
  /** Where each tensor comes from: of `splitSingleFile` or `piecesOf`. */
  readonly pieces: readonly Piece[];
  /** What the model needs, in the order of a checkpoint. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly loras?: readonly Lora[];
  /** Halve each tensor when it has been read (see `toBfloat16`). */
  readonly half?: boolean;
  /** Called after each tensor, with bytes read so far and in all. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Weights, and what the file had that the model does not need. */
export interface Loaded {
  readonly weights: Weights;
  readonly report: FitReport;
}

/**
 * Loads one model. The tensors are the caller's: `disposeWeights` gives them back.
 *
 * @throws CheckpointError that names every tensor that is missing or of another shape
 */
export async function loadPart(file: SafetensorsFile, options: LoadOptions): Promise<Loaded> {
  const { part, pieces, shapes, loras = [], half, onProgress, signal } = options;
  const report = compareShapes(
    new Map(pieces.map(({ name, shape }) => [name, shape])),
    new Map(Object.entries(shapes)),
  );
  requireFit(report, `${file.path} (${part})`);
  const needed = pieces.filter(({ name }) => Object.hasOwn(shapes, name));
  const total = needed.reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
  const weights: Record<string, tf.Tensor> = {};
  let done = 0;
  try {
    for (const piece of needed) {
      signal?.throwIfAborted();
      const { name, shape } = piece;
      const values = await readPiece(file, piece);
      for (const lora of loras) await lora.apply(part, name, values);
      const laid = toLayers(name, { shape, values });
      const tensor = uploadTensor(laid.values, laid.shape);
      weights[name] = half ? halved(name, tensor) : tensor;
      done += values.byteLength;
      onProgress?.(done, total);
    }
    return { weights, report };
  } catch (error) {
    tf.dispose(Object.values(weights));
    throw error;
  }
}

/** In half the size; the tensor itself where that is not worth it. */
function halved(name: string, tensor: tf.Tensor): tf.Tensor {
  try {
    const half = toBfloat16({ [name]: tensor })[name];
    if (half !== tensor) tensor.dispose();
    return half;
  } catch (error) {
    tensor.dispose();
    throw error;
  }
}

/** The numbers of a piece, in the order of a checkpoint. */
export async function readPiece(file: SafetensorsFile, piece: Piece): Promise<Float32Array> {
  const all = await file.read(piece.source);
  if (piece.third === undefined) return all;
  const length = all.length / 3;
  return all.slice(piece.third * length, (piece.third + 1) * length);
}
