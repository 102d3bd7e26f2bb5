/**
 * Point sets with a number at each place instead of a class, for regression: places in the plane
 * between -1 and 1, heights between -1 and 1, made by a rule and a seed.
 *
 * Source: the two sets that every playground of networks has. Their noise is in the height alone.
 */
import { ConfigError, unknownName } from '../math/errors.js';
import { random } from '../math/random.js';
import type { ToyOptions } from './toy-points.js';

export interface ToyHeights {
  /** One pair of numbers for each example. */
  readonly inputs: readonly (readonly number[])[];
  /** A number for each example. */
  readonly targets: readonly number[];
}

/** A hill of height 1 and this width at the place. */
const hill = (x: number, y: number, atX: number, atY: number): number =>
  Math.exp(-((x - atX) ** 2 + (y - atY) ** 2) / (2 * 0.25 ** 2));

const rules: Readonly<Record<string, (x: number, y: number) => number>> = {
  /** A slope that rises from one corner to the other. */
  plane: (x, y) => (x + y) / 2,
  /** Bell curves: two hills, two hollows. */
  hills: (x, y) =>
    hill(x, y, 0.5, 0.5) + hill(x, y, -0.5, -0.5) - hill(x, y, -0.5, 0.5) - hill(x, y, 0.5, -0.5),
};

/** The names: plane, hills. */
export const toyHeightNames: readonly string[] = Object.keys(rules);

/**
 * Points of the set of that name, each with its height.
 *
 * @throws ConfigError for an unknown name (with the nearest), a count that is no whole number from
 *   1 on, or noise below 0
 * @example
 * const { inputs, targets } = toyHeights('plane', { count: 2, noise: 0, rng: random(1) });
 * inputs[0]; // [0.5153, -0.4414]
 * targets[0]; // 0.0369
 */
export function toyHeights(name: string, options: ToyOptions = {}): ToyHeights {
  const { count = 200, noise = 0.08, rng = random(0) } = options;
  if (!Object.hasOwn(rules, name)) throw unknownName('height set', name, toyHeightNames);
  if (!Number.isInteger(count) || count < 1) {
    throw new ConfigError(`toyHeights: got count ${count}; expected a whole number from 1 on`);
  }
  if (!(noise >= 0 && Number.isFinite(noise))) {
    throw new ConfigError(`toyHeights: got noise ${noise}; expected 0 or more`);
  }
  const places = rng.rand(2 * count);
  const shaken = rng.randn(count);
  const inputs = Array.from({ length: count }, (_, i) => [
    2 * places[2 * i] - 1,
    2 * places[2 * i + 1] - 1,
  ]);
  const targets = inputs.map(([x, y], i) => rules[name](x, y) + noise * shaken[i]);
  return { inputs, targets };
}
