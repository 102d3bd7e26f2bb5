import { describe, expect, it } from 'vitest';
import {
  ConfigError,
  examples,
  explain,
  forward,
  forwardBatch,
  layerNamed,
  network,
  predict,
  random,
  ShapeError,
  weightStartNamed,
} from '../../src/index.js';

const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

const xor = () =>
  network({
    inputs: 2,
    layers: [
      {
        name: 'hidden',
        size: 2,
        activation: 'binary',
        weights: [
          [1, 1],
          [1, 1],
        ],
        biases: [-0.5, -1.5],
      },
      { name: 'output', size: 1, activation: 'binary', weights: [[1, -1]], biases: [-0.5] },
    ],
  });

describe('a network', () => {
  it('can be xor, with weights set by hand', () => {
    expect(predict(xor(), corners)).toEqual([[0], [1], [1], [0]]);
    expect(corners.map((corner) => forward(xor(), corner)[0])).toEqual([0, 1, 1, 0]);
  });

  it('shows every number on the way', () => {
    expect(explain(xor(), [1, 1])).toEqual([
      { name: 'input', input: [], net: [1, 1], activation: 'linear', output: [1, 1] },
      { name: 'hidden', input: [1, 1], net: [1.5, 0.5], activation: 'binary', output: [1, 1] },
      { name: 'output', input: [1, 1], net: [-0.5], activation: 'binary', output: [0] },
    ]);
  });

  it('holds all its weights in one array, and layers look into it', () => {
    const net = xor();
    expect([...net.parameters]).toEqual([1, 1, 1, 1, -0.5, -1.5, 1, -1, -0.5]);
    net.parameters[6] = 5;
    expect(layerNamed(net, 'output').weights[0]).toBe(5);
  });

  it('shares weights as a second use', () => {
    const net = network({
      inputs: 3,
      layers: [
        { name: 'first', size: 3 },
        { name: 'again', size: 3, shares: 'first' },
      ],
    });
    expect(net.parameters.length).toBe(12);
    layerNamed(net, 'first').weights.fill(2);
    expect(layerNamed(net, 'again').weights).toEqual(layerNamed(net, 'first').weights);
  });

  it('a convolution looks at neighbours, channels side by side', () => {
    const net = network({
      inputs: 6,
      layers: [
        { kind: 'conv1d', channels: 2, filters: 1, kernelSize: 2, weights: [[1, 10, 100, 1000]] },
      ],
    });
    expect(forward(net, [1, 2, 3, 4, 5, 6])).toEqual([4321, 6543]);
  });

  it('one seed, one network; saved parameters make the same', () => {
    const make = (seed: number) =>
      network({ inputs: 2, layers: [{ size: 5 }, { size: 1 }], rng: random(seed) });
    expect(make(4).parameters).toEqual(make(4).parameters);
    expect(make(4).parameters).not.toEqual(make(5).parameters);
    const again = network({
      inputs: 2,
      layers: [{ size: 5 }, { size: 1 }],
      parameters: Array.from(make(4).parameters),
    });
    expect(again.parameters).toEqual(make(4).parameters);
  });

  it('answers many rows as it answers one', () => {
    const net = network({ inputs: 2, layers: [{ size: 4, activation: 'gelu' }, { size: 2 }] });
    const { cells } = forwardBatch(net, Float64Array.from(corners.flat()));
    const last = cells[cells.length - 1].output;
    corners.forEach((corner, row) => {
      expect([...last.slice(2 * row, 2 * row + 2)]).toEqual(forward(net, corner));
    });
  });
});

