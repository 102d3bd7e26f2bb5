/** How the loss fell: of one training run, or of several on one plot. */
import { linePlot } from './line-plot.js';
import type { Figure } from './view.js';

/** What a training run says about one epoch; `EpochResult` of src/neuron is one. */
export interface EpochLoss {
  readonly epoch: number;
  readonly loss: number;
  readonly testLoss?: number;
}

export interface LossPlotOptions {
  /** Default 'Loss'. */
  readonly title?: string;
  /** Powers of ten up the axis (default false). */
  readonly logY?: boolean;
}

/**
 * A line for the loss of each run, and one for its test loss where it was measured.
 *
 * @param runs name -> history of a run
 * @example
 * const histories = {
 *   slow: [{ epoch: 1, loss: 0.9 }, { epoch: 2, loss: 0.8 }],
 *   fast: [{ epoch: 1, loss: 0.5 }, { epoch: 2, loss: 0.1, testLoss: 0.2 }],
 * };
 * lossPlot(histories).data.length; // 3
 */
export function lossPlot(
  runs: Readonly<Record<string, readonly EpochLoss[]>>,
  { title = 'Loss', logY = false }: LossPlotOptions = {},
): Figure {
  const series = Object.entries(runs).flatMap(([name, history]) => {
    const tested = history.filter(({ testLoss }) => testLoss !== undefined);
    const line = { x: history.map(({ epoch }) => epoch), y: history.map(({ loss }) => loss) };
    const testLine = {
      x: tested.map(({ epoch }) => epoch),
      y: tested.map(({ testLoss = Number.NaN }) => testLoss),
    };
    return tested.length > 0
      ? ([
          [name, line],
          [`${name}, test`, testLine],
        ] as const)
      : ([[name, line]] as const);
  });
  return linePlot({
    ...{ title, xLabel: 'epoch', yLabel: 'loss', logY },
    series: Object.fromEntries(series),
  });
}
