/**
 * The line between two sides of a plane, found to a ten-thousandth of a grid cell.
 *
 * Marching squares (Lorensen and Cline 1987, in the plane), but each crossing is searched with the
 * function itself instead of guessed between two grid values: the border of a yes-or-no function is
 * a line, not a staircase.
 */

export type Plane = (x: number, y: number) => number;

/** Pieces of line, one after the other, NaN between them. */
export interface Border {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/**
 * Where `plane` crosses the threshold.
 *
 * @param values what `plane` gives on the grid: `values[row][column]` at `xs[column]`, `ys[row]`
 *
 * @example
 * const step = (x: number) => (x >= 0.25 ? 1 : 0);
 * borderOf(step, [0, 1], [0, 1], [[0, 1], [0, 1]], 0.5).x.map((x) => Math.round(x * 100));
 * // [25, 25, NaN]
 */
export function borderOf(
  plane: Plane,
  xs: readonly number[],
  ys: readonly number[],
  values: readonly (readonly number[])[],
  threshold: number,
): Border {
  const above = (row: number, column: number): boolean => values[row][column] >= threshold;
  const x: number[] = [];
  const y: number[] = [];
  const add = (...ends: [number, number][]): void => {
    for (const [px, py] of ends) {
      x.push(px);
      y.push(py);
    }
    x.push(Number.NaN);
    y.push(Number.NaN);
  };
  for (let row = 0; row + 1 < ys.length; row++) {
    for (let column = 0; column + 1 < xs.length; column++) {
      // corners, once around: lower left, lower right, upper right, upper left
      const corners = [
        [row, column],
        [row, column + 1],
        [row + 1, column + 1],
        [row + 1, column],
      ] as const;
      if (corners.some(([r, c]) => !Number.isFinite(values[r][c]))) continue;
      const sides = corners.map(([r, c]) => above(r, c));
      const cuts = [0, 1, 2, 3].flatMap((k): [number, number][] => {
        const next = (k + 1) % 4;
        if (sides[k] === sides[next]) return [];
        const [from, to] = [corners[k], corners[next]];
        const ends = [from, to].map(([r, c]): [number, number] => [xs[c], ys[r]]);
        return [crossing(plane, ends[0], ends[1], sides[k], threshold)];
      });
      if (cuts.length === 2) add(cuts[0], cuts[1]);
      if (cuts.length !== 4) continue;
      const middle = plane((xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2);
      const joined = middle >= threshold === sides[0];
      add(cuts[0], joined ? cuts[1] : cuts[3]);
      add(cuts[2], joined ? cuts[3] : cuts[1]);
    }
  }
  return { x, y };
}

/** The place between two points at which the plane changes sides, by halving 14 times. */
function crossing(
  plane: Plane,
  from: readonly [number, number],
  to: readonly [number, number],
  fromSide: boolean,
  threshold: number,
): [number, number] {
  let [low, high] = [0, 1];
  const at = (share: number): [number, number] => [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
  ];
  for (let step = 0; step < 14; step++) {
    const middle = (low + high) / 2;
    if (plane(...at(middle)) >= threshold === fromSide) low = middle;
    else high = middle;
  }
  return at((low + high) / 2);
}
