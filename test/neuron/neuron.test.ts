import { expect, describe as group, it } from 'vitest';
import {
  asIs,
  binary,
  combinations,
  combineNamed,
  describe,
  distance,
  explain,
  forward,
  inverted,
  linear,
  maximum,
  neuron,
  numberText,
  outputNamed,
  outputs,
  product,
  relu,
  rounded,
  sigmoid,
  threshold,
  weightedSum,
} from '../../src/index.js';

const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

group('forward', () => {
  it.each([
    { name: 'and', weights: [1, 1], bias: -1.5, answers: [0, 0, 0, 1] },
    { name: 'or', weights: [1, 1], bias: -0.5, answers: [0, 1, 1, 1] },
    { name: 'nand', weights: [-1, -1], bias: 1.5, answers: [1, 1, 1, 0] },
  ])('a binary neuron can be $name', ({ weights, bias, answers }) => {
    const gate = neuron({ weights, bias, activation: binary });
    expect(corners.map((inputs) => forward(gate, inputs))).toEqual(answers);
  });

  it('a bias is a weight on a constant 1', () => {
    const withBias = neuron({ weights: [0.3, -2], bias: 0.7 });
    const withOne = neuron({ weights: [0.3, -2, 0.7] });
    for (const inputs of corners) {
      expect(forward(withOne, [...inputs, 1])).toBeCloseTo(forward(withBias, inputs), 15);
    }
  });

  it('is a sigmoid of a weighted sum, as it is, when nothing else is said', () => {
    const plain = neuron({ weights: [1] });
    expect(plain).toMatchObject({
      bias: 0,
      combine: weightedSum,
      activation: sigmoid,
      output: asIs,
    });
  });

  it('passes through every choice', () => {
    const steps = (options: object) =>
      explain(neuron({ weights: [2, -1], bias: 1, activation: linear, ...options }), [3, 1]);
    expect(steps({ combine: weightedSum }).net).toBe(6);
    expect(steps({ combine: product }).net).toBe(-5);
    expect(steps({ combine: maximum }).net).toBe(7);
    expect(steps({ combine: distance }).net).toBeCloseTo(1 - Math.sqrt(5), 14);
    expect(steps({ activation: relu, combine: product }).activated).toBe(0);
    expect(steps({ output: inverted }).output).toBe(-5);
    expect(steps({ combine: distance, output: rounded }).output).toBe(-1);
    expect(steps({ output: threshold }).output).toBe(1);
  });

  it('a distance neuron says yes inside a circle', () => {
    const near = neuron({ weights: [2, 3], bias: 1, combine: distance, activation: binary });
    expect(forward(near, [2.6, 3.6])).toBe(1);
    expect(forward(near, [2.9, 3.9])).toBe(0);
  });

  it('stays finite at weights of 1000', () => {
    for (const weight of [1000, -1000]) {
      expect(forward(neuron({ weights: [weight] }), [1])).toBe(weight > 0 ? 1 : 0);
    }
  });
});

group('a neuron', () => {
  it('cannot be changed, also through the array it was made from', () => {
    const weights = [1, 2];
    const made = neuron({ weights });
    weights[0] = 100;
    expect(made.weights).toEqual([1, 2]);
    expect(Object.isFrozen(made) && Object.isFrozen(made.weights)).toBe(true);
  });

  it.each([
    [
      () => neuron({ weights: [] }),
      'neuron: got no weights; expected one for each input, at least one',
    ],
    [
      () => neuron({ weights: [1, Number.NaN] }),
      'weight 2 of 2: got NaN; expected a finite number',
    ],
    [
      () => neuron({ weights: [1], bias: Infinity }),
      'bias: got Infinity; expected a finite number',
    ],
    [
      () => forward(neuron({ weights: [1, 2] }), [1]),
      'inputs of a neuron: got 1; expected 2, one for each weight',
    ],
    [
      () => forward(neuron({ weights: [1] }), [Number.NaN]),
      'input: got NaN; expected a finite number',
    ],
    [
      () => forward(neuron({ weights: [1e300] }), [1e300]),
      'net input: got Infinity; expected a finite number',
    ],
  ])('refuses bad numbers: %#', (attempt, message) => {
    expect(attempt).toThrow(message);
  });
});

