/**
 * The numbers behind a line: an array, a function of x, or its own pairs of x and y; what they do,
 * in words; and a thinner copy where there are more points than a screen has columns.
 */
import { ConfigError, ShapeError } from '../math/errors.js';
import { count, formatNumber } from './format.js';

/** A line: its heights at the shared x, a function of x, or heights at places of its own. */
export type SeriesInput =
  | ArrayLike<number>
  | ((x: number) => number)
  | { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };

export interface Series {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** More points than this are thinned before they are drawn. */
export const maximumPoints = 4000;

export function readSeries(
  where: string,
  x: ArrayLike<number> | undefined,
  series: Readonly<Record<string, SeriesInput>>,
): Series[] {
  const names = Object.keys(series);
  if (names.length === 0) throw new ConfigError(`${where}: got no series; expected at least one`);
  return names.map((name) => {
    const given = series[name];
    if (typeof given === 'function') {
      if (!x) throw new ConfigError(`${where}: got a function '${name}' without x; expected x`);
      const places = Array.from(x);
      return { name, x: places, y: places.map((value) => given(value)) };
    }
    const own = 'y' in given ? given : { x: x ?? upTo(given.length), y: given };
    const line = { name, x: Array.from(own.x), y: Array.from(own.y) };
    if (line.x.length !== line.y.length) {
      throw new ShapeError(
        `${where}: got ${count(line.y.length, 'value')} of '${name}' at ` +
          `${count(line.x.length, 'place')}; expected as many values as places`,
      );
    }
    for (const value of line.y) {
      if (typeof value !== 'number') {
        throw new ConfigError(`${where}: got ${typeof value} in '${name}'; expected numbers`);
      }
    }
    return line;
  });
}

/** One sentence: where it starts, where it ends, how high and low it gets on the way. */
export function seriesInWords({ name, x, y }: Series): string {
  const finite = y.map((_, i) => i).filter((i) => Number.isFinite(y[i]) && Number.isFinite(x[i]));
  if (finite.length === 0) return `${name}: no finite values.`;
  const at = (i: number) => `${formatNumber(y[i])} at ${formatNumber(x[i])}`;
  const first = finite[0];
  const last = finite[finite.length - 1];
  const low = finite.reduce((best, i) => (y[i] < y[best] ? i : best), first);
  const high = finite.reduce((best, i) => (y[i] > y[best] ? i : best), first);
  const inner = [
    ...(y[low] < Math.min(y[first], y[last]) ? [`lowest ${at(low)}`] : []),
    ...(y[high] > Math.max(y[first], y[last]) ? [`highest ${at(high)}`] : []),
  ];
  const gaps = y.length - finite.length;
  if (gaps > 0) inner.push(`${count(gaps, 'value')} not finite`);
  const tail = inner.length > 0 ? `, ${inner.join(', ')}` : '';
  return `${name}: from ${at(first)} to ${at(last)}${tail}.`;
}

/** Every kth point, the last one too; `step` says which k, 1 when nothing was left out. */
export function thinSeries(line: Series): { line: Series; step: number } {
  const step = Math.ceil(line.x.length / maximumPoints);
  if (step <= 1) return { line, step: 1 };
  const keep = (_: number, i: number) => i % step === 0 || i === line.x.length - 1;
  return { line: { name: line.name, x: line.x.filter(keep), y: line.y.filter(keep) }, step };
}

/** Columns for the table twin: one shared x where the lines share it, else one per line. */
export function seriesColumns(
  lines: readonly Series[],
  xLabel: string,
): Record<string, readonly (number | string)[]> {
  const shared = lines.every((line) => sameNumbers(line.x, lines[0].x));
  if (shared) {
    return Object.fromEntries([
      [xLabel, lines[0].x],
      ...lines.map(({ name, y }) => [name === xLabel ? `${name} (value)` : name, y] as const),
    ]);
  }
  return {
    series: lines.flatMap(({ name, x }) => x.map(() => name)),
    [xLabel]: lines.flatMap(({ x }) => x),
    value: lines.flatMap(({ y }) => y),
  };
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((value, i) => Object.is(value, b[i])));
}

function upTo(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
