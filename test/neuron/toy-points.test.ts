import { describe, expect, it } from 'vitest';
import {
  random,
  toyArms,
  toyGroups,
  toyHeightNames,
  toyHeights,
  toyNames,
  toyPoints,
} from '../../src/index.js';

describe('toy point sets', () => {
  it.each(toyNames)('%s: within reach, both classes, the same for the same seed', (name) => {
    const make = (seed: number) => toyPoints(name, { count: 300, noise: 0, rng: random(seed) });
    const { inputs, targets } = make(4);
    expect(inputs).toHaveLength(300);
    expect(targets.filter((one) => one === 1)).toHaveLength(150);
    for (const point of inputs) {
      expect(point).toHaveLength(2);
      for (const value of point) expect(Math.abs(value)).toBeLessThanOrEqual(1);
    }
    expect(make(4)).toEqual({ inputs, targets });
    expect(make(5)).not.toEqual({ inputs, targets });
  });

  it('without noise no point has a point of the other class for a near neighbour', () => {
    for (const name of toyNames) {
      const { no, yes } = toyGroups(toyPoints(name, { noise: 0 }), ['no', 'yes']);
      const nearest = Math.min(
        ...no.flatMap(([a, b]) => yes.map(([c, d]) => Math.hypot(a - c, b - d))),
      );
      expect(nearest, name).toBeGreaterThan(0.1);
    }
  });

  it('follows its rules: the signs of xor, the disc of circles', () => {
    const xor = toyPoints('xor', { noise: 0 });
    xor.inputs.forEach(([x, y], i) => {
      expect(x * y < 0 ? 1 : 0).toBe(xor.targets[i]);
    });
    const circles = toyPoints('circles', { noise: 0 });
    circles.inputs.forEach(([x, y], i) => {
      expect(Math.hypot(x, y) < 0.6 ? 1 : 0).toBe(circles.targets[i]);
    });
  });

  it('refuses unknown names and impossible numbers', () => {
    expect(() => toyPoints('moon')).toThrow("unknown point set: got 'moon'; did you mean 'moons'?");
    expect(() => toyPoints('xor', { count: 1 })).toThrow('got count 1; expected a whole number');
    expect(() => toyPoints('xor', { noise: -1 })).toThrow('got noise -1; expected 0 or more');
  });
});

describe('points with a height', () => {
  it.each(toyHeightNames)('%s: within reach, by its rule, the same for the same seed', (name) => {
    const set = toyHeights(name, { count: 200, noise: 0, rng: random(2) });
    expect(set.targets.every((height) => Math.abs(height) <= 1)).toBe(true);
    expect(Math.max(...set.targets) - Math.min(...set.targets)).toBeGreaterThan(1);
    expect(toyHeights(name, { count: 200, noise: 0, rng: random(2) })).toEqual(set);
  });

  it('the plane is half the sum', () => {
    const { inputs, targets } = toyHeights('plane', { noise: 0 });
    inputs.forEach(([x, y], i) => {
      expect(targets[i]).toBeCloseTo((x + y) / 2, 12);
    });
  });

  it('refuses unknown names and impossible numbers', () => {
    expect(() => toyHeights('plain')).toThrow("did you mean 'plane'?");
    expect(() => toyHeights('plane', { count: 0 })).toThrow('got count 0');
    expect(() => toyHeights('plane', { noise: -1 })).toThrow('got noise -1');
  });
});

describe('arms of several classes', () => {
  it('the classes take turns, and keep apart', () => {
    const { inputs, targets } = toyArms(3, { count: 300, noise: 0 });
    expect([0, 1, 2].map((one) => targets.filter((target) => target === one).length)).toEqual([
      100, 100, 100,
    ]);
    const of = (one: number) => inputs.filter((_, i) => targets[i] === one);
    const near = Math.min(
      ...of(0).flatMap(([a, b]) => of(1).map(([c, d]) => Math.hypot(a - c, b - d))),
    );
    expect(near).toBeGreaterThan(0.1);
  });

  it('refuses impossible numbers', () => {
    expect(() => toyArms(1)).toThrow('got 1 classes');
    expect(() => toyArms(3, { count: 2 })).toThrow('got count 2');
    expect(() => toyArms(3, { noise: Number.NaN })).toThrow('got noise NaN');
  });
});
