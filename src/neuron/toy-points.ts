/**
 * Point sets to learn from, in the plane between -1 and 1, of two classes: made by a rule and a
 * seed, so that everybody has the same. A toy is the point here: what a network does with two
 * numbers can be drawn.
 *
 * Sources: XOR after Minsky and Papert 1969; two spirals after Lang and Witbrock 1988, Learning to
 * tell two spirals apart; the others are folklore, and known from every toolbox.
 */
import { ConfigError, unknownName } from '../math/errors.js';
import { type Random, random } from '../math/random.js';

export interface ToyPoints {
  /** One pair of numbers for each example. */
  readonly inputs: readonly (readonly number[])[];
  /** 0 or 1 for each example; both equally often, up to one. */
  readonly targets: readonly number[];
}

export interface ToyOptions {
  /** How many examples (default 200). */
  readonly count?: number;
  /** Standard deviation of what is added to each number (default 0.08; 0 keeps to the rule). */
  readonly noise?: number;
  /** Default `random(0)`. */
  readonly rng?: Random;
}

/** A place of the class, for a share from 0 to 1 along its shape and a second number 0 to 1. */
type Shape = (target: number, along: number, across: number) => [number, number];

const turn = 2 * Math.PI;
const round = (radius: number, angle: number): [number, number] => [
  radius * Math.cos(angle),
  radius * Math.sin(angle),
];

const shapes: Readonly<Record<string, Shape>> = {
  /** Two clouds, apart: one line divides them. */
  clouds: (target, along, across) => {
    const [x, y] = round(0.28 * Math.sqrt(across), turn * along);
    return target === 1 ? [x + 0.5, y + 0.4] : [x - 0.5, y - 0.4];
  },
  /** Four squares: yes where the signs of the two numbers differ. */
  xor: (target, along, across) => {
    const [x, y] = [0.1 + 0.8 * ((2 * along) % 1), 0.1 + 0.8 * across];
    const left = along < 0.5;
    if (target === 1) return left ? [-x, y] : [x, -y];
    return left ? [-x, -y] : [x, y];
  },
  /** A disc, and a ring around it. */
  circles: (target, along, across) =>
    round(target === 1 ? 0.45 * Math.sqrt(across) : 0.75 + 0.2 * across, turn * along),
  /** Two half circles, each with an end in the other. */
  moons: (target, along) => {
    const [x, y] = round(0.6, Math.PI * along);
    return target === 1 ? [x + 0.3, 0.15 - y] : [x - 0.3, y - 0.15];
  },
  /** Two arms, one and a half turns each. */
  spirals: (target, along) =>
    round(0.08 + 0.87 * along, 1.5 * turn * along + (target === 1 ? Math.PI : 0)),
};

/** The names: clouds, xor, circles, moons, spirals. */
export const toyNames: readonly string[] = Object.keys(shapes);

/**
 * Points of the set of that name, the classes taking turns. `examples(set.inputs, set.targets)`
 * makes examples of them.
 *
 * @throws ConfigError for an unknown name (with the nearest), a count that is no whole number from
 *   2 on, or noise below 0
 * @example
 * const { inputs, targets } = toyPoints('moons', { count: 4, rng: random(1) });
 * targets; // [0, 1, 0, 1]
 * inputs[0]; // [-0.7705, 0.2507]
 */
export function toyPoints(name: string, options: ToyOptions = {}): ToyPoints {
  const { count = 200, noise = 0.08, rng = random(0) } = options;
  if (!Object.hasOwn(shapes, name)) throw unknownName('point set', name, toyNames);
  if (!Number.isInteger(count) || count < 2) {
    throw new ConfigError(`toyPoints: got count ${count}; expected a whole number from 2 on`);
  }
  if (!(noise >= 0 && Number.isFinite(noise))) {
    throw new ConfigError(`toyPoints: got noise ${noise}; expected 0 or more`);
  }
  const places = rng.rand(2 * count);
  const shaken = rng.randn(2 * count);
  const targets = Array.from({ length: count }, (_, i) => i % 2);
  const inputs = targets.map((target, i) =>
    shapes[name](target, places[2 * i], places[2 * i + 1]).map(
      (value, k) => value + noise * shaken[2 * i + k],
    ),
  );
  return { inputs, targets };
}

/**
 * The points of each class, for a plot; in the order of the targets 0 and 1.
 *
 * @example
 * const set = { inputs: [[0, 0], [1, 1], [0, 1]], targets: [0, 0, 1] };
 * toyGroups(set, ['no', 'yes']); // { no: [[0, 0], [1, 1]], yes: [[0, 1]] }
 */
export function toyGroups(
  { inputs, targets }: ToyPoints,
  names: readonly [string, string] = ['class 0', 'class 1'],
): Record<string, readonly (readonly number[])[]> {
  return Object.fromEntries(
    names.map((name, target) => [name, inputs.filter((_, i) => targets[i] === target)]),
  );
}
