/**
 * A training run: batches, epochs, and the way back to any of them.
 *
 * One seed, one run: the order of the examples and the outputs that drop out in an epoch come from
 * a stream of that epoch's own, so an epoch can be done again from a snapshot of the numbers at its
 * start, to the last bit. Snapshots are kept at every epoch at first and more sparsely later;
 * between two of them, going back means to start at the one before and repeat.
 *
 * Sources: Robbins and Monro 1951; Bottou 2010, Large-scale machine learning with stochastic
 * gradient descent (shuffled epochs, batches).
 */
import { ConfigError } from '../math/errors.js';
import { type Random, random } from '../math/random.js';
import { lossAndSlopes, lossRoom, sumOfLosses } from './backward.js';
import { type Divergence, divergence, largestWeight } from './divergence.js';
import { drawDropout } from './dropout.js';
import { checkExamples, type Examples } from './examples.js';
import { type Loss, lossNamed } from './loss.js';
import type { Network } from './network.js';
import { checkFinite, checkSize } from './network.js';
import { type Optimiser, sgd } from './optimiser.js';
import { addPenalty, type Penalty, penaltyOf } from './regularisation.js';
import { workspace } from './workspace.js';

export interface TrainingOptions extends Penalty {
  readonly loss: Loss | string;
  /** Default `sgd({ learningRate: 0.1 })`. */
  readonly optimiser?: Optimiser;
  /** Examples that make one step (default 10); the last batch of an epoch may be smaller. */
  readonly batchSize?: number;
  /** Whether every epoch has an order of its own (default true). */
  readonly shuffle?: boolean;
  /** One seed, one run (default 0). */
  readonly seed?: number;
  /** Examples that are never learned from; each epoch measures the loss on them. */
  readonly test?: Examples;
}

/** What one epoch came to. */
export interface EpochResult {
  /** 1 for the first. */
  readonly epoch: number;
  /** Mean over the examples, each measured just before its batch was learned; with the penalty. */
  readonly loss: number;
  /** Mean over the test examples after the epoch; undefined without them. */
  readonly testLoss?: number;
}

/** A run that goes on with each call. It changes `network.parameters`. */
export interface TrainingRun {
  readonly network: Network;
  readonly options: TrainingOptions;
  /** Epochs that are finished. */
  readonly epochs: number;
  /** One entry for each finished epoch. */
  readonly history: readonly EpochResult[];
  /** What went wrong, once numbers have run away; then no step is done any more. */
  readonly diverged: Divergence | undefined;
  /** Learns from one batch. Returns its mean loss. */
  step(): number;
  /** Learns until the epoch is finished. */
  epoch(): EpochResult;
  /** Back (or on) to the end of that epoch; 0 is the start. What comes then is what came before. */
  rewind(epoch: number): void;
  /** The last epoch up to that one whose numbers are kept: going back there repeats nothing. */
  kept(epoch: number): number;
}

/**
 * Begins a run. Nothing is learned before the first `step()` or `epoch()`.
 *
 * @throws ShapeError when there are no examples or they do not fit; ConfigError for bad settings
 * @example
 * const net = network({ inputs: 1, layers: [{ size: 1, weights: [[0]], biases: [0] }] });
 * const data = examples([[0], [1], [2]], [1, 3, 5]); // 2 x + 1
 * const run = trainingRun(net, data, { loss: squaredError, batchSize: 3 });
 * run.epoch().loss; // 11.6667
 * for (let i = 0; i < 300; i++) run.epoch();
 * forward(net, [10]); // [21]
 */