group('combinations', () => {
  it.each([...combinations])('$name: does not depend on the order of the inputs', (combine) => {
    expect(combine.apply([1, -2, 0.5], [3, 0.25, -1], 0.5)).toBeCloseTo(
      combine.apply([0.5, 1, -2], [-1, 3, 0.25], 0.5),
      14,
    );
  });

  it.each([...combinations])('$name: the derivatives are the slopes', (combine) => {
    const inputs = [0.7, -1.3, 0.4];
    const weights = [1.1, 0.6, -2];
    const slopes = combine.derivatives(inputs, weights);
    const h = 1e-6;
    const moved = (values: number[], at: number, by: number): number[] =>
      values.map((value, i) => (i === at ? value + by : value));
    inputs.forEach((_, at) => {
      const ofInput = (by: number) => combine.apply(moved(inputs, at, by), weights, 0.5);
      const ofWeight = (by: number) => combine.apply(inputs, moved(weights, at, by), 0.5);
      expect(slopes.inputs[at]).toBeCloseTo((ofInput(h) - ofInput(-h)) / (2 * h), 8);
      expect(slopes.weights[at]).toBeCloseTo((ofWeight(h) - ofWeight(-h)) / (2 * h), 8);
    });
    // At the point itself, and with zeros, they are finite.
    const at = combine.derivatives([0, 0], [0, 0]);
    expect([...at.inputs, ...at.weights].every(Number.isFinite)).toBe(true);
  });

  it.each([...combinations])(
    '$name: a larger bias is a larger net input, by as much',
    (combine) => {
      const net = (bias: number): number => combine.apply([1, -2], [3, 0.25], bias);
      expect(net(2.5) - net(1)).toBeCloseTo(1.5, 14);
    },
  );

  it.each([...combinations])('$name: one term for each input', (combine) => {
    expect(combine.terms([1, 2, 3], [4, 5, 6])).toHaveLength(3);
    expect(combineNamed(combine.name)).toBe(combine);
  });

  it('are written as by hand', () => {
    const written = combinations.map((one) => one.written([1, -2], [0.5, 3], -1));
    expect(written).toEqual([
      '1 · 0.5 + (-2) · 3 + (-1)',
      '(1 · 0.5) · ((-2) · 3) + (-1)',
      'max(1 · 0.5, (-2) · 3) + (-1)',
      '-1 - √((1 - 0.5)² + (-2 - 3)²)',
    ]);
  });

  it('names find them', () => {
    expect(() => combineNamed('sum')).toThrow(/did you mean 'weighted sum'/);
    expect(outputs.map((one) => outputNamed(one.name))).toEqual(outputs);
    expect(() => outputNamed('round')).toThrow(/did you mean 'rounded'/);
  });
});

group('describe', () => {
  const seen = neuron({ weights: [1, -2], bias: 0.5, activation: sigmoid, output: rounded });

  it('shows the parts', () => {
    expect(describe(seen)).toEqual({
      title: 'a neuron: weighted sum, sigmoid, rounded',
      nodes: [
        { id: 'x1', label: 'x1', role: 'input' },
        { id: 'x2', label: 'x2', role: 'input' },
        { id: 'one', label: '1', role: 'constant' },
        { id: 'net', label: 'Σ\nweighted sum', role: 'sum' },
        { id: 'activation', label: 'sigmoid', role: 'activation' },
        { id: 'y', label: 'output y\nrounded', role: 'output' },
      ],
      edges: [
        { from: 'x1', to: 'net', label: 'w1 = 1', weight: 1 },
        { from: 'x2', to: 'net', label: 'w2 = -2', weight: -2 },
        { from: 'one', to: 'net', label: 'b = 0.5', weight: 0.5 },
        { from: 'net', to: 'activation' },
        { from: 'activation', to: 'y' },
      ],
    });
  });

  it('with inputs it shows the numbers', () => {
    const labels = describe(seen, [3, 1]).nodes.map((node) => node.label);
    expect(labels).toEqual([
      'x1 = 3',
      'x2 = 1',
      '1',
      'Σ\nweighted sum\n1.5',
      'sigmoid\n0.8176',
      'output y\nrounded\n1',
    ]);
  });

  it('numbers are short', () => {
    expect([0.1 + 0.2, -0, 1 / 3, 12345.6, -1e-7].map(numberText)).toEqual([
      '0.3',
      '0',
      '0.3333',
      '12346',
      '-1e-7',
    ]);
  });
});
