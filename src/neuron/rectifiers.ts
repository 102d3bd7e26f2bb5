/**
 * The rectifiers: what is positive passes, what is negative is cut, dimmed, or bent.
 *
 * For large x they all have slope 1, so they do not go flat there as sigmoid and tanh do.
 */
import type { Activation } from './activation.js';
import { logistic } from './classic.js';

/**
 * The larger of x and 0.
 *
 * @example
 * relu.apply(3); // 3
 * relu.apply(-3); // 0
 */
export const relu: Activation = {
  name: 'relu',
  apply: (x) => Math.max(0, x),
  derivative: (x) => (x > 0 ? 1 : 0),
  derivativeFromOutput: (y) => (y > 0 ? 1 : 0),
  range: [0, Number.POSITIVE_INFINITY],
  monotone: true,
  kinks: [0],
  formula: String.raw`\max(0, x)`,
  source: 'Nair and Hinton 2010, Rectified linear units improve restricted Boltzmann machines',
};

const leakySlope = 0.01; // Maas, Hannun and Ng 2013, section 2

/**
 * Relu that lets a little of the negative side through, so that its slope is never 0.
 *
 * @example
 * leakyRelu.apply(-3); // -0.03
 * leakyRelu.apply(-3, 0.2); // -0.6
 */
export const leakyRelu: Activation = {
  name: 'leaky relu',
  apply: (x, slope = leakySlope) => (x > 0 ? x : slope * x),
  derivative: (x, slope = leakySlope) => (x > 0 ? 1 : slope),
  derivativeFromOutput: (y, slope = leakySlope) => (y > 0 ? 1 : slope),
  range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  monotone: true,
  kinks: [0],
  formula: String.raw`\begin{cases} x & x > 0 \\ \text{slope} \cdot x & x \le 0 \end{cases}`,
  source:
    'Maas, Hannun and Ng 2013, Rectifier nonlinearities improve neural network acoustic models',
  parameter: { name: 'slope', value: leakySlope, from: 0, to: 1 },
};

const eluAlpha = 1; // Clevert, Unterthiner and Hochreiter 2016, section 3

/**
 * Relu whose negative side bends smoothly down to -alpha.
 *
 * @example
 * elu.apply(-1); // -0.6321
 * elu.apply(-1, 2); // -1.2642
 */
export const elu: Activation = {
  name: 'elu',
  apply: (x, alpha = eluAlpha) => (x > 0 ? x : alpha * Math.expm1(x)),
  derivative: (x, alpha = eluAlpha) => (x > 0 ? 1 : alpha * Math.exp(x)),
  derivativeFromOutput: (y, alpha = eluAlpha) => (y > 0 ? 1 : y + alpha),
  range: [-eluAlpha, Number.POSITIVE_INFINITY],
  monotone: true,
  kinks: [0],
  formula: String.raw`\begin{cases} x & x > 0 \\ \alpha (e^{x} - 1) & x \le 0 \end{cases}`,
  source:
    'Clevert, Unterthiner and Hochreiter 2016, Fast and accurate deep network learning by ELUs',
  parameter: { name: 'alpha', value: eluAlpha, from: 0.1, to: 3 },
};

const softplusBeta = 1;

/**
 * Relu without the corner: ln(1 + e^x). Its slope is the sigmoid. With beta the corner gets sharper.
 *
 * @example
 * softplus.apply(0); // 0.6931
 * softplus.derivative(0); // 0.5
 * softplus.apply(1000); // 1000
 */
export const softplus: Activation = {
  name: 'softplus',
  // ln(1 + e^z) = max(z, 0) + ln(1 + e^-|z|): the power is never larger than 1.
  apply: (x, beta = softplusBeta) =>
    Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(beta * x))) / beta,
  derivative: (x, beta = softplusBeta) => logistic(beta * x),
  range: [0, Number.POSITIVE_INFINITY],
  monotone: true,
  kinks: [],
  formula: String.raw`\frac{1}{\beta} \ln(1 + e^{\beta x})`,
  source: 'Dugas, Bengio, Bélisle, Nadeau and Garcia 2001; Glorot, Bordes and Bengio 2011',
  parameter: { name: 'beta', value: softplusBeta, from: 0.5, to: 10 },
};
