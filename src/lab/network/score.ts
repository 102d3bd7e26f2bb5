/**
 * How good the network is: accuracy and who is taken for whom, or how much of the spread it explains.
 */
import { type Evaluation, evaluate } from '../../neuron/evaluate.js';
import { type Examples, pick } from '../../neuron/examples.js';
import type { Network } from '../../neuron/network.js';
import type { EpochResult } from '../../neuron/training-run.js';
import { tableOf } from '../core/controls.js';
import { html, setText } from '../core/dom.js';
import { numeral } from '../core/numerals.js';
import { LOSSES } from './build.js';
import type { Data } from './data.js';

export interface Score {
  readonly train: Evaluation | undefined;
  readonly test: Evaluation | undefined;
}

/**
 * Measures a network on its points.
 *
 * @param most where there are more points than this, only so many are looked at
 */
export function scoreOf(
  network: Network,
  data: Data,
  most: number = Number.POSITIVE_INFINITY,
): Score {
  const measured = (points: Examples | undefined): Evaluation | undefined => {
    if (points === undefined) return undefined;
    const few = points.count <= most ? points : pick(points, every(points.count, most));
    return evaluate(network, few, LOSSES[data.output]);
  };
  return { train: measured(data.trainExamples), test: measured(data.testExamples) };
}

function every(count: number, most: number): number[] {
  return Array.from({ length: most }, (_, i) => Math.floor((i * count) / most));
}

/**
 * The score in a sentence.
 *
 * @returns `Epoch 12: loss 0.213, test loss 0.240. Right: 96 % of the training points, 93 % ...`
 */
export function scoreWords(
  { classes }: Pick<Data, 'classes'>,
  { train, test }: Score,
  epoch: number,
  last: EpochResult | undefined,
): string {
  const beginning =
    epoch === 0 || last === undefined
      ? 'Nothing is learned yet'
      : `Epoch ${epoch}: loss ${numeral(last.loss, 3)}${
          last.testLoss === undefined ? '' : `, test loss ${numeral(last.testLoss, 3)}`
        }`;
  if (train === undefined) return `${beginning}.`;
  if (classes.length === 0) {
    const rest = test === undefined ? '' : `, ${share(test.r2)} for the test points`;
    return `${beginning}. Explained of the spread (R²): ${share(train.r2)} for the training points${rest}.`;
  }
  const rest = test === undefined ? '' : `, ${share(test.accuracy)} of the test points`;
  return `${beginning}. Right: ${share(train.accuracy)} of the training points${rest}.`;
}

function share(part: number): string {
  return `${numeral(100 * part, 0)} %`;
}

/** The confusion matrix of the test points, or of the training points where there are no others. */
export function confusionTable(): {
  element: HTMLElement;
  fill: (data: Data, score: Score) => void;
} {
  const caption = html('h2', {});
  const table = tableOf('confusion matrix: a row for each true class, a column for each answer');
  const element = html('div', { class: 'confusion' }, caption, table.element);
  return {
    element,
    fill: ({ classes }, { train, test }) => {
      const shown = test ?? train;
      element.hidden = classes.length === 0 || shown === undefined;
      if (shown === undefined || classes.length === 0) return;
      setText(caption, `${test === undefined ? 'training' : 'test'} points: taken for`);
      table.fill(
        ['true class', ...classes],
        classes.map((name, row) => [
          name,
          ...shown.confusion[row].map((count, column) =>
            html(
              'span',
              { class: row === column ? 'good' : count > 0 ? 'bad' : 'soft' },
              `${count}`,
            ),
          ),
        ]),
      );
    },
  };
}
