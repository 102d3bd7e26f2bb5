import { describe, expect, it } from 'vitest';
import {
  activations,
  backward,
  binary,
  computationOf,
  describeScalar,
  examples,
  network,
  random,
  type Scalar,
  scalar,
  squaredError,
} from '../../src/index.js';

const slopeOf = (f: (x: number) => number, x: number): number => (f(x + 1e-5) - f(x - 1e-5)) / 2e-5;

const operations: Record<string, (a: Scalar, b: Scalar) => Scalar> = {
  plus: (a, b) => a.plus(b),
  minus: (a, b) => a.minus(b),
  times: (a, b) => a.times(b),
  over: (a, b) => a.over(b),
  power: (a, b) => a.power(3).times(b.power(-0.5)),
  exp: (a, b) => a.exp().minus(b.exp()),
  log: (a, b) => a.log().times(b.log()),
  'numbers on the right': (a, b) => a.plus(2).minus(1).times(3).over(4).plus(b),
  'one number, many ways': (a, b) => a.times(a).plus(a.times(b)).over(b.plus(a)),
  ...Object.fromEntries(
    activations.map((f) => [f.name, (a: Scalar, b: Scalar) => a.times(b).minus(1).activate(f)]),
  ),
};

describe('scalar autograd', () => {
  it.each(Object.keys(operations))('%s: gradients are measured slopes', (name) => {
    const run = operations[name];
    for (const [p, q] of [
      [0.7, 1.3],
      [2.1, 0.4],
      [1.5, 2.5],
    ]) {
      const [a, b] = [scalar(p), scalar(q)];
      run(a, b).backward();
      const forA = slopeOf((x) => run(scalar(x), scalar(q)).data, p);
      const forB = slopeOf((x) => run(scalar(p), scalar(x)).data, q);
      expect(Math.abs(a.gradient - forA)).toBeLessThan(1e-8 * Math.max(1, Math.abs(forA)));
      expect(Math.abs(b.gradient - forB)).toBeLessThan(1e-8 * Math.max(1, Math.abs(forB)));
    }
  });

  it('agrees with the backpropagation of networks', () => {
    const net = network({
      inputs: 2,
      layers: [
        { size: 3, activation: 'tanh' },
        { size: 1, activation: 'sigmoid' },
      ],
      rng: random(5),
    });
    const [hidden, output] = net.layers.slice(1);
    const inputs = [0.3, -1.2];
    const leaf = (numbers: ArrayLike<number>) => Array.from(numbers, (one) => scalar(one));
    const [w1, b1, w2, b2] = [hidden.weights, hidden.biases, output.weights, output.biases].map(
      leaf,
    );
    const heights = b1.map((bias, k) =>
      inputs.reduce((sum, x, i) => sum.plus(w1[2 * k + i].times(x)), bias).tanh(),
    );
    const answer = heights.reduce((sum, h, k) => sum.plus(h.times(w2[k])), b2[0]).sigmoid();
    const loss = answer.minus(1).power(2);
    loss.backward();
    const theirs = backward(net, examples([inputs], [1]), squaredError);
    expect(loss.data).toBeCloseTo(theirs.loss, 14);
    const ours = [...w1, ...b1, ...w2, ...b2].map(({ gradient }) => gradient);
    ours.forEach((slope, i) => {
      expect(slope).toBeCloseTo(theirs.gradients[i], 14);
    });
  });

  it('starts from nothing each time, and goes deeper than calls may go', () => {
    const x = scalar(1, 'x');
    let y: Scalar = x;
    for (let i = 0; i < 50_000; i++) y = y.plus(1);
    y.backward();
    y.backward();
    expect(x.gradient).toBe(1);
    expect(computationOf(y)).toHaveLength(100_001);
  });

  it('refuses what has no value', () => {
    expect(() => scalar(Number.NaN)).toThrow('scalar: got NaN as a number; expected a finite');
    expect(() => scalar(-1).log()).toThrow('log: got -1; expected above 0');
    expect(() => scalar(1).over(0)).toThrow('over: got 0 below the line');
    expect(() => scalar(-1).power(0.5)).toThrow('got NaN as the result of power 0.5');
    expect(() => scalar(1000).exp()).toThrow('got Infinity as the result of exp');
  });

  it('is drawn with numbers on the edges, both ways', () => {
    const [w, x] = [scalar(0.5, 'w'), scalar(2, 'x')];
    const loss = w.times(x).named('u').sigmoid().named('y').power(2).named('L');
    expect(describeScalar(loss, { gradients: false })).toMatchObject({
      nodes: [
        { label: 'w\n0.5', role: 'input' },
        { label: 'x\n2', role: 'input' },
        { label: 'u = ×\n1', role: 'activation' },
        { label: 'y = sigmoid\n0.7311', role: 'activation' },
        { label: 'L = power 2\n0.5344', role: 'output' },
      ],
      edges: [{ label: '→ 0.5' }, { label: '→ 2' }, { label: '→ 1' }, { label: '→ 0.7311' }],
    });
    loss.backward();
    const { edges, nodes } = describeScalar(loss);
    expect(edges.map(({ label }) => label?.split('\n')[1])).toEqual([
      '← 0.5749',
      '← 0.1437',
      '← 0.2875',
      '← 1.462',
    ]);
    expect(nodes[0].label).toBe('w\n0.5\nslope 0.5749');
    expect(describeScalar(scalar(1).activate(binary)).nodes[0].role).toBe('constant');
  });
});
