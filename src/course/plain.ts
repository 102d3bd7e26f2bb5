/**
 * Answers made plain: a copy of any value, of numbers, texts, lists and records only, that can be
 * compared and printed without asking the value itself anything more.
 *
 * A learner's function may hand back whatever JavaScript can make: objects in circles, getters that
 * throw, proxies that lie, lists of four milliards. Everything that could run code of theirs happens
 * here (the judge calls it under its time limit), and nothing of it can throw.
 */

/** Something that is neither number, text nor list: known by its name only. */
export class Opaque {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** The numbers of a tensor, nested by its shape. */
export class TensorNumbers {
  readonly shape: readonly number[];
  readonly values: Plain;
  constructor(shape: readonly number[], values: Plain) {
    this.shape = shape;
    this.values = values;
  }
}

/** A list that was too long to copy. */
export class LongList {
  readonly length: number;
  readonly start: readonly Plain[];
  constructor(length: number, start: readonly Plain[]) {
    this.length = length;
    this.start = start;
  }
}

export type Plain =
  | number
  | string
  | boolean
  | bigint
  | null
  | undefined
  | readonly Plain[]
  | Opaque
  | TensorNumbers
  | LongList
  | { readonly [key: string]: Plain };

/** What a tensor looks like from outside; so tensors are known without loading their library. */
export interface TensorLike {
  readonly shape: readonly number[];
  readonly id: number;
  readonly isDisposed: boolean;
  dataSync(): ArrayLike<number>;
  dispose(): void;
}

export function isTensor(value: unknown): value is TensorLike {
  if (typeof value !== 'object' || value === null) return false;
  const it = value as Partial<TensorLike>;
  return typeof it.dataSync === 'function' && Array.isArray(it.shape) && typeof it.id === 'number';
}

const mostItems = 4_000_000;
const deepest = 40;

/**
 * A plain copy of any value. Never throws; runs the value's getters, so give it a time limit.
 *
 * @example
 * plain([1, new Float32Array([0.5]), { a: null }]); // [1, [0.5], { a: null }]
 */
export function plain(value: unknown): Plain {
  const room = { left: mostItems };
  const above = new Set<object>();
  const copy = (part: unknown, depth: number): Plain => {
    if (part === null || part === undefined) return part;
    if (typeof part === 'function') return new Opaque(`a function${nameOf(part)}`);
    if (typeof part === 'symbol') return new Opaque('a symbol');
    if (typeof part !== 'object') return part as number | string | boolean | bigint;
    if (above.has(part)) return new Opaque('a circle (an object inside itself)');
    if (depth > deepest) return new Opaque('... nested too deeply');
    above.add(part);
    try {
      return inside(part, depth);
    } catch {
      return new Opaque('an object that cannot be read');
    } finally {
      above.delete(part);
    }
  };
  const list = (items: ArrayLike<unknown>, depth: number): Plain => {
    const length = items.length;
    const fits = length <= room.left;
    room.left -= fits ? length : 100;
    const start = Array.from({ length: fits ? length : Math.min(length, 100) }, (_, i) =>
      copy(items[i], depth + 1),
    );
    return fits ? start : new LongList(length, start);
  };
  const inside = (part: object, depth: number): Plain => {
    if (Array.isArray(part)) return list(part, depth);
    if (ArrayBuffer.isView(part) && !(part instanceof DataView)) {
      return list(part as unknown as ArrayLike<unknown>, depth);
    }
    if (isTensor(part)) {
      if (part.isDisposed) return new Opaque('a tensor that was disposed of');
      const shape = part.shape.map(Number);
      return new TensorNumbers(shape, nested(Array.from(part.dataSync()), shape));
    }
    if (part instanceof Date || part instanceof RegExp) return new Opaque(String(part));
    if (part instanceof Error) return new Opaque(`an error (${part.message})`);
    if (part instanceof Map || part instanceof Set) {
      const kind = part instanceof Map ? 'map' : 'set';
      return { [kind]: list([...part], depth) };
    }
    if (typeof (part as { then?: unknown }).then === 'function') return new Opaque('a promise');
    const keys = Object.keys(part).slice(0, 10_000);
    room.left -= keys.length;
    if (room.left < 0) return new Opaque('an object too large to read');
    const pairs = keys.map((key) => [key, read(part, key, depth)] as const);
    return Object.fromEntries(pairs);
  };
  const read = (part: object, key: string, depth: number): Plain => {
    try {
      return copy((part as Record<string, unknown>)[key], depth + 1);
    } catch {
      return new Opaque('a property that cannot be read');
    }
  };
  return copy(value, 0);
}

/** Row-major numbers, cut into lists of lists by the shape. */
function nested(flat: readonly number[], shape: readonly number[]): Plain {
  if (shape.length === 0) return flat[0];
  if (shape.length === 1) return flat;
  const step = shape.slice(1).reduce((a, b) => a * b, 1);
  return Array.from({ length: shape[0] }, (_, i) =>
    nested(flat.slice(i * step, (i + 1) * step), shape.slice(1)),
  );
}

function nameOf(part: unknown): string {
  try {
    const name = (part as { name?: unknown }).name;
    return typeof name === 'string' && name !== '' ? ` (${name.slice(0, 40)})` : '';
  } catch {
    return '';
  }
}

/** Deep copy of arguments: lists, typed arrays and plain records; everything else is shared. */
export function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return (value as Float64Array).slice();
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copied(part)]));
}

/** Whether a value is a record as `{ ... }` makes it, and no instance of a class. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || isTensor(value)) return false;
  const above = Object.getPrototypeOf(value);
  return above === null || above === Object.prototype;
}