describe('first weights', () => {
  it.each([
    ['glorot uniform', Math.sqrt(6 / (300 + 200)) / Math.sqrt(3)],
    ['glorot normal', Math.sqrt(2 / (300 + 200))],
    ['he uniform', Math.sqrt(2 / 300)],
    ['he normal', Math.sqrt(2 / 300)],
  ])('%s have the spread of their formula', (initialiser, deviation) => {
    const net = network({ inputs: 300, layers: [{ size: 200, initialiser }] });
    const { weights } = net.layers[1];
    const square = weights.reduce((sum, w) => sum + w * w, 0) / weights.length;
    expect(Math.sqrt(square) / deviation).toBeCloseTo(1, 2);
    expect([...net.layers[1].biases].every((b) => b === 0)).toBe(true);
  });

  it('an unknown name gets the nearest', () => {
    expect(() => weightStartNamed('xavier')).toThrow(ConfigError);
    expect(() => weightStartNamed('glorot')).toThrow(/did you mean 'glorot uniform'/);
  });
});

describe('what does not fit is refused', () => {
  it.each([
    [() => network({ inputs: 2, layers: [] }), 'network: got no layers; expected at least one'],
    [
      () => network({ inputs: 2, layers: [{ name: 'hidden', size: 0 }] }),
      "layer 'hidden': got 0 neurons; expected a whole number, 1 or more",
    ],
    [() => network({ inputs: 0, layers: [{ size: 1 }] }), 'inputs of a network: got 0; expected'],
    [
      () =>
        network({
          inputs: 2,
          layers: [
            { name: 'hidden', size: 1 },
            { size: 1, from: 'hiden' },
          ],
        }),
      "unknown layer: got 'hiden'; did you mean 'hidden'?",
    ],
    [
      () => network({ inputs: 2, layers: [{ size: 1, activation: 'softmx' }] }),
      "unknown activation: got 'softmx'; did you mean 'softmax'",
    ],
    [
      () => network({ inputs: 1, layers: [{ name: 'a', size: 1, weights: [[Number.NaN]] }] }),
      "weights of layer 'a': got NaN at 1 of 1; expected finite numbers",
    ],
    [
      () => network({ inputs: 2, layers: [{ name: 'a', size: 1, weights: [[1]] }] }),
      "weights of layer 'a': got 1 rows of 1; expected 1 rows of 2, one row for each neuron",
    ],
    [
      () =>
        network({
          inputs: 2,
          layers: [
            { name: 'a', size: 1 },
            { name: 'a', size: 1 },
          ],
        }),
      "layer 'a': got the name twice",
    ],
    [
      () =>
        network({
          inputs: 2,
          layers: [
            { name: 'a', size: 3 },
            { name: 'sum', kind: 'add', from: ['a', 'input'] },
          ],
        }),
      "layer 'sum': got 'a' of 3 and 'input' of 2; expected layers of one size",
    ],
    [
      () =>
        network({
          inputs: 2,
          layers: [
            { name: 'a', size: 3 },
            { name: 'b', size: 3, shares: 'a' },
          ],
        }),
      "layer 'b' shares the weights of 'a': got 3 × 2 weights with biases; expected 3 × 3",
    ],
    [
      () =>
        network({ inputs: 3, layers: [{ name: 'c', kind: 'conv1d', filters: 1, kernelSize: 4 }] }),
      "layer 'c': got kernelSize 4 for a length of 3; expected at most 3",
    ],
    [() => forward(xor(), [1]), 'forward: got 1 inputs; expected 2, as the network has'],
    [() => forward(xor(), [1, Number.NaN]), 'forward: input 2: got NaN; expected a finite number'],
    [() => examples([], []), 'examples: got none; expected at least one input with its target'],
    [() => examples([[1, 2], [1]], [0, 1]), 'examples: input 2: got 1 numbers; expected 2'],
    [() => examples([[1]], [Number.NaN]), 'examples: target 1: got NaN; expected finite numbers'],
    [() => examples([[1]], [1, 2]), 'examples: got 1 inputs and 2 targets'],
  ])('%#', (attempt, message) => {
    expect(attempt).toThrow(message);
  });

  it('with the right kind of error', () => {
    expect(() => forward(xor(), [1])).toThrow(ShapeError);
    expect(() => network({ inputs: 2, layers: [{ size: 0 }] })).toThrow(ConfigError);
  });
});
