/** The grammar of prompts: weights, chunks, schedules. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ConfigError,
  clipTokenizer,
  loadClipMerges,
  promptAtStep,
  promptChunks,
  promptRuns,
  promptSchedule,
} from '../../src/index.js';

const golden = join(import.meta.dirname, '..', 'golden', 'prompts');
const readJson = (name: string): unknown => JSON.parse(readFileSync(join(golden, name), 'utf8'));
const titled = <T extends { prompt: string }>(cases: readonly T[]): [string, T][] =>
  cases.map((one) => [JSON.stringify(one.prompt).slice(0, 60), one]);

/** The tokenizer of the golden: the first 1000 merges. */
const tiny = clipTokenizer({
  merges: loadClipMerges().split('\n').slice(0, 1001).join('\n'),
});

const asPairs = (prompt: string): [string, number][] =>
  promptRuns(prompt).map(({ text, weight }) => [text, weight]);

describe('weights', () => {
  const { cases } = readJson('weights.json') as {
    cases: { prompt: string; parsed: [string, number][]; ids: number[][] }[];
  };

  it.each(titled(cases))('%s', (_, one) => {
    const wanted = one.parsed.map(([text, weight]) => [text, expect.closeTo(weight, 12)]);
    expect(asPairs(one.prompt)).toEqual(wanted);
    const chunks = promptChunks(one.prompt, tiny);
    expect(chunks.length).toBe(one.ids.length);
    chunks.forEach(({ ids, weights }, i) => {
      const padding = new Array<number>(77 - one.ids[i].length).fill(tiny.endId);
      expect(Array.from(ids)).toEqual([...one.ids[i], ...padding]);
      expect(weights.length).toBe(77);
    });
  });

  it('reach the tokens', () => {
    const [chunk] = promptChunks('a (cat:1.5) [b]', tiny);
    const [a, cat, b] = ['a', 'cat', 'b'].map((word) => tiny.encode(word));
    expect(Array.from(chunk.ids.slice(1, 1 + a.length + cat.length + b.length))).toEqual([
      ...a,
      ...cat,
      ...b,
    ]);
    const counts = [...a.map(() => 1), ...cat.map(() => 1.5), ...b.map(() => Math.fround(1 / 1.1))];
    expect(Array.from(chunk.weights.slice(1, 1 + counts.length))).toEqual(counts);
  });

  it('a BREAK stays one inside of brackets, and needs to be a word', () => {
    expect(promptRuns('(a BREAK b)').map((run) => [run.text, run.breaks])).toEqual([
      ['a', false],
      ['BREAK', true],
      ['b', false],
    ]);
    expect(asPairs('BREAKFAST éBREAK')).toEqual([['BREAKFAST éBREAK', 1]]);
    expect(promptChunks('a BREAK b', tiny).length).toBe(2);
  });

  it('a weight that is no number is text', () => {
    expect(asPairs('(a:1.2.3)')).toEqual([['a:1.2.3', 1.1]]);
    expect(asPairs('(a:.)')).toEqual([['a:.', 1.1]]);
    expect(asPairs('a:1.2)')).toEqual([['a:1.2)', 1]]);
  });
});

describe('schedules', () => {
  const { cases } = readJson('schedules.json') as {
    cases: { prompt: string; steps: number; schedule: [number, string][] }[];
  };
  const schedule = (prompt: string, steps = 10): [number, string][] =>
    promptSchedule(prompt, steps).map((part) => [part.until, part.prompt]);

  it.each(titled(cases))('%s', (_, one) => {
    expect(schedule(one.prompt, one.steps)).toEqual(one.schedule);
  });

  it.each<[string, [number, string][]]>([
    ['test', [[10, 'test']]],
    [
      'a [b: 3]',
      [
        [3, 'a '],
        [10, 'a b'],
      ],
    ],
    [
      '[(a:2):3]',
      [
        [3, ''],
        [10, '(a:2)'],
      ],
    ],
    [
      'a [b : c : 1] d',
      [
        [1, 'a b  d'],
        [10, 'a  c  d'],
      ],
    ],
    ['[fe|]male', Array.from({ length: 10 }, (_, i) => [i + 1, i % 2 === 0 ? 'female' : 'male'])],
    // brackets without partner are text, and what stands beside them still works
    [
      'a) [b:3]',
      [
        [3, 'a) '],
        [10, 'a) b'],
      ],
    ],
    [
      '[x [b:3]',
      [
        [3, '[x '],
        [10, '[x b'],
      ],
    ],
    // no number, too many fields, a mixture
    ['[a:b:c]', [[10, '[a:b:c]']]],
    ['[a:b:c:3]', [[10, '[a:b:c:3]']]],
    ['[a|b:0.5] [c:3]', [[10, '[a|b:0.5] [c:3]']]],
    // escaped marks mean nothing
    [
      '\\[a:3\\] [b\\:c:2]',
      [
        [2, '\\[a:3\\] '],
        [10, '\\[a:3\\] b\\:c'],
      ],
    ],
    ['[a:b:-3]', [[10, 'b']]],
    ['', [[10, '']]],
  ])('%j', (prompt, wanted) => {
    expect(schedule(prompt)).toEqual(wanted);
  });

  it('the prompt of a step', () => {
    const parts = promptSchedule('[cat:dog:0.5]', 4);
    expect([1, 2, 3, 4, 9].map((step) => promptAtStep(parts, step))).toEqual([
      'cat',
      'cat',
      'dog',
      'dog',
      'dog',
    ]);
  });

  it('refuses what is too long, and steps that are none', () => {
    const long = 'word, '.repeat(10_000);
    expect(() => promptSchedule(long, 10)).toThrow(/got 60000 characters; expected at most 50000/);
    expect(() => promptRuns(long)).toThrow(ConfigError);
    expect(() => promptSchedule('a', 0)).toThrow(/got 0 steps; expected a whole number/);
    expect(promptRuns('w'.repeat(10_000)).length).toBe(1);
  });

  it('takes brackets deeper than 200 as they stand', () => {
    const deep = `${'['.repeat(5000)}a${':1]'.repeat(5000)}`;
    expect(schedule(deep)).toEqual([[10, deep]]);
    expect(promptRuns('('.repeat(5000)).length).toBe(1);
  });
});
