import { describe, expect, it } from 'vitest';
import {
  augment,
  ConfigError,
  captionWords,
  clipLoss,
  clipTokenizer,
  expectNoLeak,
  filesOfTokenizer,
  loadEmoji,
  microTokenizer,
  random,
  tf,
  tokenizerFromFiles,
  trainBytePairs,
} from '../../src/index.js';

describe('merges from a text', () => {
  it('take the most frequent pair first, and of equals the first by its characters', () => {
    const words = new Map([
      ['low', 5],
      ['lower', 2],
      ['newest', 6],
      ['widest', 3],
    ]);
    // The example of Sennrich et al. 2016; with `w e` and `e s` at 8 and 9.
    const merges = trainBytePairs(words, 3).trim().split('\n');
    expect(merges).toEqual(['#version: 0.2', 'e s', 'es t</w>', 'l o']);
  });

  it('end when every word is one piece', () => {
    const words = new Map([
      ['cat', 2],
      ['hat', 1],
      ['é', 1],
    ]);
    const tokenizer = clipTokenizer({ merges: trainBytePairs(words) });
    for (const word of words.keys()) expect(tokenizer.encode(word)).toHaveLength(1);
    expect(() => trainBytePairs(new Map([['a', 0]]))).toThrow(ConfigError);
  });
});

describe('the tokenizer of the micro model', () => {
  it('knows every word of the captions, and none of the absent things', async () => {
    const emoji = await loadEmoji();
    const tokenizer = microTokenizer(emoji);
    const words = [...captionWords(emoji).keys()];
    expect(words.length).toBeGreaterThan(1500);
    expect(words.filter((word) => tokenizer.encode(word).length !== 1)).toEqual([]);
    for (const word of ['pineapple', 'snail']) {
      expect(tokenizer.encode(word).length).toBeGreaterThan(1);
    }
    const again = tokenizerFromFiles(filesOfTokenizer(tokenizer));
    const prompt = 'Pizza, noto style';
    expect(again.padded(prompt)).toEqual(tokenizer.padded(prompt));
    expect(again.length).toBe(16);
  });
});

describe('the contrastive loss', () => {
  it('is what a loop makes of it', () => {
    const rng = random(0);
    const [a, b] = [0, 1].map(() => tf.tensor2d(rng.randn(12), [4, 3]));
    const scale = tf.tensor1d([1.5]);
    const loss = expectNoLeak(() => clipLoss(a, b, scale));
    const [p, q] = [a, b].map((one) =>
      (one.arraySync() as number[][]).map((row) => {
        const length = Math.hypot(...row);
        return row.map((value) => value / length);
      }),
    );
    const score = (i: number, j: number): number =>
      Math.exp(1.5) * p[i].reduce((sum, value, k) => sum + value * q[j][k], 0);
    const four = [0, 1, 2, 3];
    const surprise = (scores: (i: number, j: number) => number): number =>
      four.reduce((sum, i) => {
        const total = Math.log(four.reduce((all, j) => all + Math.exp(scores(i, j)), 0));
        const share = (j: number): number => (i === j ? 0.95 : 0) + 0.05 / 4;
        return sum - four.reduce((all, j) => all + share(j) * (scores(i, j) - total), 0) / 4;
      }, 0);
    const expected = (surprise(score) + surprise((i, j) => score(j, i))) / 2;
    expect(loss.dataSync()[0]).toBeCloseTo(expected, 5);
    tf.dispose([a, b, scale, loss]);
  });
});

describe('pictures changed by chance', () => {
  const still = { shift: 0, scale: 0, turn: 0, mirror: 0, tint: 0 };
  const dot = new Float32Array(8 * 8 * 3).fill(1);
  dot.fill(-1, (2 * 8 + 1) * 3, (2 * 8 + 1) * 3 + 3); // row 2, column 1

  it('stay as they are without changes, and are mirrored when all shall be', () => {
    expect(augment(dot, 8, still, random(0))).toEqual(dot);
    const mirrored = augment(dot, 8, { ...still, mirror: 1.01 }, random(0));
    expect(mirrored[(2 * 8 + 6) * 3]).toBe(-1);
    expect(mirrored.filter((value) => value === -1)).toHaveLength(3);
  });

  it('keep white paper white, and stay within bounds', () => {
    const amounts = { shift: 3, scale: 0.2, turn: 30, mirror: 0.5, tint: 0.5 };
    const white = new Float32Array(5 * 192).fill(1);
    for (const value of augment(white, 8, amounts, random(1))) expect(value).toBeCloseTo(1, 5);
    const noisy = random(2)
      .rand(5 * 192)
      .map((value) => 2 * value - 1);
    const changed = augment(noisy, 8, amounts, random(3));
    expect(Math.min(...changed)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...changed)).toBeLessThanOrEqual(1.000001);
  });
});
