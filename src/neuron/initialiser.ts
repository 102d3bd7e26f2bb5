/**
 * Where the first weights come from. All equal does not work (every neuron of a layer would learn
 * the same), too large saturates, too small dies out on the way: Glorot and He choose the spread
 * by how many numbers come in and go out.
 *
 * Sources: Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural
 * networks (formula 16); He, Zhang, Ren and Sun 2015, Delving deep into rectifiers (formula 10).
 */
import { ConfigError, unknownName } from '../math/errors.js';
import type { Random } from '../math/random.js';

/** A way to fill weights. `fanIn` numbers come into each neuron, `fanOut` neurons read each one. */
export interface WeightStart {
  readonly name: string;
  readonly fill: (weights: Float64Array, fanIn: number, fanOut: number, rng: Random) => void;
}

/**
 * Every weight the same number.
 *
 * @example
 * constantWeights(0.5).name; // 'constant 0.5'
 */
export function constantWeights(value: number): WeightStart {
  finite('constantWeights', value);
  return { name: `constant ${value}`, fill: (weights) => weights.fill(value) };
}

/**
 * Every value between `low` and `high` equally likely.
 *
 * @throws ConfigError when the numbers are not finite, or `low` is above `high`
 * @example
 * uniformWeights(-1, 1).name; // 'uniform -1 to 1'
 */
export function uniformWeights(low: number, high: number): WeightStart {
  finite('uniformWeights', low, high);
  if (low > high) {
    throw new ConfigError(`uniformWeights: got from ${low} to ${high}; expected low below high`);
  }
  const fill = (weights: Float64Array, rng: Random): void => {
    rng.rand(weights.length).forEach((share, i) => {
      weights[i] = low + (high - low) * share;
    });
  };
  return {
    name: `uniform ${low} to ${high}`,
    fill: (weights, _in, _out, rng) => fill(weights, rng),
  };
}

/**
 * A bell curve around `mean`.
 *
 * @param deviation its standard deviation, 0 or more
 * @example
 * normalWeights(0, 0.1).name; // 'normal 0, 0.1'
 */
export function normalWeights(mean: number, deviation: number): WeightStart {
  finite('normalWeights', mean, deviation);
  const fill = (weights: Float64Array, rng: Random): void => {
    rng.randn(weights.length).forEach((z, i) => {
      weights[i] = mean + deviation * z;
    });
  };
  return {
    name: `normal ${mean}, ${deviation}`,
    fill: (weights, _in, _out, rng) => fill(weights, rng),
  };
}

const uniformUpTo = (limit: number): WeightStart => uniformWeights(-limit, limit);

/** The ways that need no number of their own. The first is the usual one. */
export const weightStarts: readonly WeightStart[] = [
  {
    name: 'glorot uniform',
    fill: (weights, fanIn, fanOut, rng) =>
      uniformUpTo(Math.sqrt(6 / (fanIn + fanOut))).fill(weights, fanIn, fanOut, rng),
  },
  {
    name: 'glorot normal',
    fill: (weights, fanIn, fanOut, rng) =>
      normalWeights(0, Math.sqrt(2 / (fanIn + fanOut))).fill(weights, fanIn, fanOut, rng),
  },
  {
    name: 'he uniform',
    fill: (weights, fanIn, fanOut, rng) =>
      uniformUpTo(Math.sqrt(6 / fanIn)).fill(weights, fanIn, fanOut, rng),
  },
  {
    name: 'he normal',
    fill: (weights, fanIn, fanOut, rng) =>
      normalWeights(0, Math.sqrt(2 / fanIn)).fill(weights, fanIn, fanOut, rng),
  },
  { name: 'zeros', fill: (weights) => weights.fill(0) },
  { name: 'uniform', fill: (...given) => uniformUpTo(0.5).fill(...given) },
  { name: 'normal', fill: (...given) => normalWeights(0, 1).fill(...given) },
];

/**
 * The way to fill weights of that name.
 *
 * 'uniform' is from -0.5 to 0.5 and 'normal' has mean 0 and deviation 1; for other numbers use
 * `uniformWeights`, `normalWeights`, `constantWeights`.
 *
 * @throws ConfigError for an unknown name, with the nearest ones
 * @example
 * const three = new Float64Array(3);
 * weightStartNamed('glorot uniform').fill(three, 2, 1, random(0));
 * three; // [-0.0106, 0.7586, -1.164]
 */
export function weightStartNamed(name: string): WeightStart {
  const found = weightStarts.find((one) => one.name === name);
  if (found) return found;
  throw unknownName(
    'initialiser',
    name,
    weightStarts.map((one) => one.name),
  );
}

function finite(where: string, ...values: number[]): void {
  const bad = values.find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new ConfigError(`${where}: got ${bad}; expected a finite number`);
}
