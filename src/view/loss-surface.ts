/**
 * The loss as a landscape: two weights span the ground, the height is how wrong the answers are, and
 * paths show where learning went.
 *
 * Drawn from above, as on a walker's map: colours and contour lines for the height. A path has a
 * ring at its start and a dot at every step.
 */
import { ConfigError } from '../math/errors.js';
import { axis, figure, plotText, titled } from './figure.js';
import { formatNumber } from './format.js';
import { dashes, ink, markers, nth, sequential } from './palette.js';
import { table } from './table.js';
import type { Figure } from './view.js';

/** The places of a path, first to last: each the two weights. */
export type Path = readonly (readonly number[])[];

export interface LossSurfaceOptions {
  readonly title: string;
  /** The loss at these two weights. */
  readonly loss: (first: number, second: number) => number;
  /** Of the first weight, to the right, and of the second, up. */
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
  readonly xLabel?: string;
  readonly yLabel?: string;
  readonly paths?: Readonly<Record<string, Path>>;
  /** Places along each side (default 61). */
  readonly resolution?: number;
}

/**
 * The map, with the paths on it. What leaves the map is cut off; the words still tell where it ends.
 *
 * @throws ConfigError when `loss` gives something else than a number
 *
 * @example
 * const bowl = (a: number, b: number) => a * a + b * b;
 * const paths = { walk: [[1, 0], [0.5, 0]] };
 * lossSurface({ title: 'bowl', loss: bowl, xRange: [-1, 1], yRange: [-1, 1], paths }).alt;
 * // "Loss surface 'bowl'. Lowest on the map: 0 at first weight 0, second weight 0; highest: 2. walk: 1 step, from loss 1 at (1, 0) to loss 0.25 at (0.5, 0)."
 */
export function lossSurface(options: LossSurfaceOptions): Figure {
  const { title, loss, xRange, yRange, paths = {}, resolution = 61 } = options;
  const { xLabel = 'first weight', yLabel = 'second weight' } = options;
  const height = (a: number, b: number): number => {
    const value = loss(a, b);
    if (typeof value === 'number') return value;
    throw new ConfigError(`loss surface: got ${typeof value} at (${a}, ${b}); expected a number`);
  };
  const xs = spread(xRange, resolution);
  const ys = spread(yRange, resolution);
  const z = ys.map((y) => xs.map((x) => height(x, y)));
  const ground = {
    type: 'contour',
    x: xs,
    y: ys,
    z,
    ncontours: 16,
    colorscale: sequential,
    line: { width: 0.7, color: 'rgba(255, 255, 255, 0.55)' },
    colorbar: { outlinewidth: 0, thickness: 14, title: { text: 'loss', side: 'right' } },
    hovertemplate: `${plotText(xLabel)} %{x:.2f}, ${plotText(yLabel)} %{y:.2f}: loss %{z:.4f}<extra></extra>`,
  };
  const walks = Object.entries(paths);
  const traces = walks.flatMap(([name, path], i) => pathTraces(name, path, i));
  const inWords = walks.map(([name, path]) => {
    const place = (at: readonly number[]): string =>
      `loss ${formatNumber(height(at[0], at[1]))} at (${at.map((w) => formatNumber(w)).join(', ')})`;
    const steps = path.length === 2 ? '1 step' : `${path.length - 1} steps`;
    return ` ${name}: ${steps}, from ${place(path[0])} to ${place(path[path.length - 1])}.`;
  });
  const { low, high, at } = lowest(xs, ys, z);
  return figure({
    data: [ground, ...traces],
    layout: {
      ...titled(title),
      height: 480,
      showlegend: walks.length > 1,
      xaxis: axis(xLabel, { range: xRange, showgrid: false, zeroline: false }),
      yaxis: axis(yLabel, { range: yRange, showgrid: false, zeroline: false }),
      font: { color: ink, size: 13 },
    },
    alt:
      `Loss surface '${title}'. Lowest on the map: ${formatNumber(low)} at ${xLabel} ` +
      `${formatNumber(at[0])}, ${yLabel} ${formatNumber(at[1])}; highest: ${formatNumber(high)}.` +
      inWords.join(''),
    table: table(
      walks.length > 0 ? walked(walks, height, xLabel, yLabel) : coarse(xs, ys, z, xLabel, yLabel),
      title,
    ),
  });
}

/** A light line on a dark one, so that it shows on every height. */
function pathTraces(name: string, path: Path, i: number): Readonly<Record<string, unknown>>[] {
  const places = { x: path.map((at) => at[0]), y: path.map((at) => at[1]) };
  const base = { type: 'scatter', ...places, legendgroup: name, hoverinfo: 'skip' };
  const first = path.map((_, step) => step === 0);
  return [
    {
      ...base,
      mode: 'lines',
      showlegend: false,
      line: { color: '#111111', width: 5 },
    },
    {
      ...base,
      mode: 'lines+markers',
      name: plotText(name),
      line: { color: 'white', width: 2.2, dash: nth(dashes, i) },
      marker: {
        symbol: nth(markers, i),
        color: first.map((start) => (start ? '#111111' : 'white')),
        size: first.map((start) => (start ? 14 : 7)),
        line: { color: first.map((start) => (start ? 'white' : '#111111')), width: 1.5 },
      },
    },
  ];
}

function lowest(xs: readonly number[], ys: readonly number[], z: readonly (readonly number[])[]) {
  let [low, high, row, column] = [Infinity, -Infinity, 0, 0];
  z.forEach((line, r) => {
    line.forEach((value, c) => {
      if (value < low) [low, row, column] = [value, r, c];
      if (value > high) high = value;
    });
  });
  return { low, high, at: [xs[column], ys[row]] };
}

function walked(
  walks: readonly (readonly [string, Path])[],
  height: (a: number, b: number) => number,
  xLabel: string,
  yLabel: string,
): Record<string, readonly (number | string)[]> {
  return {
    path: walks.flatMap(([name, path]) => path.map(() => name)),
    step: walks.flatMap(([, path]) => path.map((_, step) => step)),
    [xLabel]: walks.flatMap(([, path]) => path.map((at) => at[0])),
    [yLabel]: walks.flatMap(([, path]) => path.map((at) => at[1])),
    loss: walks.flatMap(([, path]) => path.map((at) => height(at[0], at[1]))),
  };
}

/** The heights at five by five places. */
function coarse(
  xs: readonly number[],
  ys: readonly number[],
  z: readonly (readonly number[])[],
  xLabel: string,
  yLabel: string,
): Record<string, readonly number[]> {
  const picks = [0, 0.25, 0.5, 0.75, 1].map((part) => Math.round(part * (xs.length - 1)));
  return {
    [xLabel]: picks.flatMap(() => picks.map((column) => xs[column])),
    [yLabel]: picks.flatMap((row) => picks.map(() => ys[row])),
    loss: picks.flatMap((row) => picks.map((column) => z[row][column])),
  };
}

function spread([from, to]: readonly [number, number], count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}
