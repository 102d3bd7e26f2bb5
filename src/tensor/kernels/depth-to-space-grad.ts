/**
 * The slope of depthToSpace, which tfjs 4.22 lacks. The operation only moves numbers (the channels
 * of a pixel become a square of pixels), so its slope is the way back.
 */
import * as tf from '@tensorflow/tfjs-core';

export const depthToSpaceGradient: tf.GradConfig = {
  kernelName: tf.DepthToSpace,
  gradFunc: (dyOrMany, _, attrs) => {
    const dy = dyOrMany as tf.Tensor4D;
    const { blockSize: side } = attrs as unknown as tf.DepthToSpaceAttrs;
    const [batch, height, width, channels] = dy.shape;
    return {
      x: () =>
        tf.tidy(() => {
          const [h, w] = [height / side, width / side];
          const squares = tf.reshape(dy, [batch, h, side, w, side * channels]);
          const apart = tf.transpose(squares, [0, 1, 3, 2, 4]);
          return tf.reshape(apart, [batch, h, w, side * side * channels]);
        }),
    };
  },
};
