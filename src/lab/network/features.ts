/**
 * What the network is told about a point: its two numbers, and things computed from them. Pure.
 */

export interface Feature {
  /** As in a link and in code: `x1 squared`. */
  readonly name: string;
  /** As on the page: x₁². */
  readonly sign: string;
  readonly of: (x1: number, x2: number) => number;
  /** The same in TypeScript. */
  readonly code: string;
}

/** All features. The sines go through two periods between -1 and 1. */
export const FEATURES: readonly Feature[] = [
  { name: 'x1', sign: 'x₁', of: (x1) => x1, code: 'x1' },
  { name: 'x2', sign: 'x₂', of: (_, x2) => x2, code: 'x2' },
  { name: 'x1 squared', sign: 'x₁²', of: (x1) => x1 * x1, code: 'x1 * x1' },
  { name: 'x2 squared', sign: 'x₂²', of: (_, x2) => x2 * x2, code: 'x2 * x2' },
  { name: 'x1 x2', sign: 'x₁x₂', of: (x1, x2) => x1 * x2, code: 'x1 * x2' },
  {
    name: 'sin x1',
    sign: 'sin 2πx₁',
    of: (x1) => Math.sin(2 * Math.PI * x1),
    code: 'Math.sin(2 * Math.PI * x1)',
  },
  {
    name: 'sin x2',
    sign: 'sin 2πx₂',
    of: (_, x2) => Math.sin(2 * Math.PI * x2),
    code: 'Math.sin(2 * Math.PI * x2)',
  },
];

export const FEATURE_NAMES: readonly string[] = FEATURES.map(({ name }) => name);

/** The features of these names, in the order of the list. */
export function featuresOf(names: readonly string[]): Feature[] {
  return FEATURES.filter(({ name }) => names.includes(name));
}

/**
 * What the network sees of these points.
 *
 * @returns one row for each point, one number for each feature
 * @example
 * featureRows(['x1', 'x1 squared'], [[3, 1]]); // [[3, 9]]
 */
export function featureRows(
  names: readonly string[],
  points: readonly (readonly number[])[],
): number[][] {
  const used = featuresOf(names);
  return points.map(([x1, x2]) => used.map(({ of }) => of(x1, x2)));
}
