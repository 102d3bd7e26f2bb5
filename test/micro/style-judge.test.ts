import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  countTensors,
  disposeWeights,
  type EmojiSet,
  emojiStyles,
  expectNoLeak,
  pixelsOf,
  random,
  randomWeights,
  readRunLog,
  styleJudgeShapes,
  styleScores,
  stylesOf,
  tf,
  trainStyleJudge,
  useBackend,
  type Weights,
} from '../../src/index.js';
import { fewEmoji } from './few-emoji.js';

const folder = mkdtempSync(join(tmpdir(), 'n2d-judge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let emoji: EmojiSet;
beforeAll(async () => {
  await useBackend();
  emoji = await fewEmoji();
});

const scores = (weights: Weights): number[] =>
  tf.tidy(() => [...styleScores(weights, tf.fill([1, 64, 64, 3], 0.3)).dataSync()]);

describe('the judge of styles', { timeout: 300_000 }, () => {
  it('gives each picture its own style, however many are looked at together', async () => {
    const weights = randomWeights(styleJudgeShapes, random(0));
    const places = Array.from({ length: 130 }, (_, i) => i % 60);
    const styles = await expectNoLeak(() => stylesOf(weights, pixelsOf(emoji, places), 64));
    expect(styles).toHaveLength(130);
    expect(styles.slice(120)).toEqual(styles.slice(0, 10));
    expect(styles.every((style) => style in emojiStyles)).toBe(true);
    disposeWeights(weights);
  });

  it('learns, is kept, and is not trained again', async () => {
    const before = countTensors();
    const first = await trainStyleJudge({ emoji, folder: join(folder, 'run'), steps: 12 });
    const log = readRunLog(join(folder, 'run', 'log.jsonl')).filter(({ loss }) => loss);
    expect(log[11].loss).toBeLessThan(log[0].loss);
    let steps = 0;
    const again = await trainStyleJudge({
      ...{ emoji, folder: join(folder, 'run'), steps: 12 },
      onStep: () => steps++,
    });
    expect(steps).toBe(0);
    expect(scores(again)).toEqual(scores(first));
    disposeWeights(first);
    disposeWeights(again);
    expect(countTensors()).toBe(before);
  });

  it('never sees a held-out picture', async () => {
    const painted = { ...emoji, pixels: emoji.pixels.slice() };
    emoji.pictures.forEach(({ part }, i) => {
      if (part !== 'train') painted.pixels.fill(0, i * 12288, (i + 1) * 12288);
    });
    const trained = async (set: EmojiSet, name: string): Promise<number[]> => {
      const weights = await trainStyleJudge({ emoji: set, folder: join(folder, name), steps: 2 });
      const told = scores(weights);
      disposeWeights(weights);
      return told;
    };
    const plain = await trained(emoji, 'plain');
    (await trained(painted, 'painted')).forEach((score, i) => {
      expect(score).toBeCloseTo(plain[i], 4);
    });
  });
});
