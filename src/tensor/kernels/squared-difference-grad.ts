/**
 * The slope of (a - b)^2 also where one of the two is smaller and was repeated to the size of the
 * other: the one of tfjs 4.22 forgets to add the repetitions up, and fails.
 *
 *     dL/da = 2 dy (a - b), summed over what was repeated;    dL/db = the negative of it
 */
import * as tf from '@tensorflow/tfjs-core';

export const squaredDifferenceGradient: tf.GradConfig = {
  kernelName: tf.SquaredDifference,
  inputsToSave: ['a', 'b'],
  gradFunc: (dy, [a, b]) => {
    const slope = (input: tf.Tensor, factor: number) => (): tf.Tensor =>
      tf.tidy(() => {
        const all = tf.mul(dy as tf.Tensor, tf.mul(tf.sub(a, b), factor));
        const repeated = tf.broadcast_util.getReductionAxes(input.shape, all.shape);
        const sum = repeated.length > 0 ? tf.sum(all, repeated) : all;
        return tf.reshape(sum, input.shape);
      });
    return { a: slope(a, 2), b: slope(b, -2) };
  },
};
