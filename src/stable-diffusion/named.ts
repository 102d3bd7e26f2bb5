/**
 * The layers of `layers/`, applied to weights that are looked up by name: `conv('unet.conv_in', x)`
 * takes 'unet.conv_in.weight' and 'unet.conv_in.bias'. What does not fit is told with that name.
 */
import { conv2d } from '../layers/conv2d.js';
import { dense } from '../layers/dense.js';
import { type GroupNormOptions, groupNorm } from '../layers/group-norm.js';
import { layerNorm, type NormWeights } from '../layers/layer-norm.js';
import { type Around, downsample } from '../layers/resize.js';
import { CheckpointError, nearest, ShapeError } from '../math/errors.js';
import { tf } from '../tensor/tf.js';
import type { Weights } from '../tensor/weights.js';

/**
 * The tensor with this name.
 *
 * @throws CheckpointError when there is none, with the nearest name
 */
export function tensorNamed(weights: Weights, name: string): tf.Tensor {
  const found = weights[name];
  if (found !== undefined) return found;
  const [close] = nearest(name, Object.keys(weights));
  const guess = close === undefined ? '' : `; the nearest name is '${close}'`;
  throw new CheckpointError(`missing tensor: got no '${name}'; expected one${guess}`);
}

/** A convolution that keeps the size, or, with 'valid', one that puts no zeros around. */
export function convNamed(
  weights: Weights,
  name: string,
  x: tf.Tensor4D,
  padding: 'same' | 'valid' = 'same',
): tf.Tensor4D {
  const parts = { weight: weight<tf.Tensor4D>(weights, name), bias: bias(weights, name) };
  return at(name, () => conv2d(parts, x, { padding }));
}

/** A convolution that halves the size. */
export function downsampleNamed(
  weights: Weights,
  name: string,
  x: tf.Tensor4D,
  around: Around,
): tf.Tensor4D {
  const parts = { weight: weight<tf.Tensor4D>(weights, name), bias: bias(weights, name) };
  return at(name, () => downsample(parts, x, around));
}

/**
 * A dense layer on the last axis. The weight may be the filter of a 1 x 1 convolution: that is the
 * same sum.
 */
export function denseNamed<T extends tf.Tensor>(weights: Weights, name: string, x: T): T {
  const given = weight(weights, name);
  return at(name, () =>
    tf.tidy(() => {
      const isFilter = given.rank === 4 && given.shape[0] === 1 && given.shape[1] === 1;
      const matrix: tf.Tensor2D = isFilter
        ? tf.reshape(given, [given.shape[2] as number, -1])
        : (given as tf.Tensor2D);
      return dense({ weight: matrix, bias: bias(weights, name) }, x) as T;
    }),
  );
}

export function groupNormNamed(
  weights: Weights,
  name: string,
  x: tf.Tensor4D,
  options: GroupNormOptions,
): tf.Tensor4D {
  return at(name, () => groupNorm(normNamed(weights, name), x, options));
}

export function layerNormNamed<T extends tf.Tensor>(
  weights: Weights,
  name: string,
  x: T,
  epsilon: number,
): T {
  return at(name, () => layerNorm(normNamed(weights, name), x, { epsilon }));
}

function weight<T extends tf.Tensor = tf.Tensor>(weights: Weights, name: string): T {
  return tensorNamed(weights, `${name}.weight`) as T;
}

/** Some dense layers have no bias. */
function bias(weights: Weights, name: string): tf.Tensor1D | undefined {
  return weights[`${name}.bias`] as tf.Tensor1D | undefined;
}

/** Factors and offsets of a norm. */
export function normNamed(weights: Weights, name: string): NormWeights {
  return {
    weight: weight<tf.Tensor1D>(weights, name),
    bias: tensorNamed(weights, `${name}.bias`) as tf.Tensor1D,
  };
}

/** Puts the name of the layer before what it says about shapes. */
function at<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ShapeError) throw new ShapeError(`${name}: ${error.message}`);
    throw error;
  }
}
