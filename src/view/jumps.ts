/** A function as points of a line that breaks where the function jumps: a step has no slanted side. */

/** Places and heights; NaN between the two sides of a jump, which a drawing leaves open. */
export interface Sampled {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/**
 * The heights at `x`, and at every jump between two places the two sides of it.
 *
 * A jump is a rise that stays as large however close its two sides are brought together. Left out:
 * more than one jump between two neighbouring places.
 *
 * @example
 * sampled((x) => (x >= 0.25 ? 1 : 0), [0, 1]).y; // [0, 0, NaN, 1, 1]
 */
export function sampled(curve: (x: number) => number, x: readonly number[]): Sampled {
  const heights = x.map((place) => curve(place));
  const reach = rangeOf(heights);
  const xs: number[] = [];
  const ys: number[] = [];
  x.forEach((place, i) => {
    const jump = i === 0 ? undefined : jumpBetween(curve, x[i - 1], place, reach);
    if (jump !== undefined) {
      xs.push(jump.left, (jump.left + jump.right) / 2, jump.right);
      ys.push(curve(jump.left), Number.NaN, curve(jump.right));
    }
    xs.push(place);
    ys.push(heights[i]);
  });
  return { x: xs, y: ys };
}

function jumpBetween(
  curve: (x: number) => number,
  from: number,
  to: number,
  reach: number,
): { left: number; right: number } | undefined {
  const rise = Math.abs(curve(to) - curve(from));
  if (!(rise > 0.02 * reach)) return undefined;
  let [left, right] = [from, to];
  for (let step = 0; step < 40; step++) {
    const middle = (left + right) / 2;
    const height = curve(middle);
    const leftRise = Math.abs(height - curve(left));
    if (leftRise > Math.abs(curve(right) - height)) right = middle;
    else left = middle;
  }
  return Math.abs(curve(right) - curve(left)) > 0.5 * rise ? { left, right } : undefined;
}

function rangeOf(values: readonly number[]): number {
  const finite = values.filter(Number.isFinite);
  return (
    finite.reduce((a, b) => Math.max(a, b), -Infinity) -
    finite.reduce((a, b) => Math.min(a, b), Infinity)
  );
}
