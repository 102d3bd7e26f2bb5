/**
 * The shapes of the activation explorer: curves cut at their jumps, flat parts, labels that do not
 * stand on each other. Pure.
 */
import type { Curve } from './state.js';

/** Points of one unbroken piece of a curve. */
export type Piece = readonly (readonly [number, number])[];

/**
 * A function as pieces without a jump. A jump is a step that stays when the interval shrinks to
 * nothing; a steep rise is not one.
 *
 * @example
 * pieces((x) => (x < 0 ? 0 : 1), -1, 1, 2).length; // 2
 */
export function pieces(f: (x: number) => number, from: number, to: number, steps: number): Piece[] {
  const found: [number, number][][] = [[[from, f(from)]]];
  for (let i = 1; i <= steps; i++) {
    const last = found[found.length - 1];
    const [x0, y0] = last[last.length - 1];
    const x = from + ((to - from) * i) / steps;
    const y = f(x);
    if (Math.abs(y - y0) > 0.05) {
      const [low, high] = steepest(f, x0, x);
      const rise = Math.abs(f(high) - f(low));
      if (rise > 0.5 * Math.abs(y - y0) && rise > 0.05) {
        last.push([low, f(low)]);
        found.push([[high, f(high)]]);
      }
    }
    found[found.length - 1].push([x, y]);
  }
  return found;
}

/** The half, again and again, in which a function changes most: ends at a jump if there is one. */
function steepest(f: (x: number) => number, from: number, to: number): [number, number] {
  let low = from;
  let high = to;
  for (let halving = 0; halving < 45; halving++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    const first = Math.abs(f(middle) - f(low));
    const second = Math.abs(f(high) - f(middle));
    if (first >= second) high = middle;
    else low = middle;
  }
  return [low, high];
}

/** From where to where a curve is flat: the size of its slope is below a limit. */
export interface Flat {
  readonly from: number;
  readonly to: number;
}

/**
 * The parts of an axis on which a slope is smaller than a limit; ends are found by halving.
 *
 * @example
 * flatParts(() => 0, 0.05, -5, 5, 10); // [{ from: -5, to: 5 }]
 */
export function flatParts(
  slope: (x: number) => number,
  limit: number,
  from: number,
  to: number,
  steps: number,
): Flat[] {
  const flat = (x: number): boolean => Math.abs(slope(x)) < limit;
  const found: Flat[] = [];
  let start = flat(from) ? from : undefined;
  for (let i = 0; i < steps; i++) {
    const a = from + ((to - from) * i) / steps;
    const b = from + ((to - from) * (i + 1)) / steps;
    if (flat(a) === flat(b)) continue;
    const edge = edgeBetween(flat, a, b);
    if (start === undefined) start = edge;
    else {
      found.push({ from: start, to: edge });
      start = undefined;
    }
  }
  if (start !== undefined) found.push({ from: start, to });
  return found.filter((part) => part.to - part.from > (to - from) / 200);
}

function edgeBetween(flat: (x: number) => boolean, from: number, to: number): number {
  const start = flat(from);
  let low = from;
  let high = to;
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2;
    if (flat(middle) === start) low = middle;
    else high = middle;
  }
  return Number(((low + high) / 2).toFixed(6)) + 0;
}

/**
 * The height of the plot: all of every curve, unless a bounded function stands beside one that
 * leaves: then the bounded ones stay readable and the others leave through the edge.
 *
 * @returns lowest and highest value, a little air included
 */
export function heights(curves: readonly Curve[], reach: number): readonly [number, number] {
  const bounded = curves.some(({ activation }) => activation.range.every(Number.isFinite));
  const most = bounded ? Math.max(1.2, reach / 2) : Number.POSITIVE_INFINITY;
  let low = 0;
  let high = 1;
  for (const { f } of curves) {
    for (let i = 0; i <= 40; i++) {
      const y = f(-reach + (reach * i) / 20);
      low = Math.max(-most, Math.min(low, y));
      high = Math.min(most, Math.max(high, y));
    }
  }
  const air = (high - low) * 0.07;
  return [low - air, high + air];
}

/**
 * Moves labels apart: each keeps at least `gap` to the next, all stay between `top` and `bottom`,
 * and none is further from its place than it must be.
 *
 * @example
 * spread([10, 10, 40], 12, 0, 100); // [4, 16, 40]
 */
export function spread(
  places: readonly number[],
  gap: number,
  top: number,
  bottom: number,
): number[] {
  const order = places.map((_, i) => i).sort((a, b) => places[a] - places[b] || a - b);
  const groups: { members: number[]; centre: number }[] = [];
  const firstOf = (group: { members: number[]; centre: number }): number =>
    group.centre - ((group.members.length - 1) * gap) / 2;
  const centre = (group: { members: number[]; centre: number }): void => {
    const half = ((group.members.length - 1) * gap) / 2;
    const mean =
      group.members.reduce((sum, member) => sum + places[member], 0) / group.members.length;
    group.centre = Math.max(top + half, Math.min(bottom - half, mean));
  };
  for (const member of order) {
    groups.push({ members: [member], centre: 0 });
    centre(groups[groups.length - 1]);
    while (groups.length > 1) {
      const last = groups[groups.length - 1];
      const before = groups[groups.length - 2];
      if (firstOf(last) - (firstOf(before) + (before.members.length - 1) * gap) >= gap) break;
      before.members.push(...last.members);
      groups.pop();
      centre(before);
    }
  }
  const moved = [...places];
  for (const group of groups) {
    group.members.forEach((member, i) => {
      moved[member] = firstOf(group) + i * gap;
    });
  }
  return moved;
}
