// @ts-check
/**
 * One case of train.mjs in this library: `node train-case.mjs CASE BATCH`. Reads lines and answers
 * each with one line of JSON: one training step, its seconds on the clock and of the processor, and
 * the resident memory.
 */
import { createInterface } from 'node:readline';
import {
  denoisingLoss,
  microUnet,
  microVae,
  random,
  randomWeights,
  tf,
  unetShapes,
  useBackend,
  vaeLoss,
  vaeShapes,
} from '../../dist/index.js';
import { longStep, startState } from '../../dist/training/long-step.js';

const [name, batch] = [process.argv[2], Number(process.argv[3])];
await useBackend('tensorflow');

/** @param {number[]} shape @returns {any} */
const normal = (shape) => tf.randomNormal(shape, 0, 1, 'float32', 1);

/** @type {(weights: import('../../dist/index.js').Weights) => tf.Scalar} */
let loss;
const shapes = name === 'vae' ? vaeShapes(microVae) : unetShapes(microUnet);
if (name === 'vae') {
  const [x, noise] = [normal([batch, 64, 64, 3]), normal([batch, 8, 8, 12])];
  loss = (weights) => vaeLoss(weights, microVae, x, noise);
} else {
  const [clean, noise] = [normal([batch, 8, 8, 12]), normal([batch, 8, 8, 12])];
  const times = Array.from({ length: batch }, (_, i) => Math.floor((1000 * i) / batch));
  const seen = { clean, noise, times, words: normal([batch, 16, 128]) };
  loss = (weights) => tf.tidy(() => tf.mean(denoisingLoss(weights, microUnet, seen)));
}
let state = startState(randomWeights(shapes, random(0)));
const settings = { beta1: 0.9, beta2: 0.99, weightDecay: 0.01, clip: 1, averageDecay: 0.999 };

console.log('{}');
for await (const _ of createInterface({ input: process.stdin })) {
  const began = performance.now();
  const used = process.cpuUsage();
  const done = longStep(state, loss, 1e-4, settings);
  state = done.state;
  await done.loss.data();
  done.loss.dispose();
  const { user, system } = process.cpuUsage(used);
  const seconds = (performance.now() - began) / 1000;
  const memory = process.memoryUsage().rss;
  console.log(JSON.stringify({ seconds, cpu: (user + system) / 1e6, memory }));
}
process.exit();
