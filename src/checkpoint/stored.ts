/** The weights of a model as a checkpoint has them: each tensor is read and turned when its turn comes. */
import type { Weights } from '../tensor/weights.js';
import { checkpointShape, toCheckpoint } from './layout.js';

/** A tensor whose numbers can be asked for, in the order of a checkpoint. */
export interface StoredTensor {
  readonly name: string;
  /** 'F32', 'F16', 'BF16' ... */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: () => Promise<Float32Array>;
}

/** All tensors, to be written with numbers of that kind. */
export function storedTensors(weights: Weights, dtype: string): StoredTensor[] {
  return Object.entries(weights).map(([name, tensor]) => ({
    name,
    dtype,
    shape: checkpointShape(name, tensor.shape),
    data: async () => {
      const values = (await tensor.data()) as Float32Array;
      return toCheckpoint(name, { shape: tensor.shape, values }).values;
    },
  }));
}
