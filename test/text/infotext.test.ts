/** The text in a picture's file: as AUTOMATIC1111 reads it, and back again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { infotext, parseInfotext } from '../../src/index.js';

const file = join(import.meta.dirname, '..', 'golden', 'prompts', 'infotexts.json');
const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly {
  readonly text: string;
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly settings: Readonly<Record<string, string>>;
}[];

describe('infotext', () => {
  it.each(cases)('is read as the web UI reads it: $text', ({ text, ...expected }) => {
    const { settings, ...words } = parseInfotext(text);
    expect({ ...words, settings: Object.fromEntries(settings) }).toEqual(expected);
  });

  const settings = new Map([
    ['Steps', '20'],
    ['Sampler', 'DPM++ 2M'],
    ['Lora', 'ink: 0.8, "film": 1'],
    ['Model', 'a\nb\\'],
    ['Größe', 'ä'],
  ]);
  it.each([
    ['a cat', ''],
    ['', ''],
    ['', 'blurry'],
    ['two\nlines, (red:1.2)', 'Steps: 3, not: settings, at: all\nlow quality'],
    ['日本 🦄 café', '"quoted", \\(brackets\\)'],
  ])('comes back as it was: %o', (prompt, negativePrompt) => {
    expect(parseInfotext(infotext({ prompt, negativePrompt, settings }))).toEqual({
      prompt,
      negativePrompt,
      settings,
    });
  });

  it.each(['a'.repeat(1e6), `${'ab: "'.repeat(2e5)}`, ' '.repeat(1e6), `x: ${'\\"'.repeat(5e5)}`])(
    'takes no time for a text that is made to take long',
    (text) => {
      expect(parseInfotext(text).settings.size).toBeLessThan(10);
    },
  );
});
