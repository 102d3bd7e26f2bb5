/**
 * From pictures to tensors: a batch of digits, each moved a little if you like.
 *
 * A digit that was moved by a pixel is still the same digit. Moving every picture by chance, anew
 * each time, shows a network more different pictures than there are: augmentation.
 *
 * Source: Simard, Steinkraus and Platt 2003. Leaves out: rotation, elastic distortion.
 */
import { ConfigError, ShapeError } from '../math/errors.js';
import { type Random, random } from '../math/random.js';
import { tf } from '../tensor/tf.js';
import type { DigitSet } from './digits.js';

/** Pictures and what stands on them, as tensors. */
export interface DigitBatch {
  /** [batch, 28, 28, 1], 0 (paper) to 1 (ink) */
  readonly x: tf.Tensor4D;
  /** [batch], 0 to 9, whole numbers */
  readonly labels: tf.Tensor1D;
}

export interface DigitBatchOptions {
  /** Largest move, in pixels, up or down and left or right (default 0). */
  readonly shift?: number;
  /** Where the moves come from; needed when `shift` is above 0 (default: seed 0). */
  readonly rng?: Random;
}

/**
 * Makes a batch. The caller disposes of both tensors.
 *
 * @param indexes which pictures
 * @throws ShapeError when one of them is not there, ConfigError for a shift that is no such thing
 *
 * @example
 * const { test } = loadDigits();
 * const { x, labels } = digitBatch(test, [0, 1, 2]);
 * x.shape; // [3, 28, 28, 1]
 * Array.from(labels.dataSync()); // [7, 1, 0]
 */
export function digitBatch(
  set: DigitSet,
  indexes: ArrayLike<number>,
  { shift = 0, rng = random(0) }: DigitBatchOptions = {},
): DigitBatch {
  const { side } = set;
  const size = side * side;
  if (!Number.isInteger(shift) || shift < 0 || shift >= side) {
    throw new ConfigError(`digitBatch: got shift ${shift}; expected 0 to ${side - 1} pixels`);
  }
  const count = indexes.length;
  const moves = shift > 0 ? rng.randint(-shift, shift + 1, 2 * count) : new Int32Array(2 * count);
  const ink = new Float32Array(count * size);
  const labels = new Int32Array(count);
  for (let k = 0; k < count; k++) {
    const index = indexes[k];
    if (!Number.isInteger(index) || index < 0 || index >= set.count) {
      throw new ShapeError(
        `digitBatch: got picture ${index}; expected 0 to ${set.count - 1} of '${set.name}'`,
      );
    }
    labels[k] = set.labels[index];
    const [down, right] = [moves[2 * k], moves[2 * k + 1]];
    for (let row = Math.max(0, down); row < side + Math.min(0, down); row++) {
      const to = k * size + row * side;
      const from = index * size + (row - down) * side - right;
      for (let column = Math.max(0, right); column < side + Math.min(0, right); column++) {
        ink[to + column] = set.pixels[from + column] / 255;
      }
    }
  }
  return {
    x: tf.tensor4d(ink, [count, side, side, 1]),
    labels: tf.tensor1d(labels, 'int32'),
  };
}
