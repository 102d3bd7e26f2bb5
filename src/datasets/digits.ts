/**
 * Handwritten digits as numbers: 28 x 28 pixels, 0 for paper up to 255 for ink, and a label 0 to 9.
 *
 * Here is what needs no files and no tensors, so it runs in a browser too. `mnist.node.ts` reads the
 * files; `digit-batch.ts` makes tensors.
 *
 * Source: LeCun, Bottou, Bengio and Haffner 1998; see datasets/mnist/card.md.
 */
import { PlaygroundError, ShapeError } from '../math/errors.js';
import { parseIdx } from './idx.js';

/** Pictures with their labels. */
export interface DigitSet {
  /** 'train' or 'test', for messages and captions. */
  readonly name: string;
  readonly count: number;
  /** Pixels along one side: 28. */
  readonly side: number;
  /** [count, side, side], row by row, 0 (paper) to 255 (ink). */
  readonly pixels: Uint8Array;
  /** [count], 0 to 9. */
  readonly labels: Uint8Array;
}

/** Digits to learn from, and others that were kept back to measure with. */
export interface Digits {
  readonly train: DigitSet;
  readonly test: DigitSet;
}

const side = 28;

/**
 * Puts a set together from unpacked idx files.
 *
 * @param images one file or several, in order, each [count, 28, 28]
 * @param labels [count of all]
 * @throws PlaygroundError when a file is damaged or they do not belong together
 */
export function digitSet(
  name: string,
  images: readonly Uint8Array[],
  labels: Uint8Array,
): DigitSet {
  const parts = images.map((bytes, i) => parseIdx(bytes, `${name} images ${i + 1}`));
  for (const { shape } of parts) {
    if (shape.length === 3 && shape[1] === side && shape[2] === side) continue;
    throw new PlaygroundError(
      `${name} images: got [${shape.join(', ')}]; expected [count, ${side}, ${side}]`,
    );
  }
  const { shape, data } = parseIdx(labels, `${name} labels`);
  const count = parts.reduce((sum, part) => sum + part.shape[0], 0);
  if (shape.length !== 1 || shape[0] !== count) {
    throw new PlaygroundError(
      `${name} labels: got [${shape.join(', ')}]; expected [${count}], one for each picture`,
    );
  }
  const wrong = data.find((label) => label > 9);
  if (wrong !== undefined) {
    throw new PlaygroundError(`${name} labels: got ${wrong}; expected 0 to 9`);
  }
  const pixels = new Uint8Array(count * side * side);
  let place = 0;
  for (const part of parts) {
    pixels.set(part.data, place);
    place += part.data.length;
  }
  return { name, count, side, pixels, labels: data.slice() };
}

/**
 * One picture as rows of numbers, 0 (paper) to 1 (ink).
 *
 * @param index from 0
 * @returns 28 rows of 28
 * @throws ShapeError when there is no such picture
 */
export function digitRows(set: DigitSet, index: number): number[][] {
  if (!Number.isInteger(index) || index < 0 || index >= set.count) {
    throw new ShapeError(
      `digitRows: got picture ${index}; expected 0 to ${set.count - 1} of '${set.name}'`,
    );
  }
  const start = index * set.side * set.side;
  return Array.from({ length: set.side }, (_, row) =>
    Array.from(
      set.pixels.subarray(start + row * set.side, start + (row + 1) * set.side),
      (value) => value / 255,
    ),
  );
}
