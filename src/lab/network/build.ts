/**
 * From a state to the network and the run that it describes. Pure.
 */
import { random } from '../../math/random.js';
import { type Network, network } from '../../neuron/network.js';
import { type TrainingRun, trainingRun } from '../../neuron/training-run.js';
import type { Data } from './data.js';
import { plannedOptimiser, type RatePlan } from './rate.js';
import { type NetworkState, type Output, outputCount } from './state.js';
import { numbersOf } from './weights.js';

/** Which loss belongs to which last layer. */
export const LOSSES: Readonly<Record<Output, string>> = {
  sigmoid: 'binary cross-entropy',
  softmax: 'categorical cross-entropy',
  tanh: 'squared error',
  linear: 'squared error',
};

/** The network of a state, before the first step. */
export function buildNetwork(state: NetworkState, data: Data): Network {
  const { features, layers, start, dropout, seed, weights } = state;
  return network({
    inputs: features.length,
    layers: [
      ...layers.map(({ size, activation }, i) => ({
        ...{ name: `hidden ${i + 1}`, size, activation, initialiser: start, dropout },
      })),
      { name: 'output', size: outputCount(state), activation: data.output, initialiser: start },
    ],
    rng: random(seed + 2),
    ...(weights === '' ? {} : { parameters: numbersOf(weights) }),
  });
}

/** A run over the training points, or nothing when there are none. */
export function buildRun(
  state: NetworkState,
  data: Data,
  net: Network,
  plan: () => RatePlan,
): TrainingRun | undefined {
  const { optimiser, batch, l1, l2, seed } = state;
  if (data.trainExamples === undefined) return undefined;
  return trainingRun(net, data.trainExamples, {
    loss: LOSSES[data.output],
    optimiser: plannedOptimiser(optimiser, plan),
    batchSize: batch,
    test: data.testExamples,
    ...{ l1, l2, seed },
  });
}

/** What a run depends on, as text: where two states agree in it, their runs are the same. */
export function runKey(state: NetworkState): string {
  const apart: Partial<NetworkState> = {
    ...{ epoch: 0, step: 0, rate: 0, changes: [], look: undefined },
    ...{ speed: 'fast', edges: 'weights', sharp: false, tests: false, hide: [] },
  };
  return JSON.stringify({ ...state, ...apart });
}
