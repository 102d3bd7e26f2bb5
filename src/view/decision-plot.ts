/**
 * The plane as a network sees it: every point coloured with its answer, a line where it is undecided,
 * and the examples on top.
 */
import { ConfigError } from '../math/errors.js';
import { borderOf } from './border.js';
import { axis, barAbove, centred, figure, plotText, titled } from './figure.js';
import { formatNumber } from './format.js';
import { diverging, nth } from './palette.js';
import { groupColumns, groupsInWords, type PointGroups, pointTraces } from './scatter-plot.js';
import { table } from './table.js';
import type { Figure } from './view.js';

export interface DecisionPlotOptions {
  readonly title: string;
  /** The answer at a point. */
  readonly predict: (x: number, y: number) => number;
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Examples to draw over it, by kind. */
  readonly points?: PointGroups;
  /** Where no becomes yes. */
  readonly threshold?: number;
  /** Points along each side; without it 41, and 121 where the answer jumps. */
  readonly resolution?: number;
}

/**
 * Blue above the threshold, vermillion below, white at it.
 *
 * @throws ConfigError when `predict` gives something else than a number
 *
 * @example
 * decisionPlot({ title: 'left', predict: (x) => 1 - x, xRange: [0, 1], yRange: [0, 1] }).alt;
 * // "Decision plot 'left'. 49 % of the plane is above 0.5; answers from 0 to 1."
 */
export function decisionPlot(options: DecisionPlotOptions): Figure {
  const { title, predict, xRange, yRange, xLabel = 'x', yLabel = 'y', points } = options;
  const { threshold = 0.5, resolution = 41 } = options;
  const plane = (x: number, y: number): number => answer(predict, x, y);
  const xs = spread(xRange, resolution);
  const ys = spread(yRange, resolution);
  const values = ys.map((y) => xs.map((x) => plane(x, y)));
  const flat = values.flat().filter(Number.isFinite);
  const low = flat.reduce((a, b) => Math.min(a, b), Infinity);
  const high = flat.reduce((a, b) => Math.max(a, b), -Infinity);
  const reach = Math.max(high - threshold, threshold - low, 0.5);
  const above = flat.filter((value) => value > threshold).length / Math.max(flat.length, 1);
  const hard = jumps(values, high - low);
  const fine = hard && options.resolution === undefined ? 121 : resolution;
  const [columns, rows] =
    fine === resolution ? [xs, ys] : [spread(xRange, fine), spread(yRange, fine)];
  const shades = fine === resolution ? values : rows.map((y) => columns.map((x) => plane(x, y)));
  const surface = {
    type: 'heatmap',
    x: columns,
    y: rows,
    z: shades.map((row) => row.map((value) => Number(value.toPrecision(4)))),
    zsmooth: hard ? false : 'best',
    zmin: threshold - reach,
    zmax: threshold + reach,
    colorscale: diverging,
    colorbar: barAbove('answer'),
    hovertemplate: `${plotText(xLabel)} %{x:.2f}, ${plotText(yLabel)} %{y:.2f}: %{z:.3f}<extra></extra>`,
  };
  const border = {
    type: 'scatter',
    mode: 'lines',
    ...borderOf(plane, xs, ys, values, threshold),
    line: { color: '#222222', width: 2.5, simplify: false },
    name: 'border',
    showlegend: false,
    hoverinfo: 'skip',
  };
  const kinds = points ? groupColumns(points, xLabel, yLabel) : undefined;
  const answers =
    points &&
    Object.values(points).flatMap((group) => group.map(([x, y]) => answer(predict, x, y)));
  const twin = kinds && answers ? { ...kinds, answer: answers } : coarse(xs, ys, values, options);
  return figure({
    data: [surface, border, ...(points ? pointTraces(points, neutral) : [])],
    layout: {
      ...titled(title),
      ...centred,
      height: 500,
      showlegend: points !== undefined,
      xaxis: axis(xLabel, { range: xRange, showgrid: false, constrain: 'domain' }),
      yaxis: axis(yLabel, {
        range: yRange,
        showgrid: false,
        scaleanchor: 'x',
        constrain: 'domain',
      }),
    },
    alt:
      `Decision plot '${title}'. ${Math.round(100 * above)} % of the plane is above ` +
      `${formatNumber(threshold)}; answers from ${formatNumber(low)} to ${formatNumber(high)}.` +
      (points ? ` ${groupsInWords(points, xLabel, yLabel)}` : ''),
    table: table(twin, title),
  });
}

/** The ground has the colours of the answers; the examples keep out of that with black and white. */
function neutral(index: number): readonly [string, string] {
  return nth(['light', 'dark'], index) === 'light' ? ['white', '#222222'] : ['#222222', 'white'];
}

function answer(predict: DecisionPlotOptions['predict'], x: number, y: number): number {
  const value = predict(x, y);
  if (typeof value === 'number') return value;
  const got = Array.isArray(value) ? 'an array' : typeof value;
  throw new ConfigError(`decision plot: got ${got} from predict(${x}, ${y}); expected a number`);
}

/** Whether the answer changes by more than half of its whole range from one place to the next. */
function jumps(values: readonly (readonly number[])[], range: number): boolean {
  return values.some((row, r) =>
    row.some((value, c) => {
      const [right, up] = [row[c + 1] ?? value, values[r + 1]?.[c] ?? value];
      return Math.max(Math.abs(right - value), Math.abs(up - value)) > 0.5 * range;
    }),
  );
}

function spread([from, to]: readonly [number, number], count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}

/** The answers at five by five places, for the reader of the table. */
function coarse(
  xs: readonly number[],
  ys: readonly number[],
  values: readonly (readonly number[])[],
  { xLabel = 'x', yLabel = 'y' }: DecisionPlotOptions,
): Record<string, number[]> {
  const picks = [0, 0.25, 0.5, 0.75, 1].map((part) => Math.round(part * (xs.length - 1)));
  return {
    [xLabel]: picks.flatMap((_) => picks.map((column) => xs[column])),
    [yLabel]: picks.flatMap((row) => picks.map(() => ys[row])),
    answer: picks.flatMap((row) => picks.map((column) => values[row][column])),
  };
}
