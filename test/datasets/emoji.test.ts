import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { emojiHome, readEmojiManifest } from '../../src/datasets/emoji.node.js';
import { readEmojiSources } from '../../src/datasets/emoji-packages.node.js';
import { checkThumbnails, emojiThumbnails } from '../../src/datasets/emoji-thumbnails.js';
import {
  ConfigError,
  type EmojiSet,
  emojiCaption,
  emojiNumbers,
  emojiPart,
  emojiStyles,
  loadEmoji,
  PlaygroundError,
  pictureSheet,
  random,
  ShapeError,
} from '../../src/index.js';

let emoji: EmojiSet;
beforeAll(async () => {
  emoji = await loadEmoji(); // drawn when nobody did that before: minutes on a slow machine
}, 600_000);

const readHome = (file: string) => JSON.parse(readFileSync(join(emojiHome, file), 'utf8'));

describe('the emoji', () => {
  it('are as many as the card says, style by style and part by part', () => {
    const card = readFileSync(join(emojiHome, 'card.md'), 'utf8');
    for (const style of emojiStyles) {
      const count = emoji.pictures.filter((picture) => picture.style === style).length;
      expect(card).toContain(`| ${style} | ${count} | `);
    }
    for (const part of ['train', 'held-out', 'absent'] as const) {
      expect(card).toContain(`| ${part} | ${emojiPart(emoji, part).length} | `);
    }
    expect(emoji.pixels.length).toBe(emoji.pictures.length * 64 * 64 * 3);
  });

  it.runIf(process.platform === 'linux' && process.arch === 'x64')(
    'have one hash on Linux on x64',
    () => {
      expect(emoji.sha256).toBe(readEmojiManifest().pixels);
    },
  );

  it('are those of the tiny pictures in the repository', () => {
    const thumbnails = readFileSync(join(emojiHome, 'thumbnails.bin'));
    checkThumbnails(emoji.pixels, thumbnails);
    const painted = emoji.pixels.slice();
    painted.fill(0, 5 * 12288, 5 * 12288 + 6 * 64 * 3); // six dark rows in picture 5
    expect(() => checkThumbnails(painted, thumbnails)).toThrow(/another picture 5/);
    expect(() => checkThumbnails(painted.subarray(12288), thumbnails)).toThrow(PlaygroundError);
    expect(emojiThumbnails(new Uint8Array(12288).fill(9))).toEqual(new Uint8Array(48).fill(9));
  });

  it('never show a thing twice in one style, and name each thing differently', () => {
    const pairs = emoji.pictures.map(({ object, style }) => `${object.hex} ${style}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    const labels = new Map(emoji.pictures.map(({ object }) => [object.hex, object.label]));
    expect(new Set(labels.values()).size).toBe(labels.size);
    expect([...labels.values()].filter((label) => !/^[a-z0-9][a-z0-9 -]*$/.test(label))).toEqual(
      [],
    );
  });
});

describe('the parts of the emoji', () => {
  it('hold every pair of the list out, and every style of the absent things', () => {
    const pairs: [string, string][] = readHome('held-out.json');
    const heldOut = Array.from(emojiPart(emoji, 'held-out'), (i) => emoji.pictures[i]);
    const listed = new Set(pairs.map(([hex, style]) => `${hex} ${style}`));
    const absent: { hex: string; label: string }[] = readHome('absent.json');
    const gone = new Set(absent.map(({ hex }) => hex));
    expect(heldOut.map(({ object, style }) => `${object.hex} ${style}`).sort()).toEqual(
      [...listed].filter((pair) => !gone.has(pair.split(' ')[0])).sort(),
    );
    for (const { hex, label } of absent) {
      const parts = emoji.pictures.filter(({ object }) => object.hex === hex);
      expect(parts.map(({ part }) => part)).toEqual(Array(7).fill('absent'));
      expect(parts[0].object.label).toBe(label);
      const named = emoji.pictures.filter(({ object }) => object.label.includes(label));
      expect(named).toEqual(parts);
    }
  });

  it('leave two styles or more of a held-out thing to learn from', () => {
    for (const i of emojiPart(emoji, 'held-out')) {
      const { hex } = emoji.pictures[i].object;
      const seen = emoji.pictures.filter(
        ({ object, part }) => object.hex === hex && part === 'train',
      );
      expect(seen.length).toBeGreaterThanOrEqual(2);
    }
  });
});

describe('captions', () => {
  it('come in the shares that the card says', () => {
    const picture = emoji.pictures.find(({ object }) => object.label === 'pizza');
    if (picture === undefined) throw new Error('no pizza');
    const { object, style } = picture;
    const rng = random(1);
    const counts = { named: 0, bare: 0, tagged: 0, described: 0 };
    for (let i = 0; i < 2000; i++) {
      const parts = emojiCaption(picture, rng).split(', ');
      if (parts.length === 1) counts.bare++;
      else if (parts.length === 2) counts.named++;
      else if (parts.length === 4) counts.tagged++;
      else counts.described++;
      for (const part of parts)
        expect([object.label, `${style} style`, ...object.tags]).toContain(part);
    }
    expect(counts.named / 2000).toBeCloseTo(0.55, 1);
    for (const kind of ['bare', 'tagged', 'described'] as const) {
      expect(counts[kind] / 2000).toBeCloseTo(0.15, 1);
    }
  });

  it('repeat with the seed', () => {
    const twelve = (seed: number) => {
      const rng = random(seed);
      return emoji.pictures.slice(0, 12).map((picture) => emojiCaption(picture, rng));
    };
    expect(twelve(3)).toEqual(twelve(3));
    expect(twelve(3)).not.toEqual(twelve(4));
  });
});

describe('refusals', () => {
  it('a package file of another hash, by name', () => {
    const file = 'emojibase-data/en/data.json';
    expect(() => readEmojiSources({ [file]: '0'.repeat(64) })).toThrow(
      /another emojibase-data\/en\/data.json: got sha256 [0-9a-f]{12}.*npm ci/,
    );
  });

  it('pictures that are not there', () => {
    expect(() => emojiNumbers(emoji, [7077])).toThrow(ConfigError);
    const { pixels, side } = emoji;
    expect(() => pictureSheet({ pixels, side, places: [7077], columns: 1, alt: '' })).toThrow(
      ShapeError,
    );
  });
});
