/** Two plain answers side by side: where they differ first, and how. */
import { LongList, Opaque, type Plain, TensorNumbers } from './plain.js';

export type DifferenceKind = 'value' | 'not a number' | 'length' | 'shape' | 'type' | 'missing';

/** The first place where an answer is not what was expected. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** Index path: `[2][1]`, `.bias`; empty when it is the answer itself. */
  readonly path: string;
  readonly got: Plain;
  readonly expected: Plain;
}

/**
 * The first difference, in reading order; null when there is none.
 *
 * Numbers may differ by `tolerance * (1 + |expected|)`. What the expected record does not have is
 * not looked at. A different length or kind further out is told before a different number inside.
 *
 * @example
 * firstDifference([[1, 2], [3, 5]], [[1, 2], [3, 4]], 1e-6)?.path; // '[1][1]'
 */
export function firstDifference(
  got: Plain,
  expected: Plain,
  tolerance: number,
  path = '',
): Difference | null {
  const found = (kind: DifferenceKind): Difference => ({ kind, path, got, expected });
  if (typeof expected === 'number') {
    if (typeof got !== 'number') return found('type');
    if (Number.isNaN(got) && !Number.isNaN(expected)) return found('not a number');
    return near(got, expected, tolerance) ? null : found('value');
  }
  if (expected instanceof TensorNumbers) {
    if (!(got instanceof TensorNumbers)) return found('type');
    if (got.shape.join() !== expected.shape.join()) return found('shape');
    return firstDifference(got.values, expected.values, tolerance, path);
  }
  if (Array.isArray(expected)) {
    if (got instanceof LongList) return found('length');
    if (!Array.isArray(got)) return found('type');
    if (got.length !== expected.length) return found('length');
    for (let i = 0; i < expected.length; i++) {
      const inside = firstDifference(got[i], expected[i], tolerance, `${path}[${i}]`);
      if (inside) return inside;
    }
    return null;
  }
  if (expected instanceof Opaque) {
    return got instanceof Opaque && kindOf(got) === kindOf(expected) ? null : found('type');
  }
  if (isKeyed(expected)) {
    if (!isKeyed(got)) return found('type');
    for (const [key, value] of Object.entries(expected)) {
      const inner = /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `['${key}']`;
      if (!Object.hasOwn(got, key)) {
        return { kind: 'missing', path: `${path}${inner}`, got: undefined, expected: value };
      }
      const inside = firstDifference(got[key], value, tolerance, `${path}${inner}`);
      if (inside) return inside;
    }
    return null;
  }
  if (got === expected) return null;
  return found(kindOf(got) === kindOf(expected) ? 'value' : 'type');
}

function near(got: number, expected: number, tolerance: number): boolean {
  if (Object.is(got, expected) || got === expected) return true;
  return Math.abs(got - expected) <= tolerance * (1 + Math.abs(expected));
}

/** What a value is, in words: `a number`, `a list of 3`, `a tensor of shape [2, 3]`. */
export function kindOf(value: Plain): string {
  if (value === undefined) return 'undefined';
  if (value === null) return 'null';
  if (value instanceof TensorNumbers) return `a tensor of shape [${value.shape.join(', ')}]`;
  if (value instanceof LongList) return `a list of ${value.length}`;
  if (Array.isArray(value)) return shapeWords(value);
  if (value instanceof Opaque) return value.text.replace(/ \(.*/s, '');
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'boolean') return `the truth value ${value}`;
  if (typeof value === 'bigint') return 'a bigint (a number with an n behind it)';
  return typeof value === 'number' ? 'a number' : 'a record { ... }';
}

function shapeWords(list: readonly Plain[]): string {
  const inner = list[0];
  if (!Array.isArray(inner)) return `a list of ${list.length}`;
  const even = list.every((row) => Array.isArray(row) && row.length === inner.length);
  return even
    ? `a list of ${list.length} lists of ${inner.length}`
    : `a list of ${list.length} lists`;
}

function isKeyed(value: Plain): value is { readonly [key: string]: Plain } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(value instanceof Opaque || value instanceof TensorNumbers || value instanceof LongList);
}

/** Whether any number in it is NaN. */
export function hasNaN(value: Plain): boolean {
  if (typeof value === 'number') return Number.isNaN(value);
  if (value instanceof TensorNumbers) return hasNaN(value.values);
  if (Array.isArray(value)) return value.some(hasNaN);
  return isKeyed(value) && Object.values(value).some(hasNaN);
}

/** Every number of a plain value, in reading order. */
export function numbersIn(value: Plain): number[] {
  if (typeof value === 'number') return [value];
  if (value instanceof TensorNumbers) return numbersIn(value.values);
  if (Array.isArray(value)) return value.flatMap((part) => numbersIn(part as Plain));
  return isKeyed(value) ? Object.values(value).flatMap(numbersIn) : [];
}
