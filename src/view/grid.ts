/** A rectangle of numbers: from nested arrays or a tensor, checked. */
import { ShapeError } from '../math/errors.js';
import type { TensorLike } from './view.js';

/** Rows of numbers, top row first, or a tensor of shape [rows, columns]. */
export type GridInput = readonly ArrayLike<number>[] | TensorLike;

export function readGrid(where: string, input: GridInput): number[][] {
  if ('dataSync' in input) {
    const { shape } = input;
    if (shape.length !== 2) {
      throw new ShapeError(`${where}: got a tensor [${shape}]; expected [rows, columns]`);
    }
    const flat = input.dataSync();
    return Array.from({ length: shape[0] }, (_, row) =>
      Array.from({ length: shape[1] }, (_, column) => flat[row * shape[1] + column]),
    );
  }
  const rows = Array.from(input, (row) => Array.from(row));
  if (rows.length === 0 || rows[0].length === 0) {
    throw new ShapeError(`${where}: got no numbers; expected rows of numbers`);
  }
  rows.forEach((row, i) => {
    if (row.length !== rows[0].length) {
      throw new ShapeError(
        `${where}: got ${row.length} numbers in row ${i} and ${rows[0].length} in row 0; ` +
          'expected rows of equal length',
      );
    }
  });
  return rows;
}

/** Smallest and largest finite number. */
export function ends(rows: readonly (readonly number[])[]): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const row of rows) {
    for (const value of row) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : [0, 0];
}
