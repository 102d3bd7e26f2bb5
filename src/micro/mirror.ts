/** Pictures turned left to right. */

/**
 * Turns one of several pictures, in place.
 *
 * @param numbers [pictures, side, side, 3]
 * @param at which one
 *
 * @example
 * const two = Float32Array.of(1, 1, 1, 2, 2, 2, 0, 0, 0, 5, 5, 5);
 * mirror(two, 0, 2);
 * two; // [2, 2, 2, 1, 1, 1, 5, 5, 5, 0, 0, 0]
 */
export function mirror(numbers: Float32Array, at: number, side: number): void {
  for (let row = at * side; row < (at + 1) * side; row++) {
    const line = numbers.slice(row * side * 3, (row + 1) * side * 3);
    for (let x = 0; x < side; x++) {
      const from = 3 * (side - 1 - x);
      numbers.set(line.subarray(from, from + 3), (row * side + x) * 3);
    }
  }
}
