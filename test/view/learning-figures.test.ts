import { describe, expect, it } from 'vitest';
import { borderPlot, lossSurface } from '../../src/index.js';

const square = { xRange: [-1, 1] as const, yRange: [-1, 1] as const };

describe('the loss surface', () => {
  const bowl = (a: number, b: number) => a * a + 2 * b * b;
  const paths = {
    walk: [
      [1, 1],
      [0.5, 0],
    ],
  };

  it('has the heights of the loss, and its lowest place in words', () => {
    const view = lossSurface({ title: 'bowl', loss: bowl, ...square, resolution: 5 });
    expect(view.data[0]).toMatchObject({ type: 'contour', x: [-1, -0.5, 0, 0.5, 1] });
    expect((view.data[0].z as number[][])[0]).toEqual([3, 2.25, 2, 2.25, 3]);
    expect(view.alt).toContain('Lowest on the map: 0 at first weight 0, second weight 0');
    expect(Object.keys(view.table.columns)).toEqual(['first weight', 'second weight', 'loss']);
  });

  it('draws a path, and its table has every step with its loss', () => {
    const view = lossSurface({ title: 'bowl', loss: bowl, ...square, paths });
    expect(view.data).toHaveLength(3);
    expect(view.table.columns.loss).toEqual([3, 0.25]);
    expect(view.alt).toContain('walk: 1 step, from loss 3 at (1, 1) to loss 0.25 at (0.5, 0).');
  });

  it('refuses a loss that is no number', () => {
    const loss = () => '1' as unknown as number;
    expect(() => lossSurface({ title: 'no', loss, ...square })).toThrow('got string at (-1, -1)');
  });
});

describe('the border plot', () => {
  const points = { no: [[-1, 0]], yes: [[1, 0]] };

  it('draws each border where its decider changes its mind', () => {
    const borders = { half: (x: number) => x, low: (_: number, y: number) => y + 1 };
    const view = borderPlot({ title: 'two', points, borders, ...square });
    const finite = (key: 'x' | 'y', i: number) =>
      (view.data[i][key] as (number | null)[]).filter((value) => value !== null);
    for (const x of finite('x', 0)) expect(x).toBeCloseTo(0.5, 3);
    for (const y of finite('y', 1)) expect(y).toBeCloseTo(-0.5, 3);
    expect(view.table.columns).toMatchObject({ kind: ['no', 'yes'], half: [-1, 1], low: [1, 1] });
    expect(view.alt).toContain('half: above 0.5 at no 0 of 1, yes 1 of 1.');
  });

  it('refuses to compare nothing', () => {
    expect(() => borderPlot({ title: 'none', points, borders: {}, ...square })).toThrow(
      'got no borders; expected at least one function',
    );
  });
});
