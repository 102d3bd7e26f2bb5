/**
 * The laws of an activation function. Every one obeys all of them; none is a special case: what a
 * function claims (its kinks, its range, that it only rises) is data, and the claim is tested.
 */
import { describe, expect, it } from 'vitest';
import { type Activation, activationNamed, activations } from '../../src/index.js';

/** -6, -5.93 ... 6, and far away; zero is among them. */
const near = Array.from({ length: 173 }, (_, i) => (i - 86) * 0.07);
const far = [-1000, -750, -710, -100, -40, 40, 100, 710, 750, 1000];
const all = [...near, ...far].sort((a, b) => a - b);

/** The parameter's own value and both its ends; one `undefined` for those that have none. */
const settings = ({ parameter }: Activation): (number | undefined)[] => [
  undefined,
  ...(parameter ? [parameter.from, parameter.to] : []),
];

const cases = activations.flatMap((activation) =>
  settings(activation).map((parameter) => ({
    activation,
    parameter,
    title: `${activation.name}${parameter === undefined ? '' : ` at ${parameter}`}`,
  })),
);

describe('every activation', () => {
  it.each(cases)('$title: the derivative is the slope', ({ activation, parameter }) => {
    const h = 1e-5;
    for (const x of all.filter((x) => activation.kinks.every((kink) => Math.abs(x - kink) > h))) {
      const f = (at: number): number => activation.apply(at, parameter);
      const slope = (f(x + h) - f(x - h)) / (2 * h);
      // The difference of two large numbers keeps fewer digits.
      const tolerance = 2e-9 * Math.max(1, Math.abs(x));
      expect(Math.abs(activation.derivative(x, parameter) - slope), `at x = ${x}`).toBeLessThan(
        tolerance,
      );
    }
  });

  it.each(cases)('$title: the slope from the height is the slope', ({ activation, parameter }) => {
    for (const x of all) {
      const { apply, derivative, derivativeFromOutput } = activation;
      const slope = derivativeFromOutput?.(apply(x, parameter), parameter);
      expect(slope ?? derivative(x, parameter)).toBeCloseTo(derivative(x, parameter), 12);
    }
  });

  it.each(cases)('$title: at a kink the derivative is the slope on the left', (given) => {
    const { activation, parameter } = given;
    for (const kink of activation.kinks) {
      const h = 1e-7;
      const left =
        activation.apply(kink - h, parameter) - activation.apply(kink - 2 * h, parameter);
      expect(activation.derivative(kink, parameter)).toBeCloseTo(left / h, 5);
    }
  });

  it.each(cases)('$title: finite everywhere', ({ activation, parameter }) => {
    for (const x of [...all, -1e300, 1e300]) {
      expect(Number.isFinite(activation.apply(x, parameter)), `value at ${x}`).toBe(true);
      expect(Number.isFinite(activation.derivative(x, parameter)), `slope at ${x}`).toBe(true);
    }
  });

  it.each(cases)('$title: rises as it claims', ({ activation, parameter }) => {
    const values = all.map((x) => activation.apply(x, parameter));
    const falls = values.some((y, i) => i > 0 && y < values[i - 1]);
    expect(!falls).toBe(activation.monotone);
  });

  it.each([...activations])('$name: the range holds and is not too wide', (activation) => {
    const fine = Array.from({ length: 120_001 }, (_, i) => (i - 60_000) / 10_000);
    const values = [...fine, ...far, -1e300, 1e300].map((x) => activation.apply(x));
    const [low, high] = activation.range;
    const lowest = values.reduce((a, b) => Math.min(a, b));
    const highest = values.reduce((a, b) => Math.max(a, b));
    expect(lowest).toBeGreaterThanOrEqual(low - 1e-15);
    expect(highest).toBeLessThanOrEqual(high);
    // And they come near it: unbounded means that something large was seen.
    const huge = (x: number): number => (Math.abs(x) > 900 ? Math.sign(x) : x / 900);
    expect(huge(lowest)).toBeCloseTo(huge(low), 8);
    expect(huge(highest)).toBeCloseTo(huge(high), 8);
  });

  it.each([...activations])('$name: without a parameter it uses its own', (activation) => {
    for (const x of near) {
      expect(activation.apply(x, activation.parameter?.value)).toBe(activation.apply(x));
      expect(activation.derivative(x, activation.parameter?.value)).toBe(activation.derivative(x));
    }
  });

  it.each([...activations])('$name: says what it is', (activation) => {
    expect(activation.name).toMatch(/^[a-z]+( [a-z]+)*$/);
    expect(activation.formula).toMatch(/x/);
    expect(activation.source).toMatch(/\b(18|19|20)\d\d\b/);
    expect(activationNamed(activation.name)).toBe(activation);
  });
});
