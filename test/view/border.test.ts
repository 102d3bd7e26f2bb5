import { describe, expect, it } from 'vitest';
import { borderOf } from '../../src/view/border.js';
import { decisionPlot } from '../../src/view/decision-plot.js';
import { sampled } from '../../src/view/jumps.js';

const grid = [0, 0.25, 0.5, 0.75, 1];
const on = (plane: (x: number, y: number) => number) =>
  borderOf(
    plane,
    grid,
    grid,
    grid.map((y) => grid.map((x) => plane(x, y))),
    0.5,
  );

describe('the border of a yes-or-no function', () => {
  it('lies on the line itself, not on the grid', () => {
    const { x, y } = on((a, b) => (a + b >= 0.9 ? 1 : 0));
    const places = x.map((a, i) => a + y[i]).filter(Number.isFinite);
    expect(places.length).toBeGreaterThan(8);
    for (const sum of places) expect(sum).toBeCloseTo(0.9, 4);
  });

  it('follows a circle from inside and outside alike', () => {
    for (const [inside, outside] of [
      [1, 0],
      [0, 1],
    ]) {
      const { x, y } = on((a, b) => (Math.hypot(a - 0.5, b - 0.5) < 0.4 ? inside : outside));
      const radii = x.map((a, i) => Math.hypot(a - 0.5, y[i] - 0.5)).filter(Number.isFinite);
      for (const radius of radii) expect(radius).toBeCloseTo(0.4, 4);
    }
  });

  it('keeps the two corners of a saddle apart or together as the middle says', () => {
    const saddle = (middle: number) => (x: number, y: number) =>
      x === 0.5 && y === 0.5 ? middle : (x - 0.5) * (y - 0.5) > 0 ? 1 : 0;
    const values = [
      [1, 0],
      [0, 1],
    ];
    const ends = [0, 1].map((middle) => borderOf(saddle(middle), [0, 1], [0, 1], values, 0.5));
    for (const { x } of ends) expect(x.filter(Number.isNaN)).toHaveLength(2);
    expect(ends[0].x[1]).not.toBe(ends[1].x[1]);
  });

  it('is empty where there is none, and leaves out what is not a number', () => {
    expect(on(() => 1).x).toEqual([]);
    expect(on((x) => (x < 0.3 ? Number.NaN : 1)).x).toEqual([]);
  });

  it('is drawn over finer shades where the answer jumps', () => {
    const options = { title: 'gate', xRange: [0, 1], yRange: [0, 1] } as const;
    const size = (predict: (x: number, y: number) => number) =>
      (decisionPlot({ ...options, predict }).data[0].x as number[]).length;
    expect(size((x) => x)).toBe(41);
    expect(size((x) => (x > 0.3 ? 1 : 0))).toBe(121);
  });
});

describe('a sampled function', () => {
  it('breaks at a jump, and at no corner or steep rise', () => {
    const gaps = (curve: (x: number) => number) =>
      sampled(curve, [-1, -0.5, 0, 0.5, 1]).y.filter(Number.isNaN).length;
    expect(gaps((x) => (x >= 0 ? 1 : 0))).toBe(1);
    expect(gaps((x) => Math.max(0, x))).toBe(0);
    expect(gaps((x) => Math.tanh(1000 * x))).toBe(0);
    expect(gaps(() => 1)).toBe(0);
  });
});
