/**
 * Prompts that nobody would write: mutated valid ones and noise. Nothing crashes or hangs, and what
 * comes out holds together. 2,000 by default, 100,000 with N2D_LONG=1, from a seed.
 */
import { describe, expect, it } from 'vitest';
import {
  clipTokenizer,
  expandNames,
  loadClipMerges,
  promptChunks,
  promptRuns,
  promptSchedule,
  random,
} from '../../src/index.js';

const count = process.env.N2D_LONG === '1' ? 100_000 : 2000;

const valid = [
  'a photo of an astronaut riding a horse on mars',
  '(masterpiece:1.2), ((best quality)), [blurry], detailed BREAK (sky:0.6)',
  '[cat:dog:0.4] in a [field|forest|town], [snow:5], [rain::8]',
  '\\(literal\\), a \\[b\\] \\\\ c',
  'a [[b:c:3]:d:7] e [f|g], (h [i:j:.25]:1.1)',
  '[by day:by night:6], [fe|]male, [[x|y]:z:0.9]',
  "it's 2024, don't stop; café naïve 日本語 テスト 🦄",
  'a <toy> and xold-film <|endoftext|> <|startoftext|>',
];
const signs = [
  ...'()[]:|\\,.!\'" \n\t-+0123456789',
  ...['BREAK', 'AND', ':1.2)', ':0.5]', '::', '[|', '(((', ']]]', '<toy>', '<|endoftext|>'],
  ...['\ud800', '\udc00', '\ufffd', '\0', '\u0301', '\u200d', '\u202e', '\ufeff', '🦄', 'İ', 'Σ'],
  'x'.repeat(300),
  '('.repeat(300),
  '[a:'.repeat(100),
  ':1]'.repeat(100),
];

/** A valid prompt with up to 6 cuts, copies and insertions, or noise. */
function mutated(rng: ReturnType<typeof random>): string {
  const pick = (size: number): number => rng.randint(0, size, 1)[0];
  let text = valid[pick(valid.length)];
  if (pick(10) === 0) text = String.fromCharCode(...rng.randint(0, 65_536, pick(200) + 1));
  for (let edits = pick(7); edits > 0; edits--) {
    const at = pick(text.length + 1);
    const kind = pick(4);
    if (kind === 0) text = text.slice(0, at) + text.slice(at + pick(8));
    else if (kind === 1) text = text.slice(0, at) + text.slice(at, at + pick(20)) + text.slice(at);
    else text = text.slice(0, at) + signs[pick(signs.length)] + text.slice(at);
  }
  return text;
}

describe('fuzz', () => {
  const plain = clipTokenizer({ merges: loadClipMerges() });
  const tokenizer = plain.withNames(['<toy>', '<toy>_1', 'old-film']);

  it(`${count} prompts through the tokenizer`, { timeout: 1_200_000 }, () => {
    const rng = random(1);
    for (let i = 0; i < count; i++) {
      const text = mutated(rng);
      const ids = tokenizer.encode(text);
      const broken = ids.find((id) => !(id >= 0 && id < tokenizer.size));
      if (broken !== undefined) expect.fail(`${JSON.stringify(text)}: id ${broken}`);
      const padded = tokenizer.padded(text);
      const cut = ids.slice(0, 75);
      const whole = [49406, ...cut, ...new Array<number>(76 - cut.length).fill(49407)];
      if (whole.some((id, k) => id !== padded[k])) expect.fail(`${JSON.stringify(text)}: padding`);
      tokenizer.decode(ids);
      expandNames(text, tokenizer);
    }
  });

  it(`${count} prompts through the grammar`, { timeout: 1_200_000 }, () => {
    const rng = random(2);
    let taken = 0;
    for (let i = 0; i < count; i++) {
      const text = mutated(rng);
      const runs = promptRuns(text);
      const fine = runs.every(({ weight }) => Number.isFinite(weight)) && runs.length > 0;
      if (!fine) expect.fail(`${JSON.stringify(text)}: weights`);
      const parts = promptSchedule(text, 12);
      const ends = parts.map(({ until }) => until);
      const rising = ends.every((end, k) => end >= 1 && (k === 0 || end > ends[k - 1]));
      if (!rising || ends.at(-1) !== 12) expect.fail(`${JSON.stringify(text)}: steps ${ends}`);
      if (parts.length > 1) taken += 1;
      if (i % 10 === 0) promptChunks(text, plain);
    }
    // A fifth and more get past the first look.
    expect(taken).toBeGreaterThan(count / 5);
  });

  it('a word of 100,000 letters', () => {
    const ids = plain.encode('abcde'.repeat(20_000));
    expect(ids.length).toBeLessThan(100_000);
    expect(plain.decode(ids)).toBe('abcde'.repeat(20_000));
  });
});
