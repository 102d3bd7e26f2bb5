// @ts-check
/**
 * What `network.mjs` measures, for Node and for a browser: epochs a second at 2-8-8-8-1, tanh, 500
 * points, batches of 10. `playground` is TensorFlow Playground's `nn.ts`, or an empty module.
 */
import { random } from '../../src/math/random.js';
import { examples } from '../../src/neuron/examples.js';
import { squaredError } from '../../src/neuron/loss.js';
import { network } from '../../src/neuron/network.js';
import { sgd } from '../../src/neuron/optimiser.js';
import { trainingRun } from '../../src/neuron/training-run.js';

const sizes = [8, 8, 8, 1];
const rate = 0.03;
const batchSize = 10;

/** Two classes as in a chequered square, -1 and 1. */
function points() {
  const numbers = random(1).rand(1000);
  const rows = Array.from({ length: 500 }, (_, i) => [
    10 * numbers[2 * i] - 5,
    10 * numbers[2 * i + 1] - 5,
  ]);
  return { rows, answers: rows.map(([a, b]) => (a * b > 0 ? 1 : -1)) };
}

function ours() {
  const { rows, answers } = points();
  const layers = sizes.map((size) => ({ size, activation: 'tanh' }));
  const net = network({ inputs: 2, layers, rng: random(1) });
  const options = { loss: squaredError, optimiser: sgd({ learningRate: rate }), batchSize };
  const run = trainingRun(net, examples(rows, answers), options);
  return () => run.epoch();
}

/** @param {Record<string, any>} playground */
function theirs(playground) {
  const { rows, answers } = points();
  const { Activations, Errors } = playground;
  const net = playground.buildNetwork([2, ...sizes], Activations.TANH, Activations.TANH, null, [
    'x',
    'y',
  ]);
  return () => {
    rows.forEach((row, i) => {
      playground.forwardProp(net, row);
      playground.backProp(net, answers[i], Errors.SQUARE);
      if ((i + 1) % batchSize === 0) playground.updateWeights(net, rate, 0);
    });
  };
}

/**
 * Epochs a second over about half a second.
 *
 * @param {() => unknown} epoch
 */
function speed(epoch) {
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < 500) {
    for (let i = 0; i < 20; i++) epoch();
    count += 20;
  }
  return (1000 * count) / (performance.now() - start);
}

/**
 * The median of some rounds; in turn, so that a disturbance hits both alike. The first warms up.
 *
 * @param {Record<string, any>} playground
 * @returns {Record<string, number>}
 */
export function measure(playground, rounds = 7) {
  /** @type {Record<string, () => unknown>} */
  const runs = { ours: ours() };
  if ('buildNetwork' in playground) runs.theirs = theirs(playground);
  /** @type {Record<string, number[]>} */
  const all = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, epoch] of Object.entries(runs)) {
      const got = speed(epoch);
      if (round > 0) all[name].push(got);
    }
  }
  /** @param {number[]} values */
  const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
  return Object.fromEntries(Object.entries(all).map(([name, values]) => [name, median(values)]));
}
