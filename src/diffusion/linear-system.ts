/**
 * A small system of linear equations, solved by Gauss' elimination with the largest pivot first.
 * For the two to four unknowns of a multistep method; no more is wanted here.
 */

/**
 * The x with `rows` times x = `right`. Rows that depend on each other give numbers that are not
 * finite, which a plan refuses.
 *
 * @param rows n rows of n numbers
 * @param right n numbers
 * @example
 * solve([[2, 1], [1, 3]], [5, 10]); // [1, 3]
 */
export function solve(rows: readonly (readonly number[])[], right: readonly number[]): number[] {
  const n = right.length;
  const table = rows.map((row, i) => [...row, right[i]]);
  for (let column = 0; column < n; column++) {
    const below = table.slice(column);
    const largest = below.reduce((a, b) => (Math.abs(b[column]) > Math.abs(a[column]) ? b : a));
    const at = table.indexOf(largest);
    [table[column], table[at]] = [table[at], table[column]];
    for (let row = 0; row < n; row++) {
      if (row === column) continue;
      const factor = table[row][column] / table[column][column];
      for (let k = column; k <= n; k++) table[row][k] -= factor * table[column][k];
    }
  }
  return table.map((row, i) => row[n] / row[i]);
}
