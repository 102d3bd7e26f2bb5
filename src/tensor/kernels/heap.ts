/**
 * Views of the memory of the wasm backend, for the kernels that are loops.
 */
import type * as tf from '@tensorflow/tfjs-core';

interface WasmMemory {
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
  typedArrayFromHeap(info: tf.TensorInfo): Float32Array;
}

export interface Heap {
  /** A new float32 tensor; what it holds is undefined. */
  readonly make: (shape: number[]) => tf.TensorInfo;
  /** The numbers of a tensor in place; valid until the next `make`. */
  readonly view: (info: tf.TensorInfo) => Float32Array;
}

/** The two things that a kernel needs of the wasm backend, with types. */
export function heap(backend: unknown): Heap {
  const memory = backend as WasmMemory;
  return {
    make: (shape) => memory.makeOutput(shape, 'float32'),
    view: (info) => memory.typedArrayFromHeap(info),
  };
}
