/** Lines over a shared axis: curves of functions, losses over steps. */

import { axis, figure, plotText, titled } from './figure.js';
import { formatNumber } from './format.js';
import { sampled } from './jumps.js';
import { dashes, markers, nth, palette } from './palette.js';
import {
  readSeries,
  type SeriesInput,
  seriesColumns,
  seriesInWords,
  thinSeries,
} from './series.js';
import { table } from './table.js';
import type { Figure } from './view.js';

export interface LinePlotOptions {
  readonly title: string;
  /** Places shared by every series; without it, 201 places of `xRange`, or 0, 1, 2 ... */
  readonly x?: ArrayLike<number>;
  /** Name -> heights at x, a function of x, or `{x, y}` of its own. */
  readonly series: Readonly<Record<string, SeriesInput>>;
  readonly xLabel?: string;
  readonly yLabel?: string;
  readonly xRange?: readonly [number, number];
  readonly yRange?: readonly [number, number];
  /** Powers of ten up the axis; for losses that fall a long way. */
  readonly logY?: boolean;
  /** A point at every value, in a shape of its own; default: only where there are few. */
  readonly points?: boolean;
}

/**
 * One line for each series, each with its own colour and dash.
 *
 * @throws ShapeError when a series has not as many values as there are places.
 *
 * @example
 * linePlot({ title: 'double', x: [0, 1], series: { double: (x) => 2 * x } }).alt;
 * // "Line plot 'double'. x from 0 to 1. double: from 0 at 0 to 2 at 1."
 */
export function linePlot(options: LinePlotOptions): Figure {
  const { title, xLabel = 'x', yLabel = '', xRange, yRange, logY } = options;
  const x = options.x ?? (xRange ? spread(xRange) : undefined);
  const lines = readSeries('line plot', x, options.series);

  const thin = lines.map(thinSeries);
  const data = thin.map(({ line }, i) => {
    const withPoints = options.points ?? line.x.length <= 30;
    const given = options.series[line.name];
    const drawn = typeof given === 'function' ? sampled(given, line.x) : line;
    return {
      type: 'scatter',
      mode: withPoints ? 'lines+markers' : 'lines',
      name: plotText(line.name),
      x: drawn.x,
      y: drawn.y,
      line: { color: nth(palette, i), dash: nth(dashes, i), width: 2.5, simplify: false },
      ...(withPoints ? { marker: { symbol: nth(markers, i), size: 8 } } : {}),
    };
  });
  const places = lines.flatMap((line) => line.x).filter(Number.isFinite);
  const step = Math.max(...thin.map((part) => part.step));
  const alt = [
    `Line plot '${title}'. ${xLabel} from ${formatEnds(places)}.`,
    ...lines.map(seriesInWords),
    ...(step > 1 ? [`Drawn: every ${step}th point.`] : []),
  ].join(' ');
  const layout = {
    ...titled(title),
    showlegend: lines.length > 1,
    xaxis: axis(xLabel, xRange ? { range: xRange } : {}),
    yaxis: axis(yLabel, { ...(yRange ? { range: yRange } : {}), ...(logY ? logarithmic : {}) }),
  };
  return figure({ data, layout, alt, table: table(seriesColumns(lines, xLabel), title) });
}

/** Ticks as powers of ten: `10⁻⁶`, where Plotly would write `1µ`. */
const logarithmic = { type: 'log', exponentformat: 'power', tickfont: { size: 11 } };

function spread([from, to]: readonly [number, number]): number[] {
  return Array.from({ length: 201 }, (_, i) => from + ((to - from) * i) / 200);
}

function formatEnds(values: readonly number[]): string {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return `${formatNumber(low)} to ${formatNumber(high)}`;
}
