/**
 * How a neuron passes its value on. Nearly always as it is; the others show that it is a choice.
 */
import { unknownName } from '../math/errors.js';

export interface Output {
  readonly name: string;
  readonly apply: (activated: number) => number;
  /** TeX, without dollar signs, in a, the activated value. */
  readonly formula: string;
}

/**
 * The activated value itself.
 *
 * @example
 * asIs.apply(0.731); // 0.731
 */
export const asIs: Output = { name: 'as is', apply: (a) => a, formula: 'a' };

/**
 * The nearest whole number; halves go up.
 *
 * @example
 * rounded.apply(2.5); // 3
 * rounded.apply(0.4); // 0
 */
export const rounded: Output = {
  name: 'rounded',
  apply: (a) => Math.floor(a + 0.5),
  formula: String.raw`\lfloor a + 0.5 \rfloor`,
};

/**
 * A decision: 1 from one half upwards, else 0.
 *
 * @example
 * threshold.apply(0.731); // 1
 */
export const threshold: Output = {
  name: 'threshold',
  apply: (a) => (a >= 0.5 ? 1 : 0),
  formula: String.raw`\begin{cases} 1 & a \ge 0.5 \\ 0 & a < 0.5 \end{cases}`,
};

/**
 * One minus the value: a yes becomes a no.
 *
 * @example
 * inverted.apply(0.75); // 0.25
 */
export const inverted: Output = { name: 'inverted', apply: (a) => 1 - a, formula: '1 - a' };

/** All four, the usual one first. */
export const outputs: readonly Output[] = [asIs, rounded, threshold, inverted];

/**
 * The way to pass on of that name.
 *
 * @throws ConfigError for an unknown name, with the nearest ones
 * @example
 * outputNamed('rounded').apply(0.7); // 1
 */
export function outputNamed(name: string): Output {
  const found = outputs.find((one) => one.name === name);
  if (found) return found;
  throw unknownName(
    'output',
    name,
    outputs.map((one) => one.name),
  );
}