export function trainingRun(
  network: Network,
  data: Examples,
  options: TrainingOptions,
): TrainingRun {
  checkExamples('trainingRun', network, data);
  const { optimiser = sgd(), batchSize = 10, shuffle = true, seed = 0, test } = options;
  const loss = typeof options.loss === 'string' ? lossNamed(options.loss) : options.loss;
  checkSize('trainingRun: batchSize', batchSize);
  const { parameters } = network;
  for (const { name, weights, biases } of network.layers) {
    checkFinite(`weights of layer '${name}'`, weights);
    checkFinite(`biases of layer '${name}'`, biases);
  }
  const penalty = penaltyOf(options);
  const rows = Math.min(batchSize, data.count);
  const work = workspace(network, rows);
  const room = lossRoom(network, work, loss);
  const memory = new Float64Array(optimiser.memory(parameters.length));
  if (test) checkExamples('trainingRun: test', network, test);
  const testRoom = test && lossRoom(network, workspace(network, test.count), loss);
  const atStart = largestWeight(network);

  const ordered = { ...data, inputs: data.inputs.slice(), targets: data.targets.slice() };
  let history: EpochResult[] = [];
  let snapshots: Snapshot[] = [];
  let every = 1;
  const most = mostSnapshots(parameters.length + memory.length);
  let time = 0; // steps done
  let at = 0; // examples of this epoch that are done
  let lossSoFar = 0;
  let firstLoss = Number.POSITIVE_INFINITY; // of the first batch, before any step
  let diverged: Divergence | undefined;
  let stream: Random = random(seed);

  const begin = (): void => {
    if (history.length % every === 0 && snapshots.at(-1)?.epoch !== history.length) {
      snapshots.push({
        ...{ epoch: history.length, time },
        ...{ parameters: parameters.slice(), memory: memory.slice() },
      });
    }
    if (snapshots.length > most) {
      every *= 2;
      snapshots = snapshots.filter(({ epoch }) => epoch % every === 0);
    }
    stream = random(seed + epochStride * history.length);
    if (shuffle) reorder(data, ordered, stream.permutation(data.count));
    lossSoFar = 0;
  };

  const step = (): number => {
    if (at === 0) begin();
    if (diverged) return Number.NaN;
    const to = Math.min(at + rows, data.count);
    const count = to - at;
    drawDropout(work, count, stream);
    let batchLoss = lossAndSlopes(room, ordered, at, to, true);
    if (penalty) batchLoss += addPenalty(network, work.gradients, penalty);
    lossSoFar += batchLoss * count;
    if (!Number.isFinite(batchLoss)) {
      diverged = divergence(work, { rows: count, epoch: history.length + 1, optimiser });
      return batchLoss;
    }
    if (time === 0) firstLoss = batchLoss;
    time++;
    optimiser.step(parameters, work.gradients, memory, time);
    at = to % data.count;
    if (at === 0) finish();
    return batchLoss;
  };

  const finish = (): void => {
    const epoch = history.length + 1;
    const measured = testRoom && test && sumOfLosses(testRoom, test) / test.count;
    const result = { epoch, loss: lossSoFar / data.count };
    history.push(measured === undefined ? result : { ...result, testLoss: measured });
    if (result.loss >= firstLoss && largestWeight(network) > tooLarge * (1 + atStart)) {
      diverged = divergence(work, { rows: 1, epoch, optimiser });
    }
  };

  const epoch = (): EpochResult => {
    const before = history.length;
    while (history.length === before && !diverged) step();
    const nothing = { epoch: before + 1, loss: Number.NaN };
    return history.length > before ? history[before] : nothing;
  };

  const rewind = (target: number): void => {
    if (!Number.isInteger(target) || target < 0) {
      throw new ConfigError(`rewind: got epoch ${target}; expected 0, 1, 2 ...`);
    }
    if (snapshots.length === 0) begin();
    const from = snapshots.findLast((snapshot) => snapshot.epoch <= target) as Snapshot;
    parameters.set(from.parameters);
    memory.set(from.memory);
    time = from.time;
    at = 0;
    history = history.slice(0, from.epoch);
    snapshots = snapshots.filter((snapshot) => snapshot.epoch <= target);
    diverged = undefined;
    while (history.length < target && !diverged) step();
  };

  const kept = (target: number): number =>
    snapshots.findLast((snapshot) => snapshot.epoch <= target)?.epoch ?? 0;

  return {
    network,
    options,
    get epochs() {
      return history.length;
    },
    get history() {
      return history;
    },
    get diverged() {
      return diverged;
    },
    ...{ step, epoch, rewind, kept },
  };
}

interface Snapshot {
  readonly epoch: number;
  readonly time: number;
  readonly parameters: Float64Array;
  readonly memory: Float64Array;
}

/** Beyond so many snapshots, every second one is given up: 256, or what fits into 32 MB. */
const mostSnapshots = (size: number): number =>
  Math.max(8, Math.min(256, Math.floor(4_000_000 / size)));

/** Keeps the streams of a run's epochs apart from those of the run with the next seed. */
const epochStride = 1_000_003;

/** Weights so many times as large as at the start, and still no better: they have run away. */
const tooLarge = 1000;

function reorder(from: Examples, to: Examples, order: Int32Array): void {
  const { inputSize, targetSize } = from;
  for (let i = 0; i < order.length; i++) {
    const first = order[i] * inputSize;
    for (let k = 0; k < inputSize; k++) to.inputs[i * inputSize + k] = from.inputs[first + k];
    const answer = order[i] * targetSize;
    for (let k = 0; k < targetSize; k++) to.targets[i * targetSize + k] = from.targets[answer + k];
  }
}
