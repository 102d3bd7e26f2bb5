/** The parts of an evaluation that need no model. */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type EmojiSet,
  emojiScope,
  eyeQuestions,
  eyeSheet,
  type Figures,
  figureMarkdown,
  figureRows,
  figureTable,
  loadEmoji,
  PlaygroundError,
  promptKinds,
  random,
  readersScore,
  tableText,
  testPrompts,
} from '../../src/index.js';

let emoji: EmojiSet;
beforeAll(async () => {
  emoji = await loadEmoji();
});

describe('the prompts of a test', () => {
  it('are of their kind, and never of an absent thing', () => {
    const objects = emojiScope(emoji, 300);
    const prompts = testPrompts(emoji, objects, { count: 1e6, seed: 0 });
    for (const kind of ['seen', 'held-out'] as const) {
      for (const { prompt, object, style, place } of prompts[kind]) {
        const picture = emoji.pictures[place];
        expect(picture).toEqual({ object, style, part: kind === 'seen' ? 'train' : kind });
        expect(prompt).toBe(`${object.label}, ${style} style`);
      }
    }
    expect(prompts['without a style'].map(({ prompt }) => prompt).sort()).toEqual(
      objects.map(({ label }) => label).sort(),
    );
    for (const { place, object } of prompts['without a style']) {
      expect(emoji.pictures[place]).toMatchObject({ object, part: 'train' });
    }
  });

  it('come by lot: the first few of many, the same for the same seed', () => {
    const some = (count: number, seed: number) => {
      const prompts = testPrompts(emoji, emojiScope(emoji, 804), { count, seed });
      return promptKinds.map((kind) => prompts[kind].map(({ prompt }) => prompt));
    };
    expect(some(5, 1)).toEqual(some(50, 1).map((prompts) => prompts.slice(0, 5)));
    expect(some(5, 1)).not.toEqual(some(5, 2));
  });
});

const retrieval = (top1: number, top5: number) => ({ pictures: 150, top1, top5 });
const figures: Figures = {
  settings: { model: 'x', scope: 300, things: 300, count: 150, steps: 25, guidance: 3, seed: 0 },
  vae: { pictures: 344, psnr: 28, ssim: 0.89 },
  drawn: {
    seen: retrieval(0.7, 0.9),
    'held-out': retrieval(0.5, 0.69),
    'without a style': retrieval(0.64, 0.95),
  },
  floor: {
    seen: retrieval(0, 0.01),
    'held-out': retrieval(0, 0.02),
    'without a style': retrieval(0.01, 0.02),
  },
  ceiling: { real: retrieval(0.72, 0.88), rebuilt: retrieval(0.7, 0.87) },
  style: { real: 0.8, rebuilt: 0.78, seen: 0.7, heldOut: 0.64 },
  sharpness: 1.31,
};

describe('the table of figures', () => {
  it('says of each gate whether it holds: at the least it does, below it does not', () => {
    const gates = figureRows(figures).flatMap(({ gate, holds }) => (gate ? [[gate, holds]] : []));
    expect(gates).toEqual([
      ['>= 28 dB', true],
      ['>= 0.9', false],
      ['>= 70 / 90 %', true],
      ['>= 45 / 70 %', false],
      ['>= 65 / 88 %', false],
      ['>= 0.8', true],
      ['0.7 to 1.3', false],
    ]);
  });

  it('reads the same on a terminal and as Markdown', () => {
    const eye = { right: 65, pictures: 96 };
    const clip = { top1: 0.451, top5: 0.7 };
    expect(tableText(figureTable({ ...figures, eye, clip }))).toMatchSnapshot();
    expect(figureMarkdown({ ...figures, eye, clip })).toMatchSnapshot();
  });

  it('has other gates for the core, and none for all things', () => {
    const gatesOf = (scope: 804 | 1201) =>
      figureRows({ ...figures, settings: { ...figures.settings, scope } })
        .filter(({ what }) => what.includes('right of 300 first'))
        .map(({ gate }) => gate);
    expect(gatesOf(804)).toEqual(['>= 60 / 85 %', '>= 35 / 60 %', '>= 55 / 80 %']);
    expect(gatesOf(1201)).toEqual(['', '', '']);
  });
});

describe('the test for eyes', () => {
  const names = Array.from({ length: 30 }, (_, i) => `thing ${i}`);

  it('has eight different names for each picture, the right one anywhere among them', () => {
    const answers = Array.from({ length: 400 }, (_, i) => names[i % 30]);
    const questions = eyeQuestions(answers, names, random(3));
    const places = new Array<number>(8).fill(0);
    questions.forEach(({ names: eight, answer }, i) => {
      expect(new Set(eight).size).toBe(8);
      expect(answer).toBe(answers[i]);
      places[eight.indexOf(answer)]++;
    });
    for (const count of places) expect(count).toBeGreaterThan(25);
  });

  it('gives one in eight to a reader who guesses, and all to one who knows', () => {
    const answers = Object.fromEntries(names.map((name, i) => [i + 1, name]));
    expect(readersScore(answers, answers)).toEqual({ right: 30, pictures: 30 });
    expect(readersScore({ 1: ' thing 0 ', 2: 'thing 0' }, answers).right).toBe(1);
    for (const [read, words] of [
      [[], 'got no answers'],
      [null, 'got no answers'],
      ['pizza', 'got no answers'],
      [{ 31: 'pizza' }, 'got {"31":"pizza"}'],
      [{ 1: 7 }, 'got {"1":7}'],
    ] as const) {
      expect(() => readersScore(read, answers)).toThrow(PlaygroundError);
      expect(() => readersScore(read, answers)).toThrow(words);
    }
  });

  it('shows the pictures twice as large, below their numbers', () => {
    const pixels = new Uint8Array(13 * 8 * 8 * 3).fill(200);
    const { width, height, pixels: sheet } = eyeSheet(pixels, 8);
    expect([width, height]).toEqual([12 * 24, 2 * 42]);
    const red = (x: number, y: number): number => sheet[4 * (y * width + x)];
    expect(red(4, 4 + 18)).toBe(200);
    expect(red(4 + 15, 4 + 18 + 15)).toBe(200);
    expect(red(4 + 16, 4 + 18)).toBe(255);
    const text = Array.from({ length: 5 }, (_, row) =>
      Array.from({ length: 7 }, (_, i) =>
        red(4 + 3 * i, 42 + 4 + 3 * row) === 0 ? '#' : '.',
      ).join(''),
    );
    expect(text).toEqual(['.#..###', '##....#', '.#..###', '.#....#', '###.###']);
  });
});
