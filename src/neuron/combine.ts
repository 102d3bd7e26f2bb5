/**
 * How a neuron combines its inputs into one number, the net input: four ways, one interface.
 *
 * The weighted sum is the one that nearly every network uses; the other three stand here to show
 * that it is a choice. Sources: weighted sum, Rosenblatt 1958; product, Rumelhart, Hinton and
 * McClelland 1986 (sigma-pi units); maximum, after Goodfellow et al. 2013 (maxout); distance,
 * Broomhead and Lowe 1988 (radial basis functions).
 */
import { unknownName } from '../math/errors.js';
import { numberText } from './text.js';

/** One slope for each input and one for each weight. */
export interface Slopes {
  readonly inputs: readonly number[];
  readonly weights: readonly number[];
}

/** Takes as many weights as inputs; `apply` is the net input, `terms` what each input adds to it. */
export interface Combine {
  readonly name: string;
  /** Drawn in the neuron: the sum sign, the product sign ... */
  readonly symbol: string;
  readonly apply: (inputs: readonly number[], weights: readonly number[], bias: number) => number;
  /** One number for each input: its part before the parts are put together. */
  readonly terms: (inputs: readonly number[], weights: readonly number[]) => number[];
  /** How much the net input changes with each input and each weight; with the bias always by 1. */
  readonly derivatives: (inputs: readonly number[], weights: readonly number[]) => Slopes;
  /** The same in numbers, as it would be written by hand: `1 · 0.5 + 2 · (-1) + 3`. */
  readonly written: (inputs: readonly number[], weights: readonly number[], bias: number) => string;
  /** TeX, without dollar signs, in x_i, w_i and b. */
  readonly formula: string;
}

const products = (inputs: readonly number[], weights: readonly number[]): number[] =>
  inputs.map((x, i) => x * weights[i]);

const writtenProducts = (inputs: readonly number[], weights: readonly number[]): string[] =>
  inputs.map((x, i) => `${inBrackets(x)} · ${inBrackets(weights[i])}`);

/**
 * Each input times its weight, all added, and the bias.
 *
 * @example
 * weightedSum.apply([1, 2], [0.5, -1], 3); // 1.5
 * weightedSum.terms([1, 2], [0.5, -1]); // [0.5, -2]
 * weightedSum.written([1, 2], [0.5, -1], 3); // '1 · 0.5 + 2 · (-1) + 3'
 */
export const weightedSum: Combine = {
  name: 'weighted sum',
  symbol: 'Σ',
  apply: (inputs, weights, bias) => products(inputs, weights).reduce((sum, p) => sum + p, bias),
  terms: products,
  derivatives: (inputs, weights) => ({ inputs: weights, weights: inputs }),
  written: (inputs, weights, bias) =>
    [...writtenProducts(inputs, weights), inBrackets(bias)].join(' + '),
  formula: String.raw`\sum_i w_i x_i + b`,
};

/**
 * Each input times its weight, all multiplied; then the bias is added. One zero silences all.
 *
 * @example
 * product.apply([1, 2], [0.5, -1], 3); // 2
 */
export const product: Combine = {
  name: 'product',
  symbol: 'Π',
  apply: (inputs, weights, bias) => products(inputs, weights).reduce((all, p) => all * p, 1) + bias,
  terms: products,
  // Each factor's slope is the product of all the others.
  derivatives: (inputs, weights) => {
    const terms = products(inputs, weights);
    const others = terms.map((_, i) => terms.reduce((all, p, k) => (k === i ? all : all * p), 1));
    return {
      inputs: others.map((other, i) => other * weights[i]),
      weights: others.map((other, i) => other * inputs[i]),
    };
  },
  written: (inputs, weights, bias) =>
    `${writtenProducts(inputs, weights)
      .map((text) => `(${text})`)
      .join(' · ')} + ${inBrackets(bias)}`,
  formula: String.raw`\prod_i w_i x_i + b`,
};

/**
 * The largest of the weighted inputs, and the bias: the loudest voice decides alone.
 *
 * @example
 * maximum.apply([1, 2], [0.5, -1], 3); // 3.5
 */
export const maximum: Combine = {
  name: 'maximum',
  symbol: 'max',
  apply: (inputs, weights, bias) => Math.max(...products(inputs, weights)) + bias,
  terms: products,
  // Only the largest is heard; of several the first.
  derivatives: (inputs, weights) => {
    const terms = products(inputs, weights);
    const largest = terms.indexOf(Math.max(...terms));
    return {
      inputs: weights.map((weight, i) => (i === largest ? weight : 0)),
      weights: inputs.map((x, i) => (i === largest ? x : 0)),
    };
  },
  written: (inputs, weights, bias) =>
    `max(${writtenProducts(inputs, weights).join(', ')}) + ${inBrackets(bias)}`,
  formula: String.raw`\max_i w_i x_i + b`,
};

/**
 * The bias minus the distance between the inputs and the weights. The weights are a point, the bias
 * is a radius: the net input is positive inside the circle.
 *
 * `terms` are the squared differences.
 *
 * @example
 * distance.apply([3, 4], [0, 0], 6); // 1
 * distance.terms([3, 4], [0, 0]); // [9, 16]
 */
export const distance: Combine = {
  name: 'distance',
  symbol: 'dist',
  apply: (inputs, weights, bias) => bias - Math.hypot(...inputs.map((x, i) => x - weights[i])),
  terms: (inputs, weights) => inputs.map((x, i) => (x - weights[i]) ** 2),
  // At the point itself there is no direction away from it: slope 0.
  derivatives: (inputs, weights) => {
    const away = inputs.map((x, i) => x - weights[i]);
    const far = Math.hypot(...away);
    const part = away.map((difference) => (far === 0 ? 0 : difference / far));
    return { inputs: part.map((share) => -share), weights: part };
  },
  written: (inputs, weights, bias) =>
    `${numberText(bias)} - √(${inputs
      .map((x, i) => `(${numberText(x)} - ${inBrackets(weights[i])})²`)
      .join(' + ')})`,
  formula: String.raw`b - \sqrt{\sum_i (x_i - w_i)^2}`,
};

/** All four, the usual one first. */
export const combinations: readonly Combine[] = [weightedSum, product, maximum, distance];

/**
 * The combination of that name.
 *
 * @throws ConfigError for an unknown name, with the nearest ones
 * @example
 * combineNamed('maximum').apply([1, 5], [1, 1], 0); // 5
 */
export function combineNamed(name: string): Combine {
  const found = combinations.find((one) => one.name === name);
  if (found) return found;
  throw unknownName(
    'combination',
    name,
    combinations.map((one) => one.name),
  );
}

function inBrackets(x: number): string {
  return x < 0 ? `(${numberText(x)})` : numberText(x);
}
