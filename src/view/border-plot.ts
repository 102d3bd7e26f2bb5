/**
 * Examples in the plane, and the borders that several deciders draw through them: one picture to
 * compare them in.
 */
import { ConfigError } from '../math/errors.js';
import { borderOf } from './border.js';
import { axis, figure, plotText, titled } from './figure.js';
import { formatNumber } from './format.js';
import { dashes, nth, palette } from './palette.js';
import { groupColumns, groupsInWords, type PointGroups, pointTraces } from './scatter-plot.js';
import { table } from './table.js';
import type { Figure } from './view.js';

export interface BorderPlotOptions {
  readonly title: string;
  /** Examples, by kind. */
  readonly points: PointGroups;
  /** Deciders by name: the answer at a point. */
  readonly borders: Readonly<Record<string, (x: number, y: number) => number>>;
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Where no becomes yes (default 0.5). */
  readonly threshold?: number;
}

/**
 * A line for each decider, with its own colour and dash; black and white marks for the examples.
 * The table has every decider's answer to every example.
 *
 * @throws ConfigError without deciders
 *
 * @example
 * const points = { no: [[0, 0]], yes: [[1, 1]] };
 * const half = (x: number) => (x >= 0.5 ? 1 : 0);
 * borderPlot({ title: 'half', points, borders: { half }, xRange: [0, 1], yRange: [0, 1] }).alt;
 * // "Border plot 'half'. no: 1 point, x 0 to 0, y 0 to 0. yes: 1 point, x 1 to 1, y 1 to 1. half: above 0.5 at no 0 of 1, yes 1 of 1."
 */
export function borderPlot(options: BorderPlotOptions): Figure {
  const { title, points, borders, xRange, yRange, xLabel = 'x', yLabel = 'y' } = options;
  const { threshold = 0.5 } = options;
  const deciders = Object.entries(borders);
  if (deciders.length === 0) {
    throw new ConfigError('border plot: got no borders; expected at least one function of x and y');
  }
  const xs = spread(xRange);
  const ys = spread(yRange);
  const lines = deciders.map(([name, predict], i) => {
    const values = ys.map((y) => xs.map((x) => predict(x, y)));
    return {
      type: 'scatter',
      mode: 'lines',
      name: plotText(name),
      ...borderOf(predict, xs, ys, values, threshold),
      line: { color: nth(palette, i), dash: nth(dashes, i), width: 3, simplify: false },
      hoverinfo: 'name',
    };
  });
  const kinds = Object.entries(points);
  const inWords = deciders.map(([name, predict]) => {
    const counts = kinds.map(([kind, group]) => {
      const yes = group.filter(([x, y]) => predict(x, y) >= threshold).length;
      return `${kind} ${yes} of ${group.length}`;
    });
    return `${name}: above ${formatNumber(threshold)} at ${counts.join(', ')}.`;
  });
  const answers = deciders.map(([name, predict]) => [
    name,
    kinds.flatMap(([, group]) => group.map(([x, y]) => predict(x, y))),
  ]);
  return figure({
    data: [...lines, ...pointTraces(points, marks)],
    layout: {
      ...titled(title),
      height: 460,
      showlegend: true,
      xaxis: axis(xLabel, { range: xRange }),
      yaxis: axis(yLabel, { range: yRange }),
    },
    alt: `Border plot '${title}'. ${groupsInWords(points, xLabel, yLabel)} ${inWords.join(' ')}`,
    table: table(
      { ...groupColumns(points, xLabel, yLabel), ...Object.fromEntries(answers) },
      title,
    ),
  });
}

/** White and black, each with an outline that shows on both themes. */
function marks(index: number): readonly [string, string] {
  return index % 2 === 0 ? ['white', '#555555'] : ['#222222', '#aaaaaa'];
}

function spread([from, to]: readonly [number, number]): number[] {
  return Array.from({ length: 41 }, (_, i) => from + ((to - from) * i) / 40);
}
