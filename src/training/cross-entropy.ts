/**
 * The loss of every classifier: how surprised the network is by the right answer.
 *
 *     loss = mean over the batch of -ln(share of the right class)
 *
 * The shares are the softmax of the scores. Both are done in one step, with the largest score taken
 * away first, so that no exponential overflows.
 *
 * Source: Bridle 1990 for softmax; Goodfellow, Bengio and Courville 2016, section 6.2.2.3.
 */
import { ShapeError } from '../math/errors.js';
import { expectShape } from '../tensor/shape.js';
import { tf } from '../tensor/tf.js';

/**
 * Mean surprise, in nats.
 *
 * @param scores [batch, classes], any numbers
 * @param labels [batch], the right class of each, 0 to classes - 1, whole numbers ('int32')
 * @returns one number, 0 or more
 * @throws ShapeError when they do not fit
 *
 * @example
 * crossEntropy(tf.tensor2d([[0, 0]]), tf.tensor1d([1], 'int32')).dataSync()[0]; // 0.6931
 * crossEntropy(tf.tensor2d([[1000, 0]]), tf.tensor1d([0], 'int32')).dataSync()[0]; // 0
 */
export function crossEntropy(scores: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  expectShape('crossEntropy', 'scores', scores, ['batch', 'classes']);
  const [batch, classes] = scores.shape;
  expectShape('crossEntropy', 'labels', labels, [[batch, 'labels']]);
  if (labels.dtype !== 'int32') {
    throw new ShapeError(`crossEntropy: got labels of kind ${labels.dtype}; expected int32`);
  }
  return tf.tidy(() => {
    const right = tf.oneHot(labels, classes); // [batch, classes], one 1 in each row
    const shares = tf.logSoftmax(scores); //     [batch, classes]
    return tf.neg(tf.mean(tf.sum(tf.mul(right, shares), 1))) as tf.Scalar;
  });
}
