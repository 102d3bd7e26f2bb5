/**
 * How weights start: by chance, and just so large that signals neither fade nor blow up on their
 * way through the layers. Seeded, so that a training run can be repeated.
 *
 * fan in is how many numbers an output sums, fan out how many outputs an input reaches. The last
 * two axes of a weight are inputs and outputs; the ones before (a filter's height and width) count
 * for both.
 *
 * Source: Glorot and Bengio 2010, formula 16; He et al. 2015, formula 10.
 */
import { ConfigError, ShapeError } from '../math/errors.js';
import type { Random } from '../math/random.js';
import { tf } from '../tensor/tf.js';
import type { Conv2dWeights } from './conv2d.js';
import type { DenseWeights } from './dense.js';

/** Draws a weight of this shape. */
export type Initialiser = (shape: readonly number[], rng: Random) => tf.Tensor;

/**
 * Normal with standard deviation sqrt(2 / fan in): for layers that relu follows, which lets half
 * of the signal through.
 *
 * @param shape [..., inputs, outputs]
 *
 * @example
 * heNormal([50, 40], random(1)).square().mean().dataSync()[0]; // 0.04
 */
export const heNormal: Initialiser = (shape, rng) => {
  const { fanIn, size } = fans(shape);
  const deviation = Math.sqrt(2 / fanIn);
  return tf.tensor(
    rng.randn(size).map((draw) => draw * deviation),
    [...shape],
  );
};

/**
 * Uniform between -limit and limit, limit = sqrt(6 / (fan in + fan out)): for layers that a
 * symmetric curve (tanh, softmax, nothing) follows.
 *
 * @param shape [..., inputs, outputs]
 *
 * @example
 * glorotUniform([3, 3], random(0)).abs().max().dataSync()[0] <= 1; // true
 */
export const glorotUniform: Initialiser = (shape, rng) => {
  const { fanIn, fanOut, size } = fans(shape);
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  return tf.tensor(
    rng.rand(size).map((draw) => (2 * draw - 1) * limit),
    [...shape],
  );
};

/**
 * New weights for `dense`: weight by the initialiser, bias 0.
 *
 * @example
 * denseWeights(1568, 10, random(0)).weight.shape; // [1568, 10]
 */
export function denseWeights(
  inputs: number,
  outputs: number,
  rng: Random,
  initialiser: Initialiser = glorotUniform,
): DenseWeights {
  return {
    weight: initialiser([inputs, outputs], rng) as tf.Tensor2D,
    bias: tf.zeros([outputs]),
  };
}

/**
 * New weights for `conv2d` with a square filter: weight by the initialiser, bias 0.
 *
 * @example
 * conv2dWeights(3, 1, 16, random(0)).weight.shape; // [3, 3, 1, 16]
 */
export function conv2dWeights(
  side: number,
  inputs: number,
  outputs: number,
  rng: Random,
  initialiser: Initialiser = heNormal,
): Conv2dWeights {
  return {
    weight: initialiser([side, side, inputs, outputs], rng) as tf.Tensor4D,
    bias: tf.zeros([outputs]),
  };
}

function fans(shape: readonly number[]): { fanIn: number; fanOut: number; size: number } {
  if (shape.length < 2) {
    throw new ShapeError(
      `initialiser: got shape [${shape.join(', ')}]; expected [..., inputs, outputs]`,
    );
  }
  if (!shape.every((side) => Number.isInteger(side) && side >= 1)) {
    throw new ConfigError(
      `initialiser: got shape [${shape.join(', ')}]; expected whole numbers, 1 or more`,
    );
  }
  const size = shape.reduce((a, b) => a * b, 1);
  const [inputs, outputs] = shape.slice(-2);
  return { fanIn: size / outputs, fanOut: size / inputs, size };
}
