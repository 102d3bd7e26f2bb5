/** Points of one or more kinds, each kind with its own colour and shape. */
import { axis, figure, plotText, titled } from './figure.js';
import { count, formatNumber } from './format.js';
import { markers, nth, palette } from './palette.js';
import { table } from './table.js';
import type { Figure } from './view.js';

/** A place in the plane: x to the right, y up. */
export type Point = readonly [number, number] | readonly number[];

/** Kinds of points, by name. */
export type PointGroups = Readonly<Record<string, readonly Point[]>>;

export interface ScatterPlotOptions {
  readonly title: string;
  readonly groups: PointGroups;
  readonly xLabel?: string;
  readonly yLabel?: string;
  readonly xRange?: readonly [number, number];
  readonly yRange?: readonly [number, number];
}

/**
 * A cloud of points, one mark for each.
 *
 * @example
 * scatterPlot({ title: 'or', groups: { no: [[0, 0]], yes: [[0, 1], [1, 0], [1, 1]] } }).alt;
 * // "Scatter plot 'or'. no: 1 point, x 0 to 0, y 0 to 0. yes: 3 points, x 0 to 1, y 0 to 1."
 */
export function scatterPlot(options: ScatterPlotOptions): Figure {
  const { title, groups, xLabel = 'x', yLabel = 'y', xRange, yRange } = options;
  return figure({
    data: pointTraces(groups),
    layout: {
      ...titled(title),
      showlegend: Object.keys(groups).length > 1,
      xaxis: axis(xLabel, xRange ? { range: xRange } : {}),
      yaxis: axis(yLabel, yRange ? { range: yRange } : {}),
    },
    alt: `Scatter plot '${title}'. ${groupsInWords(groups, xLabel, yLabel)}`,
    table: table(groupColumns(groups, xLabel, yLabel), title),
  });
}

/** Fill and outline of the nth kind of points. */
export type PointColours = (index: number) => readonly [string, string];

/** One Plotly trace for each kind of points, outlined so that it shows on any ground. */
export function pointTraces(
  groups: PointGroups,
  colours: PointColours = (index) => [nth(palette, index), 'white'],
): Readonly<Record<string, unknown>>[] {
  return Object.entries(groups).map(([name, points], i) => ({
    type: 'scatter',
    mode: 'markers',
    name: plotText(name),
    x: points.map((point) => point[0]),
    y: points.map((point) => point[1]),
    marker: {
      color: colours(i)[0],
      symbol: nth(markers, i),
      size: points.length > 300 ? 6 : 11,
      line: { color: colours(i)[1], width: points.length > 300 ? 0.5 : 1.5 },
    },
  }));
}

export function groupsInWords(groups: PointGroups, xLabel: string, yLabel: string): string {
  return Object.entries(groups)
    .map(([name, points]) => {
      const ends = (axisIndex: number) => {
        const values = points.map((point) => point[axisIndex]);
        const low = values.reduce((a, b) => Math.min(a, b), Infinity);
        const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
        return `${formatNumber(low)} to ${formatNumber(high)}`;
      };
      const where = points.length > 0 ? `, ${xLabel} ${ends(0)}, ${yLabel} ${ends(1)}` : '';
      return `${name}: ${count(points.length, 'point')}${where}.`;
    })
    .join(' ');
}

export function groupColumns(
  groups: PointGroups,
  xLabel: string,
  yLabel: string,
): Record<string, readonly (number | string)[]> {
  const entries = Object.entries(groups);
  return {
    kind: entries.flatMap(([name, points]) => points.map(() => name)),
    [xLabel]: entries.flatMap(([, points]) => points.map((point) => point[0])),
    [yLabel]: entries.flatMap(([, points]) => points.map((point) => point[1])),
  };
}
