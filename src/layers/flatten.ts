/**
 * Flatten: pictures become rows of numbers, so that a dense layer can read them.
 */
import { ShapeError } from '../math/errors.js';
import { tf } from '../tensor/tf.js';

/**
 * Lays everything but the batch side by side; no number changes.
 *
 * @param x [batch, ...], at least one axis
 * @returns [batch, product of the rest]
 * @throws ShapeError for a single number
 *
 * @example
 * flatten(tf.zeros([2, 7, 7, 32])).shape; // [2, 1568]
 */
export function flatten(x: tf.Tensor): tf.Tensor2D {
  if (x.rank < 1) throw new ShapeError('flatten: got input []; expected [batch, ...]');
  const width = x.shape.slice(1).reduce((a, b) => a * b, 1);
  return tf.reshape(x, [x.shape[0], width]);
}
