/**
 * What a weight in a prompt does: the row of the text encoder's answer that belongs to a token is
 * multiplied by it, and then the whole chunk is scaled so that its mean is what it was.
 *
 * Source: the behaviour of AUTOMATIC1111's web UI (`sd_emphasis.py`, "Original").
 */
import { ShapeError } from '../math/errors.js';

/**
 * The answer for one chunk, with its weights.
 *
 * @param states the text encoder's answer, row after row, one row for each weight
 * @param weights of `promptChunks`
 * @returns as many numbers; where all weights are 1, the same numbers
 * @throws ShapeError when the numbers are not so many rows
 * @example
 * emphasised(Float32Array.of(1, 1, 3, 3), Float32Array.of(1, 3)); // [0.4, 0.4, 3.6, 3.6]
 */
export function emphasised(
  states: ArrayLike<number>,
  weights: ArrayLike<number>,
): Float32Array<ArrayBuffer> {
  const width = states.length / weights.length;
  if (!Number.isInteger(width) || width === 0) {
    throw new ShapeError(
      `emphasis: got ${states.length} numbers for ${weights.length} weights; expected whole rows`,
    );
  }
  const result = Float32Array.from(states);
  if (Array.prototype.every.call(weights, (weight) => weight === 1)) return result;
  const before = mean(result);
  for (let i = 0; i < result.length; i++) result[i] *= weights[Math.floor(i / width)];
  const factor = before / mean(result);
  return result.map((value) => value * factor);
}

function mean(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
