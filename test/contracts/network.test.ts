/**
 * The laws of a network of plain numbers: for every activation, loss and topology, backpropagation
 * gives the slopes that two small steps measure. No network is a special case.
 */
import { describe, expect, it } from 'vitest';
import {
  activations,
  binaryCrossEntropy,
  categoricalCrossEntropy,
  combinations,
  examples,
  gradientCheck,
  type LayerOptions,
  type Loss,
  network,
  random,
  squaredError,
} from '../../src/index.js';

/** Three examples of so many numbers, far enough from every kink. */
function someExamples(inputs: number, outputs: number, target: (i: number) => number) {
  const numbers = random(3).randn(3 * inputs);
  const rows = [0, 1, 2].map((row) =>
    Array.from({ length: inputs }, (_, i) => numbers[row * inputs + i]),
  );
  const targets = [0, 1, 2].map((row) =>
    Array.from({ length: outputs }, (_, i) => target(row * outputs + i)),
  );
  return examples(rows, targets);
}

function worstError(inputs: number, layers: readonly LayerOptions[], loss: Loss): number {
  const net = network({ inputs, layers, rng: random(7) });
  const share = 1 / net.outputs; // shares that add up to 1 suit every loss
  const data = someExamples(inputs, net.outputs, () => share);
  const before = net.parameters.slice();
  const { error, count } = gradientCheck(net, data, loss);
  expect(count).toBe(net.parameters.length);
  expect(net.parameters).toEqual(before);
  return error;
}

describe('gradient check', () => {
  it.each([...activations])('$name, in the hidden layer and in the last', (activation) => {
    const layers = [
      { size: 4, activation, biases: [0.3, -0.4, 0.5, -0.2] },
      { size: 2, activation },
    ];
    expect(worstError(3, layers, squaredError)).toBeLessThan(1e-7);
  });

  it.each(activations.filter((one) => one.parameter))(
    '$name, with another parameter',
    (activation) => {
      const activationParameter = (activation.parameter?.to ?? 1) * 0.7;
      const layers = [{ size: 4, activation, activationParameter }, { size: 1 }];
      expect(worstError(3, layers, squaredError)).toBeLessThan(1e-7);
    },
  );

  it.each([...combinations])('neurons that combine by $name', (combine) => {
    const layers = [
      { size: 4, combine, activation: 'tanh', initialiser: 'normal' },
      { size: 2, combine: combine.name, initialiser: 'normal' },
    ];
    expect(worstError(3, layers, squaredError)).toBeLessThan(1e-7);
  });

  it.each([
    { loss: squaredError, activation: 'linear' },
    { loss: squaredError, activation: 'sigmoid' },
    { loss: squaredError, activation: 'softmax' },
    { loss: binaryCrossEntropy, activation: 'sigmoid' },
    { loss: binaryCrossEntropy, activation: 'softmax' },
    { loss: categoricalCrossEntropy, activation: 'softmax' },
    { loss: categoricalCrossEntropy, activation: 'sigmoid' },
  ])('$loss.name behind $activation', ({ loss, activation }) => {
    const layers = [
      { size: 4, activation: 'tanh' },
      { size: 3, activation },
    ];
    expect(worstError(2, layers, loss)).toBeLessThan(1e-7);
  });

  const topologies: Record<string, readonly [number, readonly LayerOptions[]]> = {
    'one neuron': [2, [{ size: 1, activation: 'sigmoid' }]],
    'without biases': [
      3,
      [
        { size: 4, activation: 'tanh', bias: false },
        { size: 2, bias: false },
      ],
    ],
    'softmax in the middle': [3, [{ size: 4, activation: 'softmax' }, { size: 2 }]],
    residual: [
      3,
      [
        { name: 'a', size: 3, activation: 'tanh' },
        { name: 'b', size: 3 },
        { kind: 'add', from: ['a', 'b'], activation: 'silu' },
        { kind: 'add', from: ['add 1', 'input', 'a'] },
        { size: 1 },
      ],
    ],
    'two layers side by side': [
      3,
      [
        { name: 'left', from: 'input', size: 2, activation: 'tanh' },
        { name: 'right', from: 'input', size: 3, activation: 'sigmoid' },
        { kind: 'concatenate', from: ['left', 'right', 'input'], activation: 'tanh' },
        { size: 2 },
      ],
    ],
    'dense over several layers': [
      2,
      [
        { name: 'left', size: 2, activation: 'tanh' },
        { name: 'right', from: 'left', size: 3, activation: 'tanh' },
        { from: ['right', 'input', 'left'], size: 2 },
      ],
    ],
    'a gate': [
      3,
      [
        { name: 'value', from: 'input', size: 4, activation: 'tanh' },
        { name: 'gate', from: 'input', size: 4, activation: 'sigmoid' },
        { name: 'other', from: 'value', size: 4 },
        { kind: 'multiply', from: ['value', 'gate', 'other'] },
        { size: 1 },
      ],
    ],
    'the same layer twice in a product': [
      2,
      [
        { name: 'a', size: 3, activation: 'tanh' },
        { kind: 'multiply', from: ['a', 'a'] },
        { size: 1 },
      ],
    ],
    autoencoder: [6, [{ size: 2, activation: 'tanh' }, { size: 6 }]],
    convolution: [
      12,
      [
        { kind: 'conv1d', channels: 2, filters: 3, kernelSize: 3, activation: 'tanh' },
        { kind: 'conv1d', filters: 2, kernelSize: 2, stride: 2, activation: 'tanh' },
        { size: 1 },
      ],
    ],
    recurrent: [
      6,
      [
        { name: 'x1', kind: 'slice', from: 'input', start: 0, size: 2 },
        { name: 'x2', kind: 'slice', from: 'input', start: 2, size: 2 },
        { name: 'x3', kind: 'slice', from: 'input', start: 4, size: 2 },
        { name: 'h0', kind: 'zeros', size: 3 },
        { name: 'h1', from: ['x1', 'h0'], size: 3, activation: 'tanh' },
        { name: 'h2', from: ['x2', 'h1'], size: 3, activation: 'tanh', shares: 'h1' },
        { name: 'h3', from: ['x3', 'h2'], size: 3, activation: 'tanh', shares: 'h2' },
        { size: 1 },
      ],
    ],
    'a part of several layers': [
      3,
      [
        { name: 'a', size: 3, activation: 'tanh' },
        { name: 'b', from: 'a', size: 2, activation: 'tanh' },
        { kind: 'slice', from: ['a', 'b'], start: 1, size: 3 },
        { size: 1 },
      ],
    ],
  };

  it.each(Object.entries(topologies))('%s', (_, [inputs, layers]) => {
    expect(worstError(inputs, layers, squaredError)).toBeLessThan(1e-7);
  });
});
