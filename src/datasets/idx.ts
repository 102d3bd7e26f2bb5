/**
 * The idx file format: a few numbers that say what is inside, then the bytes themselves.
 *
 * | bytes | meaning |
 * |---|---|
 * | 0, 1 | 0 |
 * | 2 | 8: unsigned bytes |
 * | 3 | how many axes follow |
 * | 4 bytes for each axis | its length, the high byte first |
 * | the rest | the data, last axis fastest |
 *
 * Source: LeCun, Cortes and Burges, "The MNIST database of handwritten digits". Leaves out: numbers
 * of other kinds than bytes.
 */
import { PlaygroundError } from '../math/errors.js';

/** What an idx file holds. */
export interface Idx {
  readonly shape: readonly number[];
  /** A view of the file's bytes, not a copy. */
  readonly data: Uint8Array;
}

/**
 * Reads an idx file, and refuses one that does not hold together.
 *
 * @param bytes the unpacked file
 * @param name the file's name, for the message
 * @throws PlaygroundError
 *
 * @example
 * const two = parseIdx(Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 3, 7, 8, 9), 'three numbers');
 * two.shape; // [1, 3]
 * two.data; // [7, 8, 9]
 */
export function parseIdx(bytes: Uint8Array, name: string): Idx {
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || bytes[2] !== 8 || bytes[3] === 0) {
    const start = Array.from(bytes.subarray(0, 4)).join(' ');
    throw new PlaygroundError(
      `${name}: damaged, or no idx file: got first bytes ${start || '(none)'}; ` +
        'expected 0 0 8 and the number of axes',
    );
  }
  const rank = bytes[3];
  const header = 4 + 4 * rank;
  if (bytes.length < header) {
    throw new PlaygroundError(
      `${name}: damaged: got ${bytes.length} bytes; expected at least ${header} for ${rank} axes`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const size = shape.reduce((a, b) => a * b, 1);
  if (bytes.length !== header + size) {
    throw new PlaygroundError(
      `${name}: damaged: got ${bytes.length - header} bytes of data; ` +
        `expected ${size} for [${shape.join(', ')}]`,
    );
  }
  return { shape, data: bytes.subarray(header) };
}
