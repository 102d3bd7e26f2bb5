/** Reads the .npy goldens: float32 or int32, little endian, C order. */
import { readFileSync } from 'node:fs';

export interface Npy {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** The array of a file; the length of its header stands at byte 8. */
export function readNpy(path: string): Npy {
  const bytes = readFileSync(path);
  const start = 10 + bytes.readUInt16LE(8);
  const header = bytes.subarray(10, start).toString('latin1');
  const shape = (/'shape': \(([^)]*)\)/.exec(header) as RegExpExecArray)[1];
  const data = new Uint8Array(bytes.subarray(start)).buffer;
  return {
    shape: shape
      .split(',')
      .filter((part) => part.trim() !== '')
      .map(Number),
    values: header.includes('<f4') ? new Float32Array(data) : new Int32Array(data),
  };
}

/** The largest absolute difference of two lists of the same length. */
export function largestDifference(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (got.length !== wanted.length) return Number.NaN;
  let largest = 0;
  for (let i = 0; i < got.length; i++) {
    const difference = Math.abs(got[i] - wanted[i]);
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
