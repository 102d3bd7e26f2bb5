/**
 * What looks at pictures while the text encoder is trained: a small convolutional network that makes
 * one vector of a picture. It is not part of the model that draws.
 *
 *     conv_in                          [batch, 32, 32, 32]
 *     norm, silu, down.0               [batch, 16, 16, 48]
 *     norm, silu, down.1, residual     [batch, 8, 8, 96]
 *     norm, silu, down.2, residual     [batch, 4, 4, 192]
 *     norm, silu, mean, projection     [batch, 128]
 *
 * Source: He et al. 2016 for the blocks; Radford et al. 2021 for the task.
 */
import { denseNamed, downsampleNamed, groupNormNamed } from '../stable-diffusion/named.js';
import { residualBlock } from '../stable-diffusion/residual-block.js';
import { conv, matrix, norm, type Shapes, shapesOf } from '../stable-diffusion/shapes.js';
import { siluTensor } from '../tensor/fused.js';
import { expectShape } from '../tensor/shape.js';
import { tf } from '../tensor/tf.js';
import type { Weights } from '../tensor/weights.js';

/** Channels after each halving of the picture. */
const channels = [32, 48, 96, 192] as const;
/** The halvings with a residual block behind. */
const withResidual: readonly number[] = [2, 3];
const norms = { groups: 8, epsilon: 1e-5 };

/**
 * Every tensor of the tower.
 *
 * @param width numbers of the vector
 *
 * @example
 * countShapes(imageTowerShapes(128)); // 1078896
 */
export function imageTowerShapes(width: number): Shapes {
  const levels = channels.slice(1).flatMap((outputs, level) => {
    const block = `vision.residual.${level}`;
    return [
      ...norm(`vision.down.${level}.norm`, channels[level]),
      ...conv(`vision.down.${level}.conv`, channels[level], outputs, 3),
      ...(withResidual.includes(level + 1)
        ? [1, 2].flatMap((n) => [
            ...norm(`${block}.norm${n}`, outputs),
            ...conv(`${block}.conv${n}`, outputs, outputs, 3),
          ])
        : []),
    ];
  });
  const last = channels[channels.length - 1];
  return shapesOf([
    ...conv('vision.conv_in', 3, channels[0], 3),
    ...levels,
    ...norm('vision.norm_out', last),
    ...matrix('visual_projection', last, width),
  ]);
}

/**
 * One vector for each picture, not yet of length 1.
 *
 * @param x [batch, height, width, 3], -1 to 1
 * @returns [batch, width]
 *
 * @example
 * const weights = randomWeights(imageTowerShapes(16), random(0));
 * imageTower(weights, tf.zeros([2, 64, 64, 3])).shape; // [2, 16]
 */
export function imageTower(weights: Weights, x: tf.Tensor4D): tf.Tensor2D {
  expectShape('image tower', 'pictures', x, ['batch', 'height', 'width', [3, 'channels']]);
  return tf.tidy(() => {
    let h = downsampleNamed(weights, 'vision.conv_in', x, 'all');
    for (let level = 0; level < channels.length - 1; level++) {
      const at = `vision.down.${level}`;
      const bent = siluTensor(groupNormNamed(weights, `${at}.norm`, h, norms));
      h = downsampleNamed(weights, `${at}.conv`, bent, 'all');
      if (withResidual.includes(level + 1)) {
        h = residualBlock(weights, `vision.residual.${level}`, h, norms);
      }
    }
    const seen = siluTensor(groupNormNamed(weights, 'vision.norm_out', h, norms));
    return denseNamed(weights, 'visual_projection', tf.mean(seen, [1, 2]) as tf.Tensor2D);
  });
}
