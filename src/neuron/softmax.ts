/**
 * Softmax: scores to shares that add up to 1. It looks at all its numbers at once, which is why it
 * is not one of the scalar `activations`.
 *
 * Source: Bridle 1990, Probabilistic interpretation of feedforward classification network outputs.
 */
import { ConfigError, ShapeError } from '../math/errors.js';

/**
 * Shares, each between 0 and 1, together 1; a larger score gets a larger share.
 *
 * The largest score is subtracted first: that changes no share, and no power can overflow.
 *
 * @param scores any finite numbers, at least one
 * @throws ShapeError when there are no scores; ConfigError when one of them is not finite
 * @example
 * softmax([2, 1, -1]); // [0.7054, 0.2595, 0.0351]
 * softmax([1000, 1000]); // [0.5, 0.5]
 */
export function softmax(scores: readonly number[]): number[] {
  if (scores.length === 0) throw new ShapeError('softmax: got no scores; expected at least one');
  const broken = scores.findIndex((score) => !Number.isFinite(score));
  if (broken >= 0) {
    throw new ConfigError(
      `softmax: score ${broken + 1}: got ${scores[broken]}; expected a finite number`,
    );
  }
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/**
 * How each share answers to each score: row i, column j is the slope of share i when score j moves,
 * `p_i (1 - p_i)` on the diagonal and `-p_i p_j` beside it. Every row and every column adds to 0.
 *
 * @param scores as for `softmax`
 * @returns a square of slopes, `scores.length` by `scores.length`
 * @example
 * softmaxDerivative([0, 0]); // [[0.25, -0.25], [-0.25, 0.25]]
 */
export function softmaxDerivative(scores: readonly number[]): number[][] {
  const shares = softmax(scores);
  return shares.map((p, i) => shares.map((q, j) => (i === j ? p * (1 - p) : -p * q)));
}
