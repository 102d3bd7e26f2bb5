/**
 * The loss of a network over examples, and its slope for every weight and bias.
 */
import { ConfigError } from '../math/errors.js';
import { backpropagate } from './backpropagate.js';
import { checkExamples, type Examples } from './examples.js';
import { activationName } from './layer.js';
import type { Loss, LossVerbs } from './loss.js';
import type { Network } from './network.js';
import { propagate } from './propagate.js';
import { type Workspace, workspaceOf } from './workspace.js';

/**
 * Loss and slopes, as means over the examples.
 *
 * @returns `gradients` in the order of `network.parameters`, a new array
 * @throws ShapeError when examples and network do not fit; ConfigError when loss and last layer do not
 * @example
 * const line = network({ inputs: 1, layers: [{ size: 1, weights: [[2]], biases: [0] }] });
 * backward(line, examples([[3]], [5]), squaredError).gradients; // [6, 2]
 */
export function backward(
  network: Network,
  data: Examples,
  loss: Loss,
): { readonly loss: number; readonly gradients: Float64Array } {
  checkExamples('backward', network, data);
  const work = workspaceOf(network, data.count);
  const value = lossAndSlopes(lossRoom(network, work, loss, data.count), data, 0, data.count);
  return { loss: value, gradients: work.gradients.slice() };
}

/**
 * The mean loss over examples, without slopes.
 *
 * @throws as `backward`
 * @example
 * const line = network({ inputs: 1, layers: [{ size: 1, weights: [[2]] }] });
 * meanLoss(line, examples([[3], [4]], [5, 8]), squaredError); // 0.5
 */
export function meanLoss(network: Network, data: Examples, loss: Loss): number {
  checkExamples('meanLoss', network, data);
  const room = lossRoom(network, workspaceOf(network, data.count), loss, data.count);
  return sumOfLosses(room, data) / data.count;
}

/** A workspace with what the loss needs beside it: one window for each example, made once. */
export interface LossRoom {
  readonly work: Workspace;
  readonly verbs: LossVerbs;
  readonly fromNet: boolean;
  /** What the loss looks at: outputs or net inputs of each example. */
  readonly answers: readonly Float64Array[];
  readonly slopes: readonly Float64Array[];
  readonly targets: readonly Float64Array[];
  readonly allTargets: Float64Array;
}

/**
 * What a loss needs for up to `rows` examples.
 *
 * @throws ConfigError when the last layer does not give what the loss needs
 */
export function lossRoom(
  network: Network,
  work: Workspace,
  loss: Loss,
  rows: number = work.rows,
): LossRoom {
  const last = work.cells[work.cells.length - 1];
  const { layer } = last;
  const activation = activationName(layer);
  const fromNet = loss.fromNet?.activation === activation;
  if (layer.dropout > 0) {
    throw new ConfigError(
      `layer '${layer.name}': got dropout ${layer.dropout} on the last layer; expected 0`,
    );
  }
  if (loss.shares && layer.activation !== 'softmax') {
    const [low, high] = layer.activation.range;
    if (low < 0 || high > 1) {
      throw new ConfigError(
        `${loss.name}: got answers of ${activation}, from ${low} to ${high}; ` +
          `expected shares from 0 to 1: ${loss.fromNet?.activation} on the last layer`,
      );
    }
  }
  const size = network.outputs;
  const windows = (numbers: Float64Array): Float64Array[] =>
    Array.from({ length: rows }, (_, row) => numbers.subarray(row * size, (row + 1) * size));
  const allTargets = new Float64Array(rows * size);
  return {
    work,
    verbs: fromNet && loss.fromNet ? loss.fromNet : loss,
    fromNet,
    answers: windows(fromNet ? last.net : last.output),
    slopes: windows(last.slopes),
    targets: windows(allTargets),
    allTargets,
  };
}

/**
 * Forward and backward for the examples from `from` up to, not with, `to`.
 *
 * @returns their mean loss; the mean slopes stand in `room.work.gradients`
 */
export function lossAndSlopes(
  room: LossRoom,
  data: Examples,
  from: number,
  to: number,
  training = false,
): number {
  const { work, verbs, answers, slopes, targets, fromNet } = room;
  const rows = to - from;
  load(room, data, from, to);
  propagate(work, rows, training);
  const loss = lossesOf(room, rows) / rows;
  for (let row = 0; row < rows; row++) verbs.gradient(answers[row], targets[row], slopes[row]);
  backpropagate(work, rows, { training, fromNet });
  const { gradients } = work;
  for (let i = 0; i < gradients.length; i++) gradients[i] /= rows;
  return loss;
}

function load({ work, allTargets }: LossRoom, data: Examples, from: number, to: number): void {
  const { inputs, targets, inputSize, targetSize } = data;
  copy(inputs, from * inputSize, to * inputSize, work.cells[0].output);
  copy(targets, from * targetSize, to * targetSize, allTargets);
}

/** For a few numbers a loop is faster than a window and `set`. */
function copy(source: Float64Array, from: number, to: number, into: Float64Array): void {
  for (let i = from; i < to; i++) into[i - from] = source[i];
}

/** The sum of the losses of all examples, as many as fit into the room. */
export function sumOfLosses(room: LossRoom, data: Examples): number {
  load(room, data, 0, data.count);
  propagate(room.work, data.count);
  return lossesOf(room, data.count);
}

function lossesOf({ verbs, answers, targets }: LossRoom, rows: number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += verbs.value(answers[row], targets[row]);
  return sum;
}
