/**
 * Shape checks that say which axis is wrong, before an operation fails somewhere inside.
 */
import { ShapeError } from '../math/errors.js';

/**
 * What one axis must be: a size; a size with the word for it; or only a word, when any size will do.
 */
export type Axis = number | string | readonly [size: number, word: string];

/** Whatever has a shape: a tensor, a description of one. */
export interface Shaped {
  readonly shape: readonly number[];
}

/**
 * Throws unless the shape of `x` fits.
 *
 * @param where the function that checks, for the message
 * @param what the name of the argument, for the message
 * @throws ShapeError
 *
 * @example
 * expectShape('dense', 'input', { shape: [2, 3] }, ['batch', [3, 'features']]);
 */
export function expectShape(
  where: string,
  what: string,
  x: Shaped,
  expected: readonly Axis[],
): void {
  const wrong = expected.filter((axis, i) => sizeOf(axis) !== null && sizeOf(axis) !== x.shape[i]);
  if (x.shape.length === expected.length && wrong.length === 0) return;
  const [first] = wrong;
  const oneWord = x.shape.length === expected.length && wrong.length === 1 && Array.isArray(first);
  const wish = oneWord ? `${first[0]} ${first[1]}` : `[${expected.map(wordOf).join(', ')}]`;
  throw new ShapeError(`${where}: got ${what} [${x.shape.join(', ')}]; expected ${wish}`);
}

function sizeOf(axis: Axis): number | null {
  if (typeof axis === 'string') return null;
  return typeof axis === 'number' ? axis : axis[0];
}

function wordOf(axis: Axis): string {
  if (typeof axis === 'object') return `${axis[0]} ${axis[1]}`;
  return String(axis);
}
