/**
 * One figure for each value of a slider, all computed beforehand: it moves without a kernel, in
 * JupyterLab and in a saved notebook alike.
 */
import { ConfigError, ShapeError } from '../math/errors.js';
import { figure, type Layout, plotText } from './figure.js';
import { formatNumber } from './format.js';
import { ink } from './palette.js';
import { table } from './table.js';
import type { Cell, Figure } from './view.js';

export interface SliderFigureOptions<T extends number | string> {
  /** What the slider changes. */
  readonly name: string;
  readonly values: readonly T[];
  /** The figure for a value; all must hold the same kinds of traces. */
  readonly figure: (value: T, index: number) => Figure;
  /** Index of the value that is shown first. */
  readonly start?: number;
}

/**
 * A figure with a slider below it.
 *
 * @throws ConfigError without values or with a start that is none of them, ShapeError when the
 *   figures differ in their number of traces
 *
 * @example
 * const curve = (slope: number) => linePlot({ title: 'line', x: [0, 1], series: { y: [0, slope] } });
 * sliderFigure({ name: 'slope', values: [1, 2], figure: curve }).frames?.length; // 2
 */
export function sliderFigure<T extends number | string>(options: SliderFigureOptions<T>): Figure {
  const { name, values, start = 0 } = options;
  if (values.length === 0) {
    throw new ConfigError(`slider figure: got no values of '${name}'; expected at least one`);
  }
  if (!Number.isInteger(start) || start < 0 || start >= values.length) {
    throw new ConfigError(
      `slider figure: got start ${start}; expected the index of a value, 0 to ${values.length - 1}`,
    );
  }
  const figures = values.map((value, i) => options.figure(value, i));
  const first = figures[start];
  figures.forEach((one, i) => {
    if (one.data.length === first.data.length) return;
    throw new ShapeError(
      `slider figure: got ${one.data.length} traces at ${name} = ${values[i]} and ` +
        `${first.data.length} at ${values[start]}; expected the same number at every value`,
    );
  });
  const labels = values.map((value) =>
    typeof value === 'number' ? formatNumber(value) : plotText(value),
  );
  const bar = first.data.some((one) => (one.colorbar as Layout | undefined)?.orientation === 'h');
  const frames = figures.map((one, i) => ({
    name: String(i),
    data: one.data,
    layout: { title: bar ? one.layout.title : raised(one.layout.title), ...rangesOf(one.layout) },
  }));
  // The legend stands between title and plane; four names do not fit in one row.
  const secondRow = first.data.filter((one) => one.showlegend !== false).length > 3 ? 24 : 0;
  const above: Layout = {
    title: raised(first.layout.title),
    height: Number(first.layout.height ?? 400) + 120 + secondRow,
    margin: { l: 60, r: 24, t: 86 + secondRow, b: 56 },
    legend: { orientation: 'h', yanchor: 'bottom', y: 1.01, x: 0, font: { color: ink } },
  };
  // A colour bar needs that place: the legend stays between plane and slider.
  const below: Layout = {
    height: Number(first.layout.height) + 150,
    legend: { ...(first.layout.legend as Layout), y: -0.14 },
  };
  const slider = {
    active: start,
    currentvalue: { prefix: `${plotText(name)}: `, font: { color: ink, size: 14 } },
    font: { color: ink },
    pad: { t: bar ? 84 : 44, b: 8 },
    len: 0.92,
    x: 0.04,
    steps: labels.map((label, i) => ({
      label,
      method: 'animate',
      args: [
        [String(i)],
        {
          mode: 'immediate',
          frame: { duration: 0, redraw: true },
          transition: { duration: 0 },
        },
      ],
    })),
  };
  return figure({
    data: first.data,
    layout: {
      ...first.layout,
      ...(bar ? below : above),
      sliders: [slider],
    },
    frames,
    alt:
      `${first.alt} A slider changes ${name}: ${labels.length} values from ${labels[0]} to ` +
      `${labels[labels.length - 1]}.`,
    table: table(stacked(name, values, figures), first.table.caption),
    controls: 1 + first.controls,
  });
}

/** The title at the upper edge, so that a legend of two rows fits below it. */
function raised(title: unknown): Record<string, unknown> {
  return { ...(title as object), y: 1, yref: 'container', yanchor: 'top', pad: { t: 18 } };
}

/** Axes keep the range that each figure asked for; what lies on them changes with it. */
function rangesOf(layout: Figure['layout']): Record<string, unknown> {
  const onThem = ['shapes', 'images', 'annotations'];
  return Object.fromEntries(
    Object.entries(layout).filter(([key]) => /^[xy]axis\d*$/.test(key) || onThem.includes(key)),
  );
}

/** All tables under each other, with the slider's value in front. */
function stacked<T extends Cell>(
  name: string,
  values: readonly T[],
  figures: readonly Figure[],
): Record<string, Cell[]> {
  const columns = Object.keys(figures[0].table.columns);
  const rows = figures.map((one) => one.table.columns[columns[0]]?.length ?? 0);
  const own = columns.includes(name) ? `${name} (slider)` : name;
  return Object.fromEntries([
    [own, values.flatMap((value, i) => Array.from({ length: rows[i] }, () => value))],
    ...columns.map((column) => [
      column,
      figures.flatMap((one, i) =>
        Array.from({ length: rows[i] }, (_, row) => one.table.columns[column]?.[row] ?? ''),
      ),
    ]),
  ]);
}
