import { describe, expect, it } from 'vitest';
import {
  activationNamed,
  ConfigError,
  elu,
  erf,
  gelu,
  leakyRelu,
  quickGelu,
  relu,
  ShapeError,
  sigmoid,
  silu,
  softmax,
  softmaxDerivative,
  softplus,
  tanh,
} from '../../src/index.js';

describe('activations against each other', () => {
  const xs = Array.from({ length: 81 }, (_, i) => (i - 40) / 5);

  it('tanh is a sigmoid, stretched', () => {
    for (const x of xs) expect(tanh.apply(x)).toBeCloseTo(2 * sigmoid.apply(2 * x) - 1, 14);
  });

  it('the slope of softplus is the sigmoid', () => {
    for (const x of xs) expect(softplus.derivative(x)).toBe(sigmoid.apply(x));
  });

  it('the parameter leads from one to another', () => {
    for (const x of xs) {
      expect(leakyRelu.apply(x, 0)).toBeCloseTo(relu.apply(x), 14);
      expect(leakyRelu.apply(x, 1)).toBe(x);
      expect(silu.apply(x, 1.702)).toBe(quickGelu.apply(x));
      expect(Math.abs(silu.apply(x, 1000) - relu.apply(x))).toBeLessThan(1e-3);
      expect(Math.abs(softplus.apply(x, 1000) - relu.apply(x))).toBeLessThan(1e-3);
    }
  });

  it('quick gelu stays within 0.021 of gelu', () => {
    const gaps = xs.map((x) => Math.abs(quickGelu.apply(x) - gelu.apply(x)));
    expect(Math.max(...gaps)).toBeLessThan(0.021);
    expect(Math.max(...gaps)).toBeGreaterThan(0.019);
  });

  it('elu is smooth at zero when alpha is 1', () => {
    expect(elu.derivative(-1e-9)).toBeCloseTo(elu.derivative(1e-9), 8);
  });
});

describe('erf', () => {
  // Abramowitz and Stegun 1964, table 7.1, ten digits.
  it.each([
    [0.1, 0.112462916],
    [0.5, 0.5204998778],
    [1, 0.8427007929],
    [2, 0.995322265],
  ])('of %d', (x, expected) => {
    expect(erf(x)).toBeCloseTo(expected, 10);
    expect(erf(-x)).toBe(-erf(x));
  });

  it('is 1 far away and does not jump on the way there', () => {
    expect(erf(6.0001)).toBe(1);
    expect(erf(5.9999)).toBeCloseTo(1, 14);
    expect(erf(0)).toBe(0);
  });
});

describe('softmax', () => {
  it('gives shares that add up to 1, however large the scores', () => {
    for (const scores of [[0], [1, 2, 3], [1000, -1000, 999], [-1000, -1001]]) {
      const shares = softmax(scores);
      expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
      expect(shares.every((p) => p >= 0 && p <= 1)).toBe(true);
    }
  });

  it('does not answer to a number that is added to all scores', () => {
    expect(softmax([1010, 1009, 1008])).toEqual(softmax([2, 1, 0]));
  });

  it('its derivative is the slope of every share for every score', () => {
    const scores = [0.3, -1.2, 2];
    const h = 1e-6;
    softmaxDerivative(scores).forEach((row, i) => {
      row.forEach((slope, j) => {
        const moved = (by: number): number =>
          softmax(scores.map((s, k) => (k === j ? s + by : s)))[i];
        expect(slope).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 8);
      });
    });
  });

  it('refuses nothing and what is no number', () => {
    expect(() => softmax([])).toThrow(
      new ShapeError('softmax: got no scores; expected at least one'),
    );
    expect(() => softmax([1, Number.NaN])).toThrow(
      new ConfigError('softmax: score 2: got NaN; expected a finite number'),
    );
  });
});

describe('names', () => {
  it('a wrong one gets the nearest', () => {
    expect(() => activationNamed('sigmod')).toThrow(/did you mean 'sigmoid'\?/);
    expect(() => activationNamed('gelu quick')).toThrow(ConfigError);
  });
});
