/**
 * The dense (fully connected) layer: every output sees every input.
 *
 *     y[n, k] = activation(sum over c of x[n, c] * weight[c, k] + bias[k])
 *
 * It works on the last axis and leaves the others alone. Plain function over weights: what you read
 * is what runs. In a PyTorch checkpoint `weight` lies the other way round, [outputs, inputs].
 *
 * Source: Rosenblatt 1958; the form is that of `torch.nn.Linear`.
 */
import { ShapeError } from '../math/errors.js';
import { expectShape } from '../tensor/shape.js';
import { tf } from '../tensor/tf.js';

/** Weights of a dense layer. */
export interface DenseWeights {
  /** [inputs, outputs] */
  readonly weight: tf.Tensor2D;
  /** [outputs]; left out: no bias */
  readonly bias?: tf.Tensor1D;
}

/** An activation that a backend computes together with the sum, in one pass. */
export type FusedActivation = 'linear' | 'relu' | 'sigmoid' | 'elu';

/**
 * Applies a dense layer.
 *
 * @param weights weight [inputs, outputs], bias [outputs]
 * @param x [..., inputs], at least two axes
 * @param options activation after the sum (default 'linear')
 * @returns [..., outputs]
 * @throws ShapeError when the last axis of `x` or the bias does not fit the weight
 *
 * @example
 * const weights = { weight: tf.tensor2d([[1, 0], [2, 1]]), bias: tf.tensor1d([0, -5]) };
 * dense(weights, tf.tensor2d([[3, 4]])).arraySync(); // [[11, -1]]
 * dense(weights, tf.tensor2d([[3, 4]]), { activation: 'relu' }).arraySync(); // [[11, 0]]
 */
export function dense(
  weights: DenseWeights,
  x: tf.Tensor,
  { activation = 'linear' }: { readonly activation?: FusedActivation } = {},
): tf.Tensor {
  const { weight, bias } = weights;
  expectShape('dense', 'weight', weight, ['inputs', 'outputs']);
  const [inputs, outputs] = weight.shape;
  if (bias !== undefined) expectShape('dense', 'bias', bias, [[outputs, 'outputs']]);
  if (x.rank < 2 || x.shape.at(-1) !== inputs) {
    const wish = x.rank < 2 ? `[batch, ${inputs}]` : `${inputs} inputs on the last axis`;
    throw new ShapeError(`dense: got input [${x.shape.join(', ')}]; expected ${wish}`);
  }
  return tf.tidy(() => {
    const rows = x.rank === 2 ? x : tf.reshape(x, [-1, inputs]);
    const y = tf.fused.matMul({ a: rows, b: weight, bias, activation });
    return x.rank === 2 ? y : tf.reshape(y, [...x.shape.slice(0, -1), outputs]);
  });
}
