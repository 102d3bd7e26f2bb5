/** One small panel for each function: the curve, its slope dashed, and grey where it is flat. */
import { ConfigError } from '../math/errors.js';
import { axis, figure, plotText, titled } from './figure.js';
import { count, formatNumber } from './format.js';
import { sampled } from './jumps.js';
import { ink, palette } from './palette.js';
import { table } from './table.js';
import type { Cell, Figure } from './view.js';

/** A function with its derivative; every activation is one. */
export interface Curve {
  readonly name: string;
  readonly apply: (x: number) => number;
  readonly derivative: (x: number) => number;
}

export interface CurvePanelsOptions {
  readonly title: string;
  readonly curves: readonly Curve[];
  readonly xRange?: readonly [number, number];
  readonly yRange?: readonly [number, number];
  /** A slope below this, up or down, counts as flat. */
  readonly flat?: number;
}

/**
 * Panels side by side, two in a row.
 *
 * @throws ConfigError without curves
 *
 * @example
 * const line = { name: 'line', apply: (x: number) => x, derivative: () => 1 };
 * curvePanels({ title: 'one', curves: [line] }).alt;
 * // "Panels 'one', 1 curve with its slope, x from -4 to 4. line: from -4 to 4, slope 1 to 1, flat on 0 %."
 */
export function curvePanels(options: CurvePanelsOptions): Figure {
  const { title, curves, xRange = [-4, 4], yRange = [-1.5, 2], flat = 0.05 } = options;
  if (curves.length === 0) {
    throw new ConfigError('curve panels: got no curves; expected at least one');
  }
  const xs = Array.from({ length: 161 }, (_, i) => xRange[0] + ((xRange[1] - xRange[0]) * i) / 160);
  const columns = Math.min(2, curves.length);
  const rows = Math.ceil(curves.length / columns);
  const drawn = curves.map((curve) => ({
    name: curve.name,
    heights: xs.map((x) => curve.apply(x)),
    slopes: xs.map((x) => curve.derivative(x)),
  }));
  const data = drawn.flatMap(({ name }, i) => {
    const place = { xaxis: `x${i + 1}`, yaxis: `y${i + 1}`, type: 'scatter', mode: 'lines' };
    const common = { ...place, showlegend: i === 0 };
    const hover = `${plotText(name)} %{x:.2f}: %{y:.4f}<extra></extra>`;
    return [
      {
        ...common,
        name: 'curve',
        ...sampled(curves[i].apply, xs),
        line: { color: palette[0], width: 2.5, simplify: false },
        hovertemplate: hover,
      },
      {
        ...common,
        name: 'slope',
        ...sampled(curves[i].derivative, xs),
        line: { color: palette[1], width: 2, dash: 'dash', simplify: false },
        hovertemplate: `slope of ${hover}`,
      },
    ];
  });
  const layout: Record<string, unknown> = {
    ...titled(title),
    height: 90 + 230 * rows,
    grid: { rows, columns, pattern: 'independent', ygap: 0.28, xgap: 0.16 },
    // Below: beside the title it would lie on top of it on a narrow page.
    legend: { orientation: 'h', yanchor: 'top', y: -0.1, x: 0, font: { color: ink } },
    shapes: drawn.flatMap(({ slopes }, i) => flatShapes(xs, slopes, flat, i)),
    annotations: drawn.map(({ name }, i) => ({
      text: `<b>${plotText(name)}</b>`,
      xref: `x${i + 1} domain`,
      yref: `y${i + 1} domain`,
      x: 0.02,
      y: 0.98,
      xanchor: 'left',
      yanchor: 'top',
      showarrow: false,
      font: { color: ink },
    })),
  };
  for (let i = 1; i <= curves.length; i++) {
    layout[`xaxis${i}`] = axis('', { range: xRange });
    layout[`yaxis${i}`] = axis('', { range: yRange });
  }
  const ends = `x from ${formatNumber(xRange[0])} to ${formatNumber(xRange[1])}`;
  return figure({
    data,
    layout,
    alt:
      `Panels '${title}', ${count(curves.length, 'curve')} with its slope, ${ends}. ` +
      drawn.map((one) => inWords(one, flat)).join(' '),
    table: table(columnsOf(xs, drawn), title),
  });
}

interface Drawn {
  readonly name: string;
  readonly heights: readonly number[];
  readonly slopes: readonly number[];
}

/** A grey box over every stretch of x where the slope is next to nothing. */
function flatShapes(
  xs: readonly number[],
  slopes: readonly number[],
  flat: number,
  panel: number,
): object[] {
  const half = (xs[1] - xs[0]) / 2;
  const stretches: [number, number][] = [];
  xs.forEach((x, i) => {
    if (Math.abs(slopes[i]) >= flat) return;
    const last = stretches[stretches.length - 1];
    const from = Math.max(x - half, xs[0]);
    const to = Math.min(x + half, xs[xs.length - 1]);
    if (last !== undefined && last[1] >= from - 1e-9) last[1] = to;
    else stretches.push([from, to]);
  });
  return stretches.map(([x0, x1]) => ({
    type: 'rect',
    xref: `x${panel + 1}`,
    yref: `y${panel + 1} domain`,
    x0,
    x1,
    y0: 0,
    y1: 1,
    fillcolor: 'rgba(128, 128, 128, 0.22)',
    line: { width: 0 },
    layer: 'below',
  }));
}

function inWords({ name, heights, slopes }: Drawn, flat: number): string {
  const low = (values: readonly number[]) => formatNumber(Math.min(...values));
  const high = (values: readonly number[]) => formatNumber(Math.max(...values));
  const share = slopes.filter((slope) => Math.abs(slope) < flat).length / slopes.length;
  return (
    `${name}: from ${low(heights)} to ${high(heights)}, slope ${low(slopes)} to ` +
    `${high(slopes)}, flat on ${Math.round(100 * share)} %.`
  );
}

function columnsOf(xs: readonly number[], drawn: readonly Drawn[]): Record<string, Cell[]> {
  const picks = xs.map((_, i) => i).filter((i) => i % 20 === 0);
  const at = (values: readonly number[]) => picks.map((i) => values[i]);
  return Object.fromEntries([
    ['x', at(xs)],
    ...drawn.flatMap(({ name, heights, slopes }) => [
      [name, at(heights)],
      [`slope of ${name}`, at(slopes)],
    ]),
  ]);
}
