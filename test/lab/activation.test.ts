import { describe, expect, test } from 'vitest';
import { flatParts, heights, pieces, spread } from '../../src/lab/activation/geometry.js';
import { activationFields, curvesOf, FLAT, NAMES } from '../../src/lab/activation/state.js';
import { flatWords, pointWords, sayActivation } from '../../src/lab/activation/words.js';
import { activationLab } from '../../src/lab/activation-lab.js';
import { initialState } from '../../src/lab/core/state.js';
import { random } from '../../src/math/random.js';

const every = { ...initialState(activationFields), show: NAMES };

describe('curves', () => {
  test('only the binary function is cut, at its jump', () => {
    for (const { name, f } of curvesOf(every)) {
      expect([name, pieces(f, -5, 5, 240).length]).toEqual([name, name === 'binary' ? 2 : 1]);
    }
  });

  test('a steep rise is not a jump, a small jump is one', () => {
    expect(pieces((x) => Math.tanh(200 * x), -1, 1, 40)).toHaveLength(1);
    expect(pieces((x) => (x < 0.123 ? 0 : 0.2), -1, 1, 40)).toHaveLength(2);
  });

  test('a function is flat exactly where its slope is small', () => {
    for (const { slope } of curvesOf(every)) {
      const parts = flatParts(slope, FLAT, -5, 5, 400);
      for (let x = -4.97; x < 5; x += 0.11) {
        const inside = parts.some(({ from, to }) => x > from && x < to);
        const small = Math.abs(slope(x)) < FLAT;
        const edge = parts.some(
          ({ from, to }) => Math.min(Math.abs(x - from), Math.abs(x - to)) < 0.06,
        );
        if (!edge) expect(inside).toBe(small);
      }
    }
  });

  test('bounded functions stay readable beside unbounded ones', () => {
    expect(heights(curvesOf({ ...every, show: ['linear', 'sigmoid'] }), 5)[1]).toBeLessThan(3);
    expect(heights(curvesOf({ ...every, show: ['linear'] }), 5)[1]).toBeGreaterThan(5);
  });
});

test('labels keep their distance, their bounds and their order', () => {
  const draw = random(3);
  for (let round = 0; round < 300; round++) {
    const places = Array.from({ length: 1 + (round % 14) }, () => draw.rand(1)[0] * 300);
    const moved = spread(places, 14, 0, 300);
    const order = places.map((_, i) => i).sort((a, b) => places[a] - places[b] || a - b);
    order.forEach((index, i) => {
      expect(moved[index]).toBeGreaterThanOrEqual(-1e-9);
      expect(moved[index]).toBeLessThanOrEqual(300 + 1e-9);
      if (i > 0) expect(moved[index] - moved[order[i - 1]]).toBeGreaterThanOrEqual(14 - 1e-9);
    });
  }
});

describe('words', () => {
  test('say value, slope and where it is flat', () => {
    const state = initialState(activationFields);
    expect(pointWords(state)).toMatch(/^sigmoid at x = 1.00 gives 0.731; its slope is 0.197/);
    expect(flatWords(state)).toBe('sigmoid is flat (slope under 0.05) below −2.89 and above 2.89.');
    expect(sayActivation(state)).toMatch(/tanh 0.762 with slope 0.420/);
    expect(sayActivation({ ...state, show: [] })).toMatch(/No function is chosen/);
  });
});

describe('activationLab', () => {
  test('takes names or its own line', () => {
    const lab = activationLab(['relu', 'gelu']);
    expect(lab.state).toBe('show=relu,gelu&follow=relu');
    expect(activationLab(lab.state)).toEqual(lab);
    expect(activationLab().state).toBe('');
  });

  test('refuses unknown names and lines, with the nearest', () => {
    expect(() => activationLab(['sigmod'])).toThrow(/did you mean 'sigmoid'/);
    expect(() => activationLab('reach=99')).toThrow(/99 is more than 10/);
  });
});
