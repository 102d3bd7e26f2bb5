import { describe, expect, it } from 'vitest';
import {
  activations,
  binary,
  binaryCrossEntropy,
  combineNamed,
  descend,
  forward,
  inverted,
  linear,
  neuron,
  neuronLoss,
  neuronSlopes,
  perceptronRun,
  perceptronStep,
  random,
  squaredError,
} from '../../src/index.js';

const rows = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const zero = neuron({ weights: [0, 0], bias: 0, activation: binary });

describe('the perceptron rule', () => {
  it('learns every gate that one line can divide, and no other', () => {
    const failed = Array.from({ length: 16 }, (_, n) => [n & 1, (n >> 1) & 1, (n >> 2) & 1, n >> 3])
      .filter((targets) => perceptronRun(zero, rows, targets).at(-1)?.mistakes !== 0)
      .map((targets) => targets.join(''));
    expect(failed).toEqual(['0110', '1001']);
  });

  it('leaves a neuron alone that is right, and gives the same object back', () => {
    expect(perceptronStep(zero, [1, 1], 1)).toBe(zero);
  });

  it('makes at most (R / margin) squared mistakes where a line divides the points', () => {
    const rng = random(3);
    const points = Array.from({ length: 60 }, () => Array.from(rng.randn(2)));
    const clear = points.filter(([x, y]) => Math.abs(x + 2 * y - 0.5) > 0.3 * Math.sqrt(5.25));
    const targets = clear.map(([x, y]) => (x + 2 * y - 0.5 > 0 ? 1 : 0));
    const radius = Math.max(...clear.map(([x, y]) => x * x + y * y + 1));
    const run = perceptronRun(zero, clear, targets, { passes: 1000 });
    const mistakes = run.reduce((sum, pass) => sum + pass.mistakes, 0);
    expect(run.at(-1)?.mistakes).toBe(0);
    expect(mistakes).toBeLessThanOrEqual(radius / 0.3 ** 2);
  });

  it('refuses what it cannot learn from', () => {
    expect(() => perceptronStep(zero, [0, 0], 0.5)).toThrow('got target 0.5; expected 0 or 1');
    expect(() => perceptronStep(zero, [0, 0], 0, -1)).toThrow('got rate -1; expected a number');
    expect(() => perceptronRun(zero, rows, [1])).toThrow('got 4 examples and 1 targets');
    expect(() => perceptronRun(zero, [], [])).toThrow('expected at least one');
  });
});

describe('gradient descent of one neuron', () => {
  const targets = [0, 1, 0.5, 1];

  it.each(activations.filter((one) => one !== binary))('slopes of $name are measured ones', (f) => {
    const at = (weights: number[], bias: number) => neuron({ weights, bias, activation: f });
    const slopes = neuronSlopes(at([0.7, -0.4], 0.2), rows, targets);
    const h = 1e-5;
    const lossAt = (a: number, b: number, c: number) => neuronLoss(at([a, b], c), rows, targets);
    const measured = [
      lossAt(0.7 + h, -0.4, 0.2) - lossAt(0.7 - h, -0.4, 0.2),
      lossAt(0.7, -0.4 + h, 0.2) - lossAt(0.7, -0.4 - h, 0.2),
      lossAt(0.7, -0.4, 0.2 + h) - lossAt(0.7, -0.4, 0.2 - h),
    ].map((rise) => rise / (2 * h));
    [...slopes.weights, slopes.bias].forEach((slope, i) => {
      expect(slope).toBeCloseTo(measured[i], 8);
    });
  });

  it('a binary neuron has no slope at all', () => {
    expect(neuronSlopes(zero, rows, targets)).toMatchObject({ weights: [0, 0], bias: 0 });
  });

  it('cross-entropy gives answer minus target', () => {
    const half = neuron({ weights: [0], bias: 0 });
    const { weights, bias } = neuronSlopes(half, [[4]], [1], binaryCrossEntropy);
    expect(weights[0]).toBeCloseTo(-2, 12);
    expect(bias).toBeCloseTo(-0.5, 12);
  });

  it('finds the line of least squares', () => {
    const start = neuron({ weights: [0], bias: 0, activation: linear });
    const path = descend(start, [[0], [1], [2], [3]], [1, 0, 2, 3], {
      learningRate: 0.1,
      steps: 2000,
      loss: squaredError,
    });
    expect(path).toHaveLength(2001);
    expect(path[2000].neuron.weights[0]).toBeCloseTo(0.8, 9);
    expect(path[2000].neuron.bias).toBeCloseTo(0.3, 9);
  });

  it('never leaves 0.25 on XOR, where every answer becomes one half', () => {
    const path = descend(neuron({ weights: [1, -0.5], bias: 0.3 }), rows, [0, 1, 1, 0], {
      steps: 2000,
    });
    const last = path[path.length - 1];
    expect(last.loss).toBeCloseTo(0.25, 10);
    for (const row of rows) expect(forward(last.neuron, row)).toBeCloseTo(0.5, 6);
  });

  it('refuses what has no slope here, and says when the numbers run away', () => {
    const odd = { weights: [1, 1], bias: 0 };
    const product = neuron({ ...odd, combine: combineNamed('product') });
    expect(() => neuronSlopes(product, rows, targets)).toThrow('got product, output as is');
    expect(() => neuronSlopes(neuron({ ...odd, output: inverted }), rows, targets)).toThrow(
      'got weighted sum, output inverted; expected weighted sum, output as is',
    );
    expect(() => descend(zero, rows, targets, { learningRate: 0 })).toThrow('got learningRate 0');
    const steep = neuron({ ...odd, activation: linear });
    expect(() => descend(steep, rows, targets, { learningRate: 1e6 })).toThrow(/finite number/);
  });
});
