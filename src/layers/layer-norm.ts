/**
 * Layer norm: every row of numbers to mean 0 and variance 1, each row by itself; then each place
 * gets a factor and an offset that are learned.
 *
 *     y = (x - mean) / sqrt(variance + epsilon) * weight + bias
 *
 * Source: Ba, Kiros and Hinton 2016.
 */

import { ShapeError } from '../math/errors.js';
import { normaliseRows } from '../tensor/fused.js';
import { expectShape } from '../tensor/shape.js';
import type { tf } from '../tensor/tf.js';

/** Weights of a norm. */
export interface NormWeights {
  /** [channels], the factors */
  readonly weight: tf.Tensor1D;
  /** [channels], the offsets */
  readonly bias: tf.Tensor1D;
}

/**
 * Applies a layer norm to the last axis.
 *
 * @param x [..., channels]
 * @param epsilon added to the variance, so that a row of equal numbers does not divide by 0
 * @returns the shape of `x`
 * @throws ShapeError when the last axis does not fit the weights
 *
 * @example
 * const plain = { weight: tf.ones([4]), bias: tf.zeros([4]) };
 * layerNorm(plain, tf.tensor2d([[1, 2, 3, 6]])).dataSync(); // [-1.069, -0.535, 0, 1.604]
 */
export function layerNorm<T extends tf.Tensor>(
  { weight, bias }: NormWeights,
  x: T,
  { epsilon = 1e-5 }: { readonly epsilon?: number } = {},
): T {
  expectShape('layerNorm', 'weight', weight, ['channels']);
  const [channels] = weight.shape;
  expectShape('layerNorm', 'bias', bias, [[channels, 'channels']]);
  if (x.rank < 2 || x.shape.at(-1) !== channels) {
    throw new ShapeError(
      `layerNorm: got input [${x.shape.join(', ')}]; expected [batch, ..., ${channels} channels]`,
    );
  }
  return normaliseRows(x, weight, bias, epsilon) as T;
}
