/**
 * The four classic activations: linear, binary, sigmoid, tanh.
 *
 * Every curve stands beside its slope. Linear and binary are the two extremes, all of x or only its
 * sign; sigmoid and tanh are the smooth ways between them, and both go flat far from zero.
 */
import type { Activation } from './activation.js';

/**
 * Nothing is changed: y = x.
 *
 * @example
 * linear.apply(-1.5); // -1.5
 * linear.derivative(-1.5); // 1
 */
export const linear: Activation = {
  name: 'linear',
  apply: (x) => x,
  derivative: () => 1,
  derivativeFromOutput: () => 1,
  range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  monotone: true,
  kinks: [],
  formula: 'x',
  source: 'Widrow and Hoff 1960, Adaptive switching circuits (the adaline)',
};

/**
 * Yes or no: 1 from zero upwards, else 0. Its slope is 0 on both sides of the jump, which is why a
 * binary neuron cannot learn by following slopes.
 *
 * @example
 * binary.apply(0.1); // 1
 * binary.apply(-0.1); // 0
 */
export const binary: Activation = {
  name: 'binary',
  apply: (x) => (x >= 0 ? 1 : 0),
  derivative: () => 0,
  derivativeFromOutput: () => 0,
  range: [0, 1],
  monotone: true,
  kinks: [0],
  formula: String.raw`\begin{cases} 1 & x \ge 0 \\ 0 & x < 0 \end{cases}`,
  source: 'McCulloch and Pitts 1943, A logical calculus of the ideas immanent in nervous activity',
};

/** 1 / (1 + e^-x), written so that the power is never larger than 1. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const power = Math.exp(x);
  return power / (1 + power);
}

/**
 * A soft yes or no, between 0 and 1. Steepest at zero, where its slope is 0.25.
 *
 * @example
 * sigmoid.apply(0); // 0.5
 * sigmoid.apply(2); // 0.8808
 * sigmoid.derivative(0); // 0.25
 */
export const sigmoid: Activation = {
  name: 'sigmoid',
  apply: logistic,
  // y (1 - y), and 1 - y is the curve at -x: no digits are lost where y is close to 1.
  derivative: (x) => logistic(x) * logistic(-x),
  derivativeFromOutput: (y) => y * (1 - y),
  range: [0, 1],
  monotone: true,
  kinks: [],
  formula: String.raw`\frac{1}{1 + e^{-x}}`,
  source: 'Verhulst 1845 (the logistic curve); Rumelhart, Hinton and Williams 1986 (in networks)',
};

/**
 * A soft sign, between -1 and 1: a sigmoid that was stretched to be symmetric about zero.
 *
 * @example
 * tanh.apply(1); // 0.7616
 * tanh.derivative(0); // 1
 */
export const tanh: Activation = {
  name: 'tanh',
  apply: (x) => Math.tanh(x),
  derivative: (x) => 1 - Math.tanh(x) ** 2,
  derivativeFromOutput: (y) => 1 - y * y,
  range: [-1, 1],
  monotone: true,
  kinks: [],
  formula: String.raw`\frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}`,
  source: 'LeCun, Bottou, Orr and Müller 1998, Efficient BackProp',
};
