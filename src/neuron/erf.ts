/**
 * The error function, which JavaScript's `Math` lacks and gelu needs.
 *
 * Source: Abramowitz and Stegun 1964, formula 7.1.6, a series whose terms are all of one sign, so
 * that nothing cancels. Beyond 6 the answer is 1 to the last digit.
 */

const twoOverRootPi = 2 / Math.sqrt(Math.PI);

/**
 * Twice the area under a bell curve e^(-t t) / sqrt(pi) between 0 and x; exact to about 1e-15.
 *
 * @example
 * erf(0); // 0
 * erf(1); // 0.8427007929
 * erf(-1000); // -1
 */
export function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return twoOverRootPi * Math.exp(-x * x) * sum;
}
