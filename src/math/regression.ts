/**
 * How good a regression is: the share of the spread that it explains.
 */
import { ShapeError } from './errors.js';

/**
 * R squared: 1 for perfect predictions, 0 for those that always say the mean, below 0 for worse.
 *
 *     1 - sum of (truth - prediction)^2 / sum of (truth - mean of truths)^2
 *
 * When all truths are equal there is no spread to explain: 1 if all are hit exactly, else 0.
 *
 * Source: Wright 1921, Correlation and causation.
 *
 * @throws ShapeError when the lengths differ or are 0
 * @example
 * r2([1, 2, 4], [1, 2, 3]); // 0.5
 * r2([2, 2, 2], [1, 2, 3]); // 0
 */
export function r2(predictions: ArrayLike<number>, truths: ArrayLike<number>): number {
  const count = truths.length;
  if (predictions.length !== count || count === 0) {
    throw new ShapeError(
      `r2: got ${predictions.length} predictions and ${count} truths; ` +
        'expected as many of both, and at least one',
    );
  }
  let sum = 0;
  for (let i = 0; i < count; i++) sum += truths[i];
  const mean = sum / count;
  let left = 0;
  let spread = 0;
  for (let i = 0; i < count; i++) {
    left += (truths[i] - predictions[i]) ** 2;
    spread += (truths[i] - mean) ** 2;
  }
  if (spread === 0) return left === 0 ? 1 : 0;
  return 1 - left / spread;
}
