/**
 * Where a function of two numbers crosses a level: marching squares on a grid.
 *
 * Source: Lorensen and Cline 1987, "Marching cubes", in two dimensions. Along a cell's edge the
 * crossing is found by a straight line, so for a weighted sum the result is exact. A saddle cell is
 * settled by its mean.
 */

/** From one point to the other: [x1, y1, x2, y2]. */
export type Segment = readonly [number, number, number, number];

/** A square part of the plane, the same on both axes. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * The pieces of the curve `f(x, y) = level` inside a square window, on `cells` by `cells` squares.
 *
 * @example
 * contour((x) => x, 0.5, { from: 0, to: 1 }, 1); // [[0.5, 0, 0.5, 1]]
 */
export function contour(
  f: (x: number, y: number) => number,
  level: number,
  { from, to }: Window,
  cells: number,
): Segment[] {
  const size = cells + 1;
  const step = (to - from) / cells;
  const heights = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    for (let i = 0; i < size; i++)
      heights[j * size + i] = f(from + i * step, from + j * step) - level;
  }
  const segments: Segment[] = [];
  for (let j = 0; j < cells; j++) {
    for (let i = 0; i < cells; i++) {
      const a = heights[j * size + i];
      const b = heights[j * size + i + 1];
      const c = heights[(j + 1) * size + i + 1];
      const d = heights[(j + 1) * size + i];
      const x = from + i * step;
      const y = from + j * step;
      const crossings: (readonly [number, number])[] = [];
      if (a >= 0 !== b >= 0) crossings.push([x + (step * a) / (a - b), y]);
      if (b >= 0 !== c >= 0) crossings.push([x + step, y + (step * b) / (b - c)]);
      if (c >= 0 !== d >= 0) crossings.push([x + (step * d) / (d - c), y + step]);
      if (d >= 0 !== a >= 0) crossings.push([x, y + (step * a) / (a - d)]);
      if (crossings.length === 2) segments.push([...crossings[0], ...crossings[1]]);
      if (crossings.length === 4) {
        const turn = a + b + c + d >= 0 === a >= 0 ? 0 : 1;
        const [p, q, r, s] = crossings;
        segments.push(turn === 0 ? [...p, ...q] : [...s, ...p]);
        segments.push(turn === 0 ? [...r, ...s] : [...q, ...r]);
      }
    }
  }
  return segments;
}

/**
 * Where a function of one number passes a level upwards or downwards, found by halving.
 *
 * A jump over the level counts, and gives the place of the jump.
 *
 * @example
 * crossings((x) => x * x, 4, -3, 3, 60); // [-2, 2]
 */
export function crossings(
  f: (x: number) => number,
  level: number,
  from: number,
  to: number,
  steps: number,
): number[] {
  const found: number[] = [];
  const above = (x: number): boolean => f(x) >= level;
  for (let i = 0; i < steps; i++) {
    let low = from + ((to - from) * i) / steps;
    let high = from + ((to - from) * (i + 1)) / steps;
    const start = above(low);
    if (start === above(high)) continue;
    for (let halving = 0; halving < 60; halving++) {
      const middle = (low + high) / 2;
      if (above(middle) === start) low = middle;
      else high = middle;
    }
    found.push(Number(high.toFixed(9)) + 0);
  }
  return found;
}
