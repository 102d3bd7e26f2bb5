/** What the samples of a run are made of, as a heat map: a row for each call, a column for each part. */
import { ShapeError } from '../math/errors.js';
import { heatmap } from './heatmap.js';
import type { Figure } from './view.js';

export interface InfluenceMapOptions {
  readonly title: string;
  /** One entry for each call, as `influence(plan)` gives them. */
  readonly rows: readonly {
    readonly start: number;
    readonly outputs: readonly number[];
    readonly noises: readonly number[];
  }[];
  /** What the network was told at each call; names of rows and columns. Default: 1, 2, 3 ... */
  readonly timesteps?: readonly number[];
}

/**
 * Shares of the start, of every answer of the network and of every drawing of noise, if any was
 * drawn. Read a row from left to right: that is the sample after this call.
 *
 * @throws ShapeError when there are no rows.
 *
 * @example
 * const plan = ddim.plan(stableDiffusionConfig, 5);
 * influenceMap({ title: 'DDIM', rows: influence(plan) }).kind; // 'figure'
 */
export function influenceMap(options: InfluenceMapOptions): Figure {
  const { title, rows } = options;
  if (rows.length === 0) throw new ShapeError('influence map: got no rows; expected at least one');
  const names = rows.map((_, i) => String(options.timesteps?.[i] ?? i + 1));
  const drawn = names.map((_, k) => k).filter((k) => rows.some((row) => row.noises[k] !== 0));
  return heatmap({
    title,
    values: rows.map((row) => [row.start, ...row.outputs, ...drawn.map((k) => row.noises[k])]),
    xNames: [
      'start',
      ...names.map((name) => `answer ${name}`),
      ...drawn.map((k) => `z ${names[k]}`),
    ],
    yNames: names,
    xLabel: 'part of the sample',
    yLabel: 'after call',
    scale: 'diverging',
  });
}
