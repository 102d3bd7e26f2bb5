/**
 * Noise levels between the entries of a table, and the levels of Karras et al. 2022 (equation 5).
 *
 * A sampler that thinks in sigma may stop between two training steps. diffusers finds sigma at a
 * fractional timestep on a straight line, and the timestep of a sigma on a straight line of
 * logarithms; so does this.
 */

/**
 * The value of a table at a fractional index; outside of it, the nearest end.
 *
 * @example
 * valueAt([0, 10, 40], 1.5); // 25
 */
export function valueAt(table: ArrayLike<number>, index: number): number {
  const inside = Math.min(Math.max(index, 0), table.length - 1);
  const low = Math.floor(inside);
  if (low === inside) return table[low];
  return table[low] + (inside - low) * (table[low + 1] - table[low]);
}

/**
 * The training step at which the noise is `sigma`, possibly a fraction.
 *
 * @param sigma above 0
 * @param table sigma of every training step, rising
 * @example
 * timestepOfSigma(2, [1, 4, 16]); // 0.5
 */
export function timestepOfSigma(sigma: number, table: ArrayLike<number>): number {
  const log = Math.log(Math.max(sigma, 1e-10));
  let low = 0;
  for (let i = 0; i < table.length; i++) if (log >= Math.log(table[i])) low = i;
  low = Math.max(Math.min(low, table.length - 2), 0);
  if (table.length === 1) return 0;
  const [from, to] = [Math.log(table[low]), Math.log(table[low + 1])];
  const share = Math.min(Math.max((from - log) / (from - to), 0), 1);
  return (1 - share) * low + share * (low + 1);
}

/**
 * Karras' noise levels: evenly spaced in the seventh root, so that most are small.
 *
 * @param largest the first sigma
 * @param smallest the last sigma; one level alone is the largest
 * @param count how many
 * @example
 * karrasSigmas(14.6146, 0.0292, 3); // [14.6146, 1.2745, 0.0292]
 */
export function karrasSigmas(largest: number, smallest: number, count: number): number[] {
  const rho = 7; // the paper's value, section 3
  const [from, to] = [largest ** (1 / rho), smallest ** (1 / rho)];
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return largest;
    if (i === count - 1) return smallest;
    return (from + (i / (count - 1)) * (to - from)) ** rho;
  });
}
