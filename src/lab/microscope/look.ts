/** What is to be seen at one place of a run, in numbers. Pure. */
import type { Kind, StepData } from './data.js';
import type { Layer, Run } from './read.js';
import { ALL_LAYERS, type Bounds, type MicroscopeState } from './state.js';

/** How much there is of everything in a run. */
export function boundsOf(run: Run): Bounds {
  return {
    ...{ steps: run.steps.length, channels: run.channels, height: run.height, width: run.width },
    ...{ tokens: run.tokens.length, layers: run.layers.map(({ name }) => name) },
    token: Math.max(0, ...run.tokens.map(({ word }, i) => (word ? i : 0))),
  };
}

/** The chosen step. */
export function stepOf(run: Run, { step }: MicroscopeState): StepData {
  return run.steps[step - 1];
}

/** The chosen number of an array; NaN where the run has none. */
export function numberAt(run: Run, state: MicroscopeState, kind: Kind): number {
  const { channel, row, column } = state;
  const at = ((channel - 1) * run.height + row - 1) * run.width + column - 1;
  return run.arrays[kind]?.[state.step - 1][at] ?? Number.NaN;
}

/** Root of the mean square: how far the numbers lie from 0. */
export function spreadOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ** 2;
  return Math.sqrt(sum / values.length);
}

/** The value that has the full colour: two and a half times the spread, at least 2.5. */
export function reachOf(values: ArrayLike<number>): number {
  return Math.max(2.5, Number((2.5 * spreadOf(values)).toPrecision(2)));
}

/** A map of attention for one step and token. */
export interface LookMap {
  readonly height: number;
  readonly width: number;
  readonly values: Float32Array;
  /** Its smallest and its largest share, and the mean of all places. */
  readonly least: number;
  readonly most: number;
  readonly mean: number;
}

/** Where a token was looked at, in the chosen layer or in the mean of all. */
export function lookMap(run: Run, state: MicroscopeState, token: number = state.token): LookMap {
  const used = run.layers.filter(({ name }) => [ALL_LAYERS, name].includes(state.layer));
  const largest = (side: (layer: Layer) => number): number => Math.max(...used.map(side));
  const height = largest((layer) => layer.height);
  const width = largest((layer) => layer.width);
  const values = Float32Array.from({ length: height * width }, (_, i) => {
    const y = (Math.floor(i / width) + 0.5) / height;
    const x = ((i % width) + 0.5) / width;
    const each = used.map((layer) => {
      const size = layer.height * layer.width;
      const shares = layer.shares[state.step - 1].subarray(token * size, (token + 1) * size);
      return smooth({ ...layer, values: shares }, y, x);
    });
    return each.reduce((sum, share) => sum + share, 0) / each.length;
  });
  const mean = values.reduce((sum, share) => sum + share, 0) / values.length;
  return { height, width, values, least: Math.min(...values), most: Math.max(...values), mean };
}

/** From 0 (the smallest share of a map) to 1 (its largest); 1 where all are the same. */
export function lightOf({ least, most }: LookMap, share: number): number {
  return most - least > 1e-6 ? (share - least) / (most - least) : 1;
}

/** The value at a place of a map, `y` and `x` from 0 to 1, between the middles of its squares. */
export function smooth(
  map: { readonly height: number; readonly width: number; readonly values: ArrayLike<number> },
  y: number,
  x: number,
): number {
  const { height, width, values } = map;
  const [row, down] = between(y * height - 0.5, height);
  const [column, right] = between(x * width - 0.5, width);
  const at = (r: number, c: number): number =>
    values[Math.min(r, height - 1) * width + Math.min(c, width - 1)];
  const above = at(row, column) * (1 - right) + at(row, column + 1) * right;
  const below = at(row + 1, column) * (1 - right) + at(row + 1, column + 1) * right;
  return above * (1 - down) + below * down;
}

function between(place: number, size: number): readonly [number, number] {
  const held = Math.min(Math.max(place, 0), size - 1);
  return [Math.floor(held), held - Math.floor(held)];
}

/** How much of all attention each token got at the chosen step. */
export function tokenShares(run: Run, state: MicroscopeState): number[] {
  return run.tokens.map((_, token) => lookMap(run, state, token).mean);
}

/** Shares of picture and noise, as parts of 1 in squares: their squares add up to 1. */
export function levelOf({ signal, noise }: StepData): { signal: number; noise: number } {
  const size = Math.hypot(signal, noise);
  return { signal: signal / size, noise: noise / size };
}
