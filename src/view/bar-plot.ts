/** Bars: one number for each name, side by side where there is more than one series. */
import { ShapeError } from '../math/errors.js';
import { axis, figure, plotText, titled } from './figure.js';
import { count, formatNumber } from './format.js';
import { ink, nth, palette } from './palette.js';
import { table } from './table.js';
import type { Figure } from './view.js';

export interface BarPlotOptions {
  readonly title: string;
  /** One name a bar. */
  readonly names: ArrayLike<string | number>;
  /** One height a bar, or several series of them. */
  readonly values: ArrayLike<number> | Readonly<Record<string, ArrayLike<number>>>;
  readonly xLabel?: string;
  readonly yLabel?: string;
  readonly yRange?: readonly [number, number];
}

/**
 * A bar for each name, with its number written above it; a second series is hatched as well as
 * coloured.
 *
 * @throws ShapeError when there are not as many values as names.
 *
 * @example
 * barPlot({ title: 'shares', names: ['cat', 'dog'], values: [0.7, 0.3] }).alt;
 * // "Bar plot 'shares' of 2 bars. value: largest 0.7 (cat), smallest 0.3 (dog)."
 */
export function barPlot(options: BarPlotOptions): Figure {
  const { title, xLabel = '', yLabel = 'value', yRange } = options;
  const names = Array.from(options.names, String);
  const given = options.values;
  const series: [string, number[]][] =
    typeof (given as ArrayLike<number>).length === 'number'
      ? [[yLabel, Array.from(given as ArrayLike<number>)]]
      : Object.entries(given as Record<string, ArrayLike<number>>).map(([name, values]) => [
          name,
          Array.from(values),
        ]);
  for (const [name, values] of series) {
    if (values.length !== names.length) {
      throw new ShapeError(
        `bar plot: got ${count(values.length, 'value')} of '${name}' for ` +
          `${count(names.length, 'name')}; expected one value a name`,
      );
    }
  }
  const patterns = ['', '/', '.', 'x', '-', '+'];
  const data = series.map(([name, values], i) => ({
    type: 'bar',
    name: plotText(name),
    x: names.map(plotText),
    y: values,
    text: values.map((value) => formatNumber(value, 3)),
    textposition: 'outside',
    textfont: { color: ink },
    cliponaxis: false,
    marker: { color: nth(palette, i), pattern: { shape: nth(patterns, i), fillmode: 'replace' } },
  }));
  return figure({
    data: names.length * series.length > 40 ? data.map(({ text: _, ...rest }) => rest) : data,
    layout: {
      ...titled(title),
      showlegend: series.length > 1,
      barmode: 'group',
      xaxis: axis(xLabel, { type: 'category' }),
      yaxis: axis(yLabel, yRange ? { range: yRange } : {}),
    },
    alt: `Bar plot '${title}' of ${count(names.length, 'bar')}. ${series
      .map(([name, values]) => extremes(name, values, names))
      .join(' ')}`,
    table: table(Object.fromEntries([[xLabel || 'name', names], ...series]), title),
  });
}

function extremes(name: string, values: readonly number[], names: readonly string[]): string {
  if (values.length === 0) return `${name}: nothing.`;
  const high = values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
  const low = values.reduce((best, value, i) => (value < values[best] ? i : best), 0);
  return (
    `${name}: largest ${formatNumber(values[high])} (${names[high]}), ` +
    `smallest ${formatNumber(values[low])} (${names[low]}).`
  );
}
