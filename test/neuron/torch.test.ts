/** Slopes and steps of training, against PyTorch in float64 (test/golden/networks). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  adam,
  backward,
  examples,
  type LayerOptions,
  lossNamed,
  momentum,
  network,
  sgd,
  type TrainingOptions,
  trainingRun,
} from '../../src/index.js';

interface Case {
  readonly name: string;
  readonly inputs: number;
  readonly layers: readonly LayerOptions[];
  readonly loss: string;
  readonly parameters: readonly number[];
  readonly x: readonly number[][];
  readonly targets: readonly number[][];
  readonly lossValue: number;
  readonly gradients: readonly number[];
  readonly after: Readonly<Record<string, readonly number[]>>;
}

const file = join(import.meta.dirname, '..', 'golden', 'networks', 'golden.json');
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: readonly Case[] };

const settings: Record<string, Omit<TrainingOptions, 'loss'>> = {
  sgd: { optimiser: sgd({ learningRate: 0.1 }) },
  momentum: { optimiser: momentum({ learningRate: 0.1, momentum: 0.9 }) },
  adam: { optimiser: adam({ learningRate: 0.02 }) },
  'sgd with l2 0.05': { optimiser: sgd({ learningRate: 0.1 }), l2: 0.05 },
};

function expectNear(got: ArrayLike<number>, expected: readonly number[]): void {
  expect(got.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(got[i] - value) / Math.max(1, Math.abs(value)), `at ${i}`).toBeLessThan(1e-12);
  });
}

describe('as PyTorch', () => {
  it.each([...cases])('$name: the loss and all its slopes', (one) => {
    const data = examples(one.x, one.targets);
    const { loss, gradients } = backward(network(one), data, lossNamed(one.loss));
    expectNear([loss], [one.lossValue]);
    expectNear(gradients, one.gradients);
  });

  const runs = cases.flatMap((one) =>
    Object.keys(one.after).map((optimiser) => ({ name: one.name, optimiser, one })),
  );
  it.each(runs)('$name: five steps of $optimiser', ({ one, optimiser }) => {
    const net = network(one);
    const data = examples(one.x, one.targets);
    const run = trainingRun(net, data, {
      ...{ ...settings[optimiser], loss: one.loss },
      ...{ batchSize: 5, shuffle: false },
    });
    for (let i = 0; i < 5; i++) run.step();
    expectNear(net.parameters, one.after[optimiser]);
  });
});
