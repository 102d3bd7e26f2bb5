/**
 * Dropout: while training, some numbers are put to zero by chance and the others grow to make up
 * for it. No unit can lean on one other unit alone. When the network is used, leave it out.
 *
 * Source: Srivastava et al. 2014.
 */
import { ConfigError } from '../math/errors.js';
import type { Random } from '../math/random.js';
import { tf } from '../tensor/tf.js';

/**
 * Puts each number to zero with probability `rate`, and divides the others by 1 - rate, so that the
 * expected value stays. The same stream of random numbers gives the same zeros on every backend.
 *
 * @param x any shape
 * @param rate from 0 up to, not including, 1
 * @param rng takes as many draws as `x` has numbers
 * @throws ConfigError for a rate outside
 *
 * @example
 * Array.from(dropout(tf.ones([6]), 0.5, random(0)).dataSync()); // [0, 2, 0, 0, 0, 2]
 */
export function dropout<T extends tf.Tensor>(x: T, rate: number, rng: Random): T {
  if (!(rate >= 0 && rate < 1)) {
    throw new ConfigError(`dropout: got rate ${rate}; expected 0 <= rate < 1`);
  }
  return tf.tidy(() => {
    const mask = rng.rand(x.size).map((draw) => (draw < rate ? 0 : 1 / (1 - rate)));
    return tf.mul(x, tf.tensor(mask, x.shape)) as T;
  });
}
