/**
 * Some examples are kept aside and never learned from: only they can say how good a network is on
 * what it has not seen.
 */
import { ConfigError, ShapeError } from '../math/errors.js';
import type { Random } from '../math/random.js';
import { type Examples, pick } from './examples.js';

/**
 * Examples in random order, cut in two. No example is in both.
 *
 * @param share the part for testing, between 0 and 1; rounded to whole examples, at least one on
 *   each side
 * @throws ConfigError for a share outside; ShapeError for fewer than two examples
 * @example
 * const data = examples([[1], [2], [3], [4], [5]], [0, 0, 1, 1, 1]);
 * const { train, test } = trainTestSplit(data, 0.4, random(0));
 * [train.count, test.count]; // [3, 2]
 */
export function trainTestSplit(
  data: Examples,
  share: number,
  rng: Random,
): { readonly train: Examples; readonly test: Examples } {
  if (!(share > 0 && share < 1)) {
    throw new ConfigError(`trainTestSplit: got share ${share}; expected between 0 and 1`);
  }
  if (data.count < 2) {
    throw new ShapeError(`trainTestSplit: got ${data.count} example; expected two or more`);
  }
  const order = rng.permutation(data.count);
  const tests = Math.min(Math.max(Math.round(share * data.count), 1), data.count - 1);
  return { train: pick(data, order.subarray(tests)), test: pick(data, order.subarray(0, tests)) };
}
