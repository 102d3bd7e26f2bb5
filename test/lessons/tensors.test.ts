/** The numbers that lesson 07 quotes, computed again, and found in its text. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  binaryCrossEntropy,
  countShapes,
  evaluate,
  examples,
  network,
  random,
  sd15Unet,
  sgd,
  trainingRun,
  unetShapes,
} from '../../src/index.js';

const words = readFileSync('lessons/07-tensors/lesson.md', 'utf8').replace(/\s+/g, ' ');
const says = (part: string): void => expect(words.includes(part), part).toBe(true);

describe('what lesson 07 says in numbers', () => {
  it('sizes', () => {
    says(`## Look: ${(41 * 41).toLocaleString('en-US')} answers at once`);
    says(`${300 ** 3 / 1e6} million multiplications`);
    says(
      `weights 1 and 0.5 and the bias 0. So its net input is 1 · 1 + 2 · 0.5 + 0 = ${1 + 2 * 0.5}`,
    );
    says(`${Math.round(countShapes(unetShapes(sd15Unet)) / 1e7) * 10} million weights`);
  });

  it('what the network has learned after 100 steps', () => {
    const rng = random(7);
    const points = Array.from({ length: 200 }, () => Array.from(rng.randn(2)));
    const data = examples(
      points,
      points.map(([x, y]) => (x * x + y * y < 1.2 ? 1 : 0)),
    );
    const net = network({
      inputs: 2,
      layers: [
        { name: 'first', size: 8, activation: 'tanh' },
        { name: 'second', size: 8, activation: 'tanh' },
        { name: 'output', size: 1, activation: 'sigmoid' },
      ],
      rng: random(3),
    });
    const optimiser = sgd({ learningRate: 0.5 });
    const settings = { loss: binaryCrossEntropy, optimiser, batchSize: 200, shuffle: false };
    const run = trainingRun(net, data, settings);
    for (let step = 0; step < 100; step++) run.step();
    expect(evaluate(net, data, binaryCrossEntropy).accuracy).toBe(0.99);
    says('99 of 100 points');
  });
});
