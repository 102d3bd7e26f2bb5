/**
 * How good a network is on examples: its answers as classes, beside the right ones, and the loss.
 */
import { accuracy, confusionCounts } from '../math/classification.js';
import { r2 } from '../math/regression.js';
import { meanLoss } from './backward.js';
import { checkExamples, type Examples } from './examples.js';
import { type Loss, lossNamed } from './loss.js';
import type { Network } from './network.js';
import { forwardBatch } from './network-forward.js';

/** What `evaluate` found. For several outputs the class is the largest one's. */
export interface Evaluation {
  readonly loss: number;
  /** Share of examples whose class is right. */
  readonly accuracy: number;
  /** One row for each true class, one column for each predicted one. */
  readonly confusion: readonly (readonly number[])[];
  /** Over all outputs of all examples, as numbers. */
  readonly r2: number;
}

/**
 * Classes of many rows of outputs: the place of the largest; for a single output 1 if it is at or
 * above `cut`, else 0.
 *
 * @param outputs [rows, size]
 * @example
 * classesOf([0.2, 0.7, 0.1, 0.9, 0, 0.1], 3); // [1, 0]
 * classesOf([0.2, 0.7], 1); // [0, 1]
 */
export function classesOf(outputs: ArrayLike<number>, size: number, cut: number = 0.5): number[] {
  return Array.from({ length: outputs.length / size }, (_, row) => {
    const first = row * size;
    if (size === 1) return outputs[first] >= cut ? 1 : 0;
    let best = 0;
    for (let k = 1; k < size; k++) if (outputs[first + k] > outputs[first + best]) best = k;
    return best;
  });
}

/**
 * Loss, accuracy, confusion matrix and R squared at once.
 *
 * A single output means class 1 from halfway between the classes on: 0.5, or 0 where the targets
 * are -1 and 1.
 *
 * @throws as `backward`
 * @example
 * const same = network({ inputs: 1, layers: [{ size: 1, weights: [[1]] }] });
 * const found = evaluate(same, examples([[0], [1], [0.6], [1]], [0, 1, 0, 1]), 'squared error');
 * found.accuracy; // 0.75
 * found.confusion; // [[1, 1], [0, 2]]
 */
export function evaluate(network: Network, data: Examples, loss: Loss | string): Evaluation {
  checkExamples('evaluate', network, data);
  const measured = typeof loss === 'string' ? lossNamed(loss) : loss;
  const { cells } = forwardBatch(network, data.inputs);
  const size = network.outputs;
  const last = cells[cells.length - 1];
  const outputs = last.output.subarray(0, data.count * size);
  const signed = data.targets.some((target) => target < 0);
  const cut = signed ? 0 : 0.5;
  const predicted = classesOf(outputs, size, cut);
  const right = classesOf(data.targets, size, cut);
  const explained = r2(outputs, data.targets); // before meanLoss uses the workspace again
  return {
    loss: meanLoss(network, data, measured),
    accuracy: accuracy(predicted, right),
    confusion: confusionCounts(predicted, right, Math.max(size, 2)),
    r2: explained,
  };
}
