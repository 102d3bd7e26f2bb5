/**
 * Where the neurons of the drawing stand, in pixels. Pure.
 */
import type { Spot } from './edges.js';
import { FEATURES } from './features.js';
import { SHOWN } from './grid.js';
import type { NetworkState } from './state.js';

/** A neuron's side, from one to the next below it, where the first one begins. */
export const NEURON = 32;
export const ROW = 38;
export const TOP = 60;
const FEATURE_X = 58;
/** Room that a column needs at the least. */
const PITCH = 84;
const END = 14;
export const HEIGHT: number = TOP + SHOWN * ROW + 18;

/** How wide the drawing must be. */
export function neededWidth(hidden: number): number {
  return FEATURE_X + NEURON + END + (hidden + 1) * PITCH;
}

/** Left edges of the columns: features, hidden layers, output. */
export function columnPlaces(hidden: number, width: number): number[] {
  const last = width - NEURON - END;
  const step = (last - FEATURE_X) / (hidden + 1);
  return Array.from({ length: hidden + 2 }, (_, i) => FEATURE_X + i * step);
}

/** Where the neurons of a layer stand that are drawn. */
export function spotsOf(state: NetworkState, layer: number, size: number, x: number): Spot[] {
  const rows =
    layer === 0
      ? FEATURES.flatMap(({ name }, row) => (state.features.includes(name) ? [row] : []))
      : Array.from({ length: Math.min(size, SHOWN) }, (_, row) => row);
  return rows.map((row) => ({ left: x, right: x + NEURON, y: TOP + row * ROW + NEURON / 2 }));
}
