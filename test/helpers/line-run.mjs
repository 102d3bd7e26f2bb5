/**
 * A training run in a process of its own, for tests that kill it:
 *
 *     node line-run.mjs FOLDER BACKEND
 *
 * Finds the line y = 3 x - 1 in 60 steps, and writes its state all the time.
 */
import { longRun, tf, useBackend } from '../../dist/index.js';

const [folder, backend] = process.argv.slice(2);
await useBackend(backend);
const xs = Float32Array.from({ length: 40 }, (_, i) => i / 20 - 1);
const result = await longRun({
  folder,
  recipe: { model: 'line' },
  seed: 5,
  steps: 60,
  beta1: 0.9,
  beta2: 0.99,
  weightDecay: 0.01,
  clip: 1,
  averageDecay: 0.9,
  examples: xs.length,
  batchSize: 8,
  saveEvery: 0,
  start: (rng) => ({ slope: tf.tensor1d(rng.randn(1)), start: tf.tensor1d(rng.randn(1)) }),
  rate: () => 0.1,
  batch: (examples, rng) => {
    const x = Float32Array.from(examples, (i) => xs[i]);
    const shake = rng.randn(1)[0] / 100;
    return { x: tf.tensor1d(x), y: tf.tensor1d(x.map((value) => 3 * value - 1 + shake)) };
  },
  loss: ({ slope, start }, { x, y }) =>
    tf.tidy(() => tf.mean(tf.square(tf.sub(tf.add(tf.mul(x, slope), start), y)))),
  evaluate: async (average) => ({ slope: average.slope.dataSync()[0] }),
  evaluateEvery: 20,
  onStep: ({ step }) => process.send?.(step),
});
console.log(result.steps, result.average.slope.dataSync()[0], result.average.start.dataSync()[0]);
process.exit();
