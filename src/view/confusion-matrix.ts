/** Who is taken for whom: rows are the truth, columns the answer. */

import { ShapeError } from '../math/errors.js';
import { barAbove } from './figure.js';
import { count } from './format.js';
import { heatmap } from './heatmap.js';
import type { Figure } from './view.js';

export interface ConfusionMatrixOptions {
  readonly title: string;
  /** counts[truth][answer]; see `confusionCounts`. */
  readonly counts: readonly ArrayLike<number>[];
  readonly names?: readonly string[];
}

/**
 * Counts as a heat map. The diagonal, where all is well, is left out of the scale, so that the
 * mistakes are seen.
 *
 * @throws ShapeError when the counts are no square
 *
 * @example
 * confusionMatrix({ title: 'cats', counts: [[9, 1], [0, 5]], names: ['cat', 'dog'] }).alt;
 * // "Confusion matrix 'cats': 14 of 15 right. Most often wrong: cat taken for dog, 1 time."
 */
export function confusionMatrix(options: ConfusionMatrixOptions): Figure {
  const counts = options.counts.map((row) => Array.from(row));
  const names = options.names ?? counts.map((_, i) => String(i));
  if (counts.some((row) => row.length !== counts.length)) {
    throw new ShapeError(
      `confusion matrix: got ${counts.length} rows of ${counts[0]?.length ?? 0}; expected a square`,
    );
  }
  const wrong = counts.map((row, i) => row.map((value, j) => (i === j ? Number.NaN : value)));
  const view = heatmap({
    title: options.title,
    values: wrong,
    xNames: names,
    yNames: names,
    xLabel: 'answer',
    yLabel: 'truth',
    scale: 'sequential',
    numbers: false,
  });
  const [trace] = view.data;
  // Each trace writes its own cells only: Plotly would write over those of the other as well.
  const text = counts.map((row, i) =>
    row.map((value, j) => (value === 0 || i === j ? '' : String(value))),
  );
  const total = counts.flat().reduce((sum, value) => sum + value, 0);
  const right = counts.reduce((sum, row, i) => sum + row[i], 0);
  return {
    ...view,
    data: [
      {
        ...trace,
        text,
        texttemplate: '%{text}',
        colorscale: 'Blues',
        reversescale: true,
        hovertemplate: hover,
        hoverongaps: false,
        colorbar: barAbove('mistakes', { nticks: 6, tickformat: 'd' }),
      },
      {
        type: 'heatmap',
        x: trace.x,
        y: trace.y,
        z: counts.map((row, i) => row.map((_, j) => (i === j ? 0 : null))),
        text: counts.map((row, i) => row.map((value, j) => (i === j ? String(value) : ''))),
        texttemplate: '%{text}',
        colorscale: [
          [0, '#dcefe4'],
          [1, '#dcefe4'],
        ],
        showscale: false,
        xgap: 1,
        ygap: 1,
        hovertemplate: hover,
        hoverongaps: false,
      },
    ],
    alt: `Confusion matrix '${options.title}': ${right} of ${total} right. ${worst(counts, names)}`,
    table: {
      ...view.table,
      columns: Object.fromEntries([
        ['truth', names],
        ...names.map((name, j) => [`answer ${name}`, counts.map((row) => row[j])]),
      ]),
    },
  };
}

const hover = 'truth %{y}, answer %{x}: %{text}<extra></extra>';

function worst(counts: readonly (readonly number[])[], names: readonly string[]): string {
  const mistakes = counts.flatMap((row, i) =>
    row.map((times, j) => ({ times: i === j ? 0 : times, i, j })),
  );
  const most = mistakes.reduce((best, one) => (one.times > best.times ? one : best));
  if (most.times === 0) return 'No mistakes.';
  return `Most often wrong: ${names[most.i]} taken for ${names[most.j]}, ${count(most.times, 'time')}.`;
}
