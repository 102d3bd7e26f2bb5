/**
 * Training in one call: so many epochs, or until the test loss has stopped getting better.
 *
 * Source: Prechelt 1998, Early stopping, but when? Leaves out everything that a lab needs (single
 * steps, the way back): that is `trainingRun`.
 */
import { ConfigError } from '../math/errors.js';
import type { Examples } from './examples.js';
import type { Network } from './network.js';
import { checkSize } from './network.js';
import { type EpochResult, type TrainingOptions, trainingRun } from './training-run.js';

export interface TrainNetworkOptions extends TrainingOptions {
  readonly epochs: number;
  /**
   * Early stopping: stop when the test loss was not better for so many epochs, and go back to the
   * weights of the best one. Needs `test`.
   */
  readonly patience?: number;
  /** After each epoch; returning false stops. */
  readonly onEpoch?: (result: EpochResult) => unknown;
}

export interface TrainNetworkResult {
  readonly history: readonly EpochResult[];
  /** The epoch whose weights the network has now. */
  readonly epoch: number;
  readonly stopped: 'all epochs done' | 'no better for a while' | 'diverged' | 'asked to';
  /** Why, in a sentence, when it diverged. */
  readonly message?: string;
}

/**
 * Trains a network in place.
 *
 * @throws as `trainingRun`; ConfigError for patience without test examples
 * @example
 * const net = network({ inputs: 1, layers: [{ size: 1 }] });
 * const data = examples([[0], [1], [2]], [1, 3, 5]); // 2 x + 1
 * trainNetwork(net, data, { loss: 'squared error', epochs: 300 }).stopped; // 'all epochs done'
 * forward(net, [10]); // [21]
 */
export function trainNetwork(
  network: Network,
  data: Examples,
  options: TrainNetworkOptions,
): TrainNetworkResult {
  const { epochs, patience, test, onEpoch } = options;
  checkSize('trainNetwork: epochs', epochs);
  if (patience !== undefined) {
    checkSize('trainNetwork: patience', patience);
    if (!test)
      throw new ConfigError('trainNetwork: got patience without test; expected test examples');
  }
  const run = trainingRun(network, data, options);
  let best = { epoch: 0, loss: Number.POSITIVE_INFINITY };
  const end = (
    stopped: TrainNetworkResult['stopped'],
    epoch: number = run.epochs,
  ): TrainNetworkResult => ({
    ...{ history: run.history, epoch, stopped },
    ...(run.diverged ? { message: run.diverged.message } : {}),
  });
  while (run.epochs < epochs) {
    const result = run.epoch();
    if (run.diverged) return end('diverged');
    if (onEpoch?.(result) === false) return end('asked to');
    const { epoch, testLoss = Number.NaN } = result;
    if (testLoss < best.loss) best = { epoch, loss: testLoss };
    if (patience !== undefined && epoch - best.epoch >= patience) {
      const { history } = run;
      run.rewind(best.epoch);
      return { history, epoch: best.epoch, stopped: 'no better for a while' };
    }
  }
  return end('all epochs done');
}
