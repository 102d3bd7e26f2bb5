/**
 * The gated activations: x times a gate between 0 and 1 that x itself opens.
 *
 * silu's gate is a sigmoid; gelu's is the bell curve's share below x; quick gelu's is a sigmoid
 * that comes close to gelu's. All three dip below zero once and rise again, so none is monotone.
 * Stable Diffusion has silu in its U-Net, quick gelu in CLIP 1.5, gelu in CLIP 2.1.
 */
import type { Activation } from './activation.js';
import { logistic } from './classic.js';
import { erf } from './erf.js';

const siluBeta = 1;

/**
 * x times its own sigmoid. With another beta it is called swish: near 0 it is half of x, and the
 * larger beta, the closer to relu.
 *
 * @example
 * silu.apply(1); // 0.7311
 * silu.apply(-1.2785); // -0.2785
 * silu.derivative(0); // 0.5
 */
export const silu: Activation = {
  name: 'silu',
  apply: (x, beta = siluBeta) => x * logistic(beta * x),
  derivative: (x, beta = siluBeta) => slopeOfGated(x, beta),
  range: [-0.2784645427610738, Number.POSITIVE_INFINITY], // lowest at x = -1.278
  monotone: false,
  kinks: [],
  formula: String.raw`\frac{x}{1 + e^{-\beta x}}`,
  source: 'Hendrycks and Gimpel 2016 (silu); Ramachandran, Zoph and Le 2017 (swish, with beta)',
  parameter: { name: 'beta', value: siluBeta, from: 0.1, to: 10 },
};

/**
 * x times the share of a bell curve (mean 0, width 1) that lies below x. Exact, by `erf`.
 *
 * @example
 * gelu.apply(1); // 0.8413
 * gelu.apply(-1); // -0.1587
 */
export const gelu: Activation = {
  name: 'gelu',
  apply: (x) => x * shareBelow(x),
  derivative: (x) => shareBelow(x) + x * bell(x),
  range: [-0.16997120747990369, Number.POSITIVE_INFINITY], // lowest at x = -0.752
  monotone: false,
  kinks: [],
  formula: String.raw`\frac{x}{2} \left(1 + \operatorname{erf} \frac{x}{\sqrt{2}}\right)`,
  source: 'Hendrycks and Gimpel 2016, Gaussian error linear units, arXiv 1606.08415',
};

const quickBeta = 1.702; // Hendrycks and Gimpel 2016, section 2

/**
 * gelu with a sigmoid in place of `erf`: quicker, and at most 0.021 away from it.
 *
 * @example
 * quickGelu.apply(1); // 0.8458
 */
export const quickGelu: Activation = {
  name: 'quick gelu',
  apply: (x) => x * logistic(quickBeta * x),
  derivative: (x) => slopeOfGated(x, quickBeta),
  range: [-0.16361018963635363, Number.POSITIVE_INFINITY], // silu's, divided by 1.702
  monotone: false,
  kinks: [],
  formula: String.raw`\frac{x}{1 + e^{-1.702 x}}`,
  source: 'Hendrycks and Gimpel 2016, section 2; used by CLIP (Radford et al. 2021)',
};

/** The slope of x times sigmoid(beta x), by the product rule. */
function slopeOfGated(x: number, beta: number): number {
  const gate = logistic(beta * x);
  return gate + x * beta * gate * logistic(-beta * x);
}

/** The standard normal distribution up to x. */
function shareBelow(x: number): number {
  return 0.5 * (1 + erf(x / Math.SQRT2));
}

/** The standard normal density at x: the slope of `shareBelow`. */
function bell(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}
