/**
 * Losses: one number for how wrong an answer is, and the slope that says which way is better.
 *
 * Cross-entropy needs the logarithm of a share, and a share that was rounded to 0 has none. So
 * behind its own activation (sigmoid, softmax) it is computed from the net input, in one step:
 * no logarithm of 0, and the slope is share minus target.
 *
 * Sources: Legendre 1805 (least squares); Good 1952 (log loss); Bridle 1990 (with softmax);
 * Goodfellow, Bengio and Courville 2016, Deep Learning, section 6.2.2.
 */
import { unknownName } from '../math/errors.js';
import { logistic } from './classic.js';

type Vector = ArrayLike<number>;

/** The two verbs of a loss, for one example. `gradient` writes one slope for each number into `into`. */
export interface LossVerbs {
  readonly value: (output: Vector, target: Vector) => number;
  readonly gradient: (output: Vector, target: Vector, into: Float64Array) => void;
}

/** A loss over the outputs of one example; over several examples, the mean. */
export interface Loss extends LossVerbs {
  readonly name: string;
  /** The same from net inputs, for a last layer with this activation: never a logarithm of 0. */
  readonly fromNet?: LossVerbs & { readonly activation: 'sigmoid' | 'softmax' };
  /** Whether outputs must be shares, from 0 to 1. */
  readonly shares: boolean;
  /** TeX, without dollar signs, in y (output), t (target), n of them. */
  readonly formula: string;
  readonly source: string;
}

/**
 * The mean over the outputs of the squared difference.
 *
 * @example
 * squaredError.value([3, 1], [1, 1]); // 2
 */
export const squaredError: Loss = {
  name: 'squared error',
  value: (y, t) => {
    let sum = 0;
    for (let i = 0; i < y.length; i++) sum += (y[i] - t[i]) * (y[i] - t[i]);
    return sum / y.length;
  },
  gradient: (y, t, into) => {
    for (let i = 0; i < y.length; i++) into[i] = (2 * (y[i] - t[i])) / y.length;
  },
  shares: false,
  formula: String.raw`\frac{1}{n} \sum_i (y_i - t_i)^2`,
  source: 'Legendre 1805, Nouvelles méthodes pour la détermination des orbites des comètes',
};

/** Nearer to 0 or 1 than this, a share is taken for it: its logarithm stays finite. */
const smallest = 1e-12;
const inside = (share: number): number => Math.min(Math.max(share, smallest), 1 - smallest);

/**
 * For yes or no: the surprise at the right answer, mean over the outputs. Targets from 0 to 1.
 *
 * @example
 * binaryCrossEntropy.value([0.5], [1]); // 0.6931
 * binaryCrossEntropy.fromNet.value([1000], [0]); // 1000
 */
export const binaryCrossEntropy: Loss & { readonly fromNet: LossVerbs } = {
  name: 'binary cross-entropy',
  value: (y, t) => {
    let sum = 0;
    for (let i = 0; i < y.length; i++) {
      sum -= t[i] * Math.log(inside(y[i])) + (1 - t[i]) * Math.log1p(-inside(y[i]));
    }
    return sum / y.length;
  },
  gradient: (y, t, into) => {
    for (let i = 0; i < y.length; i++) {
      const share = inside(y[i]);
      into[i] = (share - t[i]) / (share * (1 - share) * y.length);
    }
  },
  fromNet: {
    activation: 'sigmoid',
    // max(x, 0) - x t + ln(1 + e^-|x|): the power is never larger than 1.
    value: (x, t) => {
      let sum = 0;
      for (let i = 0; i < x.length; i++) {
        sum += Math.max(x[i], 0) - x[i] * t[i] + Math.log1p(Math.exp(-Math.abs(x[i])));
      }
      return sum / x.length;
    },
    gradient: (x, t, into) => {
      for (let i = 0; i < x.length; i++) into[i] = (logistic(x[i]) - t[i]) / x.length;
    },
  },
  shares: true,
  formula: String.raw`-\frac{1}{n} \sum_i t_i \ln y_i + (1 - t_i) \ln(1 - y_i)`,
  source: 'Good 1952, Rational decisions',
};

/**
 * For one of several classes: the surprise at the right one. Targets are shares that add up to 1,
 * as a rule a 1 for the right class and 0 for the others.
 *
 * @example
 * categoricalCrossEntropy.value([0.25, 0.75], [0, 1]); // 0.2877
 * categoricalCrossEntropy.fromNet.value([1000, 0], [0, 1]); // 1000
 */
export const categoricalCrossEntropy: Loss & { readonly fromNet: LossVerbs } = {
  name: 'categorical cross-entropy',
  value: (y, t) => {
    let sum = 0;
    for (let i = 0; i < y.length; i++) sum -= t[i] * Math.log(inside(y[i]));
    return sum;
  },
  gradient: (y, t, into) => {
    for (let i = 0; i < y.length; i++) into[i] = -t[i] / inside(y[i]);
  },
  fromNet: {
    activation: 'softmax',
    value: (x, t) => {
      const total = logOfTotal(x);
      let sum = 0;
      for (let i = 0; i < x.length; i++) sum += t[i] * (total - x[i]);
      return sum;
    },
    gradient: (x, t, into) => {
      const total = logOfTotal(x);
      let targets = 0;
      for (let i = 0; i < x.length; i++) targets += t[i];
      for (let i = 0; i < x.length; i++) into[i] = targets * Math.exp(x[i] - total) - t[i];
    },
  },
  shares: true,
  formula: String.raw`-\sum_i t_i \ln y_i`,
  source: 'Bridle 1990, Probabilistic interpretation of feedforward classification network outputs',
};

/** ln of the sum of e^x, with the largest taken out first, so that no power overflows. */
function logOfTotal(x: Vector): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, x[i]);
  let total = 0;
  for (let i = 0; i < x.length; i++) total += Math.exp(x[i] - largest);
  return largest + Math.log(total);
}

/** All three. */
export const losses: readonly Loss[] = [squaredError, binaryCrossEntropy, categoricalCrossEntropy];

/**
 * The loss of that name.
 *
 * @throws ConfigError for an unknown name, with the nearest ones
 * @example
 * lossNamed('squared error').value([2], [0]); // 4
 */
export function lossNamed(name: string): Loss {
  const found = losses.find((one) => one.name === name);
  if (found) return found;
  throw unknownName(
    'loss',
    name,
    losses.map((one) => one.name),
  );
}
