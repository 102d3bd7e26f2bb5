/** expectClose and expectError: what they print, what they refuse. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConfigError, expectClose, expectError } from '../../src/index.js';

let printed: string[];

beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => printed.push(text));
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('expectClose', () => {
  it('says how close numbers, arrays and tensors are', () => {
    expectClose(1, 1 + 1e-9);
    expectClose([1, 2], new Float64Array([1, 2]));
    expectClose({ dataSync: () => [3] }, [3]);
    expect(printed).toEqual([
      'the numbers agree: largest difference 1e-9, allowed 0.000001',
      'all 2 numbers agree: largest difference 0, allowed 0.000001',
      'the numbers agree: largest difference 0, allowed 0.000001',
    ]);
  });

  it('measures large numbers by their size', () => {
    expectClose(1e9, 1e9 + 1, 1e-6);
    expect(() => expectClose(1e9, 1e9 + 1e5, 1e-6)).toThrow('expected them within 0.000001');
  });

  it.each([
    [[1, 2], [1, 3], 'got 2 and 3 at place 1'],
    [[Number.NaN], [1], 'got NaN and 1'],
    [[1], [Number.NaN], 'got 1 and NaN'],
    [[Infinity], [-Infinity], 'got Infinity and -Infinity'],
    [[1, 2], [1], 'got 2 and 1 numbers; expected equally many'],
  ])('%j and %j do not agree', (a, b, message) => {
    expect(() => expectClose(a, b)).toThrow(message);
    expect(printed).toEqual([]);
  });

  it('takes NaN for NaN and infinity for infinity', () => {
    expectClose([Number.NaN, Infinity], [Number.NaN, Infinity]);
    expect(printed).toHaveLength(1);
  });
});

describe('expectError', () => {
  it('prints what a learner would read', () => {
    expectError(() => {
      throw new ConfigError('neuron: got no weights; expected at least one');
    });
    expect(printed).toEqual(['ConfigError: neuron: got no weights; expected at least one']);
  });

  it('waits for a promise', async () => {
    await expectError(() => Promise.reject(new TypeError('late')));
    expect(printed).toEqual(['TypeError: late']);
  });

  it('refuses that nothing goes wrong, at once or later', async () => {
    expect(() => expectError(() => 1)).toThrow('nothing went wrong');
    await expect(expectError(async () => 1)).rejects.toThrow('nothing went wrong');
  });
});
