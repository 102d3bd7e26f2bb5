// @ts-check
/**
 * How well the convnet of lesson 08 learns, over several seeds, and how long it takes:
 *
 *     npm run build
 *     node tools/datasets/digits-accuracy.mjs --seeds 1,2,3,8 --backend tensorflow
 *
 * --backend tensorflow | wasm | cpu; --examples N trains on the first N digits; --epochs, --shift,
 * --rate and --filters A,B try other settings than the lesson's.
 */
import { parseArgs } from 'node:util';
import {
  accuracy,
  convnet,
  convnetWeights,
  countTensors,
  crossEntropy,
  digitBatch,
  digitsConvnet,
  disposeWeights,
  loadDigits,
  random,
  tf,
  train,
  useBackend,
} from 'neuron-to-diffusion';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3,8' },
    backend: { type: 'string', default: 'auto' },
    examples: { type: 'string', default: '20000' },
    epochs: { type: 'string', default: '4' },
    shift: { type: 'string', default: '1' },
    rate: { type: 'string', default: '0.008' },
    filters: { type: 'string', default: digitsConvnet.filters.join(',') },
  },
});

const { backend, why } = await useBackend(values.backend);
console.log(`${backend} (${why}); Node ${process.version}`);
const digits = loadDigits();
const [first, second] = values.filters.split(',').map(Number);
const config = { ...digitsConvnet, filters: /** @type {const} */ ([first, second]) };
const all = Int32Array.from({ length: digits.test.count }, (_, i) => i);
const before = countTensors();

for (const seed of values.seeds.split(',').map(Number)) {
  const rng = random(seed);
  const fresh = convnetWeights(config, rng);
  const started = performance.now();
  const cpu = process.cpuUsage();
  const { weights, steps } = await train({
    weights: fresh,
    examples: Number(values.examples),
    batch: (indexes, moves) => ({
      ...digitBatch(digits.train, indexes, { shift: Number(values.shift), rng: moves }),
    }),
    loss: (ws, { x, labels }) => crossEntropy(convnet(ws, config, x), labels),
    epochs: Number(values.epochs),
    batchSize: 64,
    learningRate: Number(values.rate),
    seed,
  });
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  /** @type {number[]} */
  const predictions = [];
  for (let start = 0; start < all.length; start += 500) {
    const batch = digitBatch(digits.test, all.subarray(start, start + 500));
    const classes = tf.tidy(() => tf.argMax(convnet(weights, config, batch.x), 1).dataSync());
    predictions.push(...classes);
    tf.dispose([batch.x, batch.labels]);
  }
  const right = accuracy(predictions, digits.test.labels);
  disposeWeights(weights);
  disposeWeights(fresh);
  console.log(
    `seed ${seed}: ${(100 * right).toFixed(2)} % of ${all.length}, ${steps} steps in ` +
      `${seconds.toFixed(1)} s (processor ${((user + system) / 1e6).toFixed(1)} s), ` +
      `${countTensors() - before} tensors left, ` +
      `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB at most`,
  );
}
