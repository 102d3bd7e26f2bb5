/** Every topology that can be drawn also runs, trains and passes the gradient check. */
import { expect, describe as group, it } from 'vitest';
import {
  adam,
  autoencoder,
  convolutionalNetwork,
  countParameters,
  describe,
  diagram,
  examples,
  forward,
  gradientCheck,
  multilayerPerceptron,
  type NetworkOptions,
  network,
  networkFile,
  predict,
  random,
  recurrentNetwork,
  residualNetwork,
  squaredError,
  trainNetwork,
} from '../../src/index.js';

const numbers = random(9).rand(240);
const rows = (count: number, size: number, scale = 1): number[][] =>
  Array.from({ length: count }, (_, row) =>
    Array.from({ length: size }, (_, i) => scale * (2 * numbers[row * size + i] - 1)),
  );
const rng = () => random(4);
const squared = 'squared error';

/** A task for each that it can learn. */
const topologies: Record<string, { options: NetworkOptions; task: [number[][], number[][]] }> = {
  'multilayer perceptron': {
    options: multilayerPerceptron([2, 4, 4, 1], { rng: rng() }),
    task: [rows(20, 2), rows(20, 2).map(([a, b]) => [a * b])],
  },
  autoencoder: {
    options: autoencoder([4, 3, 2], { rng: rng() }),
    task: [
      rows(20, 2).map(([a, b]) => [a, b, a + b, a - b]),
      rows(20, 2).map(([a, b]) => [a, b, a + b, a - b]),
    ],
  },
  residual: {
    options: residualNetwork({ inputs: 2, width: 3, blocks: 2, outputs: 1, rng: rng() }),
    task: [rows(20, 2), rows(20, 2).map(([a, b]) => [Math.abs(a) - b])],
  },
  convolution: {
    options: convolutionalNetwork({ inputs: 6, filters: 2, kernelSize: 2, outputs: 1, rng: rng() }),
    task: [rows(20, 6), rows(20, 6).map((row) => [row[0] * row[1] + row[3]])],
  },
  'distance neurons': {
    options: {
      inputs: 2,
      layers: [
        { name: 'near', size: 4, combine: 'distance', activation: 'sigmoid' },
        { name: 'output', size: 1 },
      ],
      rng: rng(),
    },
    task: [rows(20, 2), rows(20, 2).map(([a, b]) => [0.6 - Math.hypot(a - 0.3, b)])],
  },
  recurrent: {
    options: recurrentNetwork({ steps: 3, inputs: 1, memory: 3, outputs: 1, rng: rng() }),
    task: [rows(20, 3), rows(20, 3).map(([a, b, c]) => [(a + b + c) / 2])],
  },
};
const cases = Object.entries(topologies).map(([name, topology]) => ({ name, ...topology }));

group('every topology', () => {
  it.each(cases)('$name: passes the gradient check', ({ options, task }) => {
    expect(gradientCheck(network(options), examples(...task), squaredError).error).toBeLessThan(
      1e-8,
    );
  });

  it.each(cases)('$name: trains', ({ options, task }) => {
    const net = network(options);
    const settings = { loss: squared, optimiser: adam({ learningRate: 0.02 }), epochs: 400 };
    const { history, stopped } = trainNetwork(net, examples(...task), settings);
    expect(stopped).toBe('all epochs done');
    expect(history[399].loss).toBeLessThan(0.05 * history[0].loss);
  });

  it.each(cases)('$name: comes back from a file', ({ options, task }) => {
    const net = network(options);
    const again = network(JSON.parse(JSON.stringify(networkFile(net))));
    expect(again.parameters).toEqual(net.parameters);
    expect(predict(again, task[0])).toEqual(predict(net, task[0]));
  });

  it.each(cases)('$name: is drawn, neuron by neuron and folded', ({ options, task }) => {
    const net = network(options);
    for (const inputs of [undefined, task[0][0]]) {
      for (const folded of [true, false, undefined]) {
        const { nodes, edges, groups = [] } = describe(net, inputs, { folded });
        const ids = new Set(nodes.map(({ id }) => id));
        expect(ids.size).toBe(nodes.length);
        for (const { from, to } of edges) expect(ids.has(from) && ids.has(to)).toBe(true);
        for (const { nodes: inside } of groups)
          expect(inside.every((id) => ids.has(id))).toBe(true);
        // Everything that is drawn leads to the output.
        expect(edges.some(({ to }) => nodes.find(({ id }) => id === to)?.role === 'output')).toBe(
          true,
        );
      }
    }
  });

  it.each(cases)('$name: its drawing says what changed', ({ options }) => {
    expect(
      diagram(describe(network(options), undefined, { folded: true })).mermaid,
    ).toMatchSnapshot();
  });

  it.each(cases)('$name: its parameters add up', ({ options }) => {
    const net = network(options);
    const total = countParameters(net).reduce((sum, layer) => sum + layer.total, 0);
    expect(total).toBe(net.parameters.length);
  });
});

group('the drawing of a small network', () => {
  const xor = network({
    inputs: 2,
    layers: [
      {
        ...{ name: 'hidden', size: 2, activation: 'binary', biases: [-0.5, -1.5] },
        weights: [
          [1, 1],
          [1, 1],
        ],
      },
      { name: 'output', size: 1, activation: 'binary', weights: [[1, -1]], biases: [-0.5] },
    ],
  });

  it('has every weight as an edge and every bias in its neuron', () => {
    const { nodes, edges, title } = describe(xor);
    expect(title).toBe('a network: input 2, hidden 2, output 1; 9 numbers to learn');
    expect(edges.map(({ label }) => label)).toEqual(['1', '1', '1', '1', '1', '-1']);
    expect(nodes.map(({ label }) => label)).toEqual([
      'x1',
      'x2',
      'hidden 1\nb = -0.5',
      'hidden 2\nb = -1.5',
      'y\nb = -0.5',
    ]);
  });

  it('shows every number for an example', () => {
    const labels = describe(xor, [1, 1]).nodes.map(({ label }) => label.split('\n').at(-1));
    expect(labels).toEqual(['1', '1', '1', '1', '0']);
    expect(forward(xor, [1, 1])).toEqual([0]);
  });

  it('is folded when it is large', () => {
    const net = network(multilayerPerceptron([2, 8, 8, 8, 1]));
    expect(describe(net).nodes.map(({ label }) => label)).toEqual([
      'input\n2 numbers',
      'hidden 1\ndense, tanh\n2 → 8\n24 numbers to learn',
      'hidden 2\ndense, tanh\n8 → 8\n72 numbers to learn',
      'hidden 3\ndense, tanh\n8 → 8\n72 numbers to learn',
      'output\ndense\n8 → 1\n9 numbers to learn',
    ]);
  });
});
