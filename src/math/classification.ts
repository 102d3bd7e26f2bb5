/**
 * How good a classifier is: the share it gets right, and what it takes for what.
 */
import { ConfigError, ShapeError } from './errors.js';

/**
 * The share of predictions that are right, 0 to 1.
 *
 * @param predictions classes, whole numbers
 * @param truths as many
 * @throws ShapeError when the lengths differ or are 0
 *
 * @example
 * accuracy([7, 1, 0, 8], [7, 1, 0, 3]); // 0.75
 */
export function accuracy(predictions: ArrayLike<number>, truths: ArrayLike<number>): number {
  checkPairs('accuracy', predictions, truths);
  let right = 0;
  for (let i = 0; i < truths.length; i++) if (predictions[i] === truths[i]) right++;
  return right / truths.length;
}

/**
 * How often each class was taken for each: the confusion matrix.
 *
 * @param predictions classes, 0 to `classes` - 1
 * @param truths as many
 * @returns one row for each true class, one column for each predicted one; right answers stand on
 *   the diagonal
 * @throws ShapeError when the lengths differ or are 0
 * @throws ConfigError for a class outside
 *
 * @example
 * confusionCounts([0, 1, 1, 1], [0, 0, 1, 1], 2); // [[1, 1], [0, 2]]
 */
export function confusionCounts(
  predictions: ArrayLike<number>,
  truths: ArrayLike<number>,
  classes: number,
): number[][] {
  checkPairs('confusionCounts', predictions, truths);
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < truths.length; i++) {
    for (const [kind, value] of [
      ['prediction', predictions[i]],
      ['truth', truths[i]],
    ] as const) {
      if (Number.isInteger(value) && value >= 0 && value < classes) continue;
      throw new ConfigError(
        `confusionCounts: got ${kind} ${value} at ${i}; expected 0 to ${classes - 1}`,
      );
    }
    counts[truths[i]][predictions[i]]++;
  }
  return counts;
}

function checkPairs(
  where: string,
  predictions: ArrayLike<number>,
  truths: ArrayLike<number>,
): void {
  if (predictions.length === truths.length && truths.length > 0) return;
  throw new ShapeError(
    `${where}: got ${predictions.length} predictions and ${truths.length} truths; ` +
      'expected as many of both, and at least one',
  );
}
