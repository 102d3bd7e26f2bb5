/** A rectangle of numbers as a rectangle of colours: weights, similarities, attention. */
import { ShapeError } from '../math/errors.js';
import { axis, barAbove, centred, figure, plotText, titled } from './figure.js';
import { formatNumber } from './format.js';
import { ends, type GridInput, readGrid } from './grid.js';
import { diverging, sequential } from './palette.js';
import { table } from './table.js';
import type { Figure } from './view.js';

export interface HeatmapOptions {
  readonly title: string;
  /** Rows of numbers, the first row on top, or a tensor [rows, columns]. */
  readonly values: GridInput;
  readonly xNames?: readonly string[];
  readonly yNames?: readonly string[];
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** `diverging` puts white at 0; the default when there are numbers below 0. */
  readonly scale?: 'sequential' | 'diverging';
  /** Write each number into its cell; default: where there are at most 150. */
  readonly numbers?: boolean;
}

/**
 * Colour for size; small ones carry their numbers too.
 *
 * @throws ShapeError when rows differ in length or names do not fit.
 *
 * @example
 * heatmap({ title: 'kernel', values: [[0, 1], [-1, 0]] }).alt;
 * // "Heat map 'kernel': 2 rows, 2 columns, from -1 (row 1, column 0) to 1 (row 0, column 1)."
 */
export function heatmap(options: HeatmapOptions): Figure {
  const { title, xLabel = '', yLabel = '' } = options;
  const values = readGrid('heat map', options.values);
  const xNames = named('column', options.xNames, values[0].length);
  const yNames = named('row', options.yNames, values.length);
  const [low, high] = ends(values);
  const signed = (options.scale ?? (low < 0 ? 'diverging' : 'sequential')) === 'diverging';
  const reach = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const numbers = options.numbers ?? values.length * values[0].length <= 150;
  const cell = Math.min(56, Math.max(8, 420 / Math.max(values.length, values[0].length)));
  const gap = cell < 20 ? 0 : 1; // between small cells, lines would be louder than the colours
  const trace = {
    type: 'heatmap',
    z: values,
    x: xNames.map((_, i) => i),
    y: yNames.map((_, i) => i),
    colorscale: signed ? diverging : sequential,
    ...(signed ? { zmin: -reach, zmax: reach } : {}),
    xgap: gap,
    ygap: gap,
    colorbar: barAbove(''),
    ...(numbers
      ? { text: values.map((row) => row.map((v) => formatNumber(v, 3))), texttemplate: '%{text}' }
      : {}),
    hovertemplate: `${plotText(yLabel || 'row')} %{y}, ${plotText(xLabel || 'column')} %{x}: %{z}<extra></extra>`,
  };
  return figure({
    data: [trace],
    layout: {
      ...titled(title),
      ...centred,
      height: Math.max(260, Math.round(cell * values.length + 170)),
      xaxis: axis(xLabel, {
        ...ticks(xNames),
        showgrid: false,
        zeroline: false,
        constrain: 'domain',
      }),
      yaxis: axis(yLabel, {
        ...ticks(yNames),
        showgrid: false,
        zeroline: false,
        autorange: 'reversed',
        scaleanchor: 'x',
        constrain: 'domain',
      }),
    },
    alt: `Heat map '${title}': ${values.length} rows, ${values[0].length} columns, ${extremes(values, low, high, xNames, yNames)}.`,
    table: table(
      {
        [yLabel || 'row']: yNames,
        ...Object.fromEntries(
          xNames.map((name, i) => [`${xLabel || 'column'} ${name}`, values.map((row) => row[i])]),
        ),
      },
      title,
    ),
  });
}

/** At most 24 tick labels, each at its cell. */
export function ticks(names: readonly string[]): Readonly<Record<string, unknown>> {
  const step = Math.ceil(names.length / 24);
  const shown = names.map((_, i) => i).filter((i) => i % step === 0);
  return { tickvals: shown, ticktext: shown.map((i) => plotText(names[i])) };
}

function named(kind: string, names: readonly string[] | undefined, length: number): string[] {
  if (!names) return Array.from({ length }, (_, i) => String(i));
  if (names.length !== length) {
    throw new ShapeError(`heat map: got ${names.length} ${kind} names; expected ${length}`);
  }
  return [...names];
}

function extremes(
  values: readonly (readonly number[])[],
  low: number,
  high: number,
  xNames: readonly string[],
  yNames: readonly string[],
): string {
  const at = (wanted: number) => {
    const row = values.findIndex((cells) => cells.includes(wanted));
    const where = `row ${yNames[row]}, column ${xNames[values[row]?.indexOf(wanted)]}`;
    return row < 0 ? formatNumber(wanted) : `${formatNumber(wanted)} (${where})`;
  };
  return low === high ? `all ${formatNumber(low)}` : `from ${at(low)} to ${at(high)}`;
}
