/** PNG files: pixels as Pillow reads them, texts of every kind, and what strangers may send. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { pngChunkBytes } from '../../src/files/png-chunks.js';
import {
  floatPng,
  PlaygroundError,
  parseInfotext,
  random,
  readPng,
  readPngTexts,
  withPngText,
} from '../../src/index.js';

const golden = join(import.meta.dirname, '..', 'golden', 'png');
const { pictures, texts } = JSON.parse(readFileSync(join(golden, 'expected.json'), 'utf8')) as {
  readonly pictures: Readonly<Record<string, { width: number; height: number; rgb: number[] }>>;
  readonly texts: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

const letters = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const header = (width: number, height: number, kind = [8, 2, 0, 0, 0]): Uint8Array => {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width);
  data.writeUInt32BE(height, 4);
  data.set(kind, 8);
  return data;
};
/** A file of chunks, each with the right checksum. */
const png = (...chunks: readonly (readonly [string, Uint8Array])[]): Uint8Array =>
  Buffer.concat([
    letters('\x89PNG\r\n\x1a\n'),
    ...[...chunks, ['IEND', new Uint8Array()] as const].map(([type, data]) =>
      pngChunkBytes(type, data),
    ),
  ]);
const onePixel = deflateSync(Buffer.alloc(4));

describe('pixels', () => {
  it.each(Object.keys(pictures))('of %s are those that Pillow reads', (name) => {
    const { width, height, pixels } = readPng(readFileSync(join(golden, `${name}.png`)), name);
    expect([width, height]).toEqual([pictures[name].width, pictures[name].height]);
    expect([...pixels]).toEqual(pictures[name].rgb);
  });

  it('come back as they were written', () => {
    const values = random(3).rand(3 * 7 * 5);
    const { width, height, pixels } = readPng(floatPng({ width: 5, height: 7, values }), 'a.png');
    expect([width, height]).toEqual([5, 7]);
    const expected = Array.from(pixels, (_, i) =>
      Math.round(255 * values[(i % 3) * 35 + Math.floor(i / 3)]),
    );
    expect([...pixels]).toEqual(expected);
  });

  it('beyond 0 and 1 are cut off, NaN is black', () => {
    const values = [Number.NaN, 2, -1];
    expect([...readPng(floatPng({ width: 1, height: 1, values }), 'a.png').pixels]).toEqual([
      0, 255, 0,
    ]);
    expect(() => floatPng({ width: 2, height: 1, values })).toThrow('expected 6, [3, 1, 2]');
  });
});

describe('texts', () => {
  it.each(Object.keys(texts))('of Pillow: %s', (name) => {
    const found = readPngTexts(readFileSync(join(golden, `text-${name}.png`)), name);
    expect(Object.fromEntries(found.texts)).toEqual(texts[name]);
    expect([found.width, found.height]).toEqual([3, 2]);
  });

  const plain = png(['IHDR', header(1, 1)], ['IDAT', onePixel]);
  it.each([
    ['a cat, café \x7f\x85', 'tEXt'],
    ['日本 🦄', 'iTXt'],
    ['', 'tEXt'],
    ['line\nline\ttab', 'tEXt'],
  ])('come back as they were written: %o', (text, kind) => {
    const told = withPngText(plain, 'parameters', text);
    expect(Buffer.from(told).toString('latin1')).toContain(kind);
    expect(readPngTexts(told, 'a.png').texts.get('parameters')).toBe(text);
    expect([...readPng(told, 'a.png').pixels]).toEqual([0, 0, 0]);
  });

  it('have neither NUL nor half a surrogate pair', () => {
    const told = withPngText(plain, 'parameters', 'a\0b\ud800c');
    expect(readPngTexts(told, 'a.png').texts.get('parameters')).toBe('a\ufffdb\ufffdc');
  });

  it.each(['', 'ä', ' x', 'x'.repeat(80)])('have a keyword of ASCII, not %o', (keyword) => {
    expect(() => withPngText(plain, keyword, '')).toThrow('1 to 79 letters');
  });
});

describe('what strangers send', () => {
  const bomb = deflateSync(Buffer.alloc(64 * 2 ** 20));
  const head = ['IHDR', header(1, 1)] as const;
  it.each([
    ['a text', letters('only words'), 'another kind'],
    ['nothing', new Uint8Array(), 'another kind'],
    ['a start and no more', letters('\x89PNG\r\n\x1a\n'), 'an end after 8 bytes'],
    ['no header', png(['IDAT', onePixel]), 'no single header'],
    ['two headers', png(head, ['IHDR', header(9, 9)]), 'no single header'],
    ['no pixel', png(['IHDR', header(0, 5)]), '0 x 5'],
    ['a kind that there is not', png(['IHDR', header(1, 1, [3, 2, 0, 0, 0])]), 'unknown kind'],
    [
      'a packed text of 64 MiB',
      png(head, ['zTXt', Buffer.concat([letters('a\0\0'), bomb])]),
      '8 MiB',
    ],
    ['a packed text that is none', png(head, ['zTXt', letters('a\0\0xxxx')]), 'cannot be unpacked'],
    ['a text of 9 MiB', png(head, ['tEXt', Buffer.alloc(9 * 2 ** 20, 'a\0b')]), '8 MiB'],
    [
      'many texts',
      png(
        head,
        ...Array.from({ length: 9 }, () => ['tEXt', Buffer.alloc(2 ** 20, 'k\0')] as const),
      ),
      '8 MiB',
    ],
    ['a text without a keyword', png(head, ['tEXt', letters('\0text')]), 'without a keyword'],
    ['half an iTXt', png(head, ['iTXt', letters('a\0\0\0de')]), 'ends too early'],
    ['another packing', png(head, ['zTXt', letters('a\0\x09')]), 'unknown way'],
  ])('is refused: %s', (_, bytes, words) => {
    expect(() => readPngTexts(bytes, 'x.png')).toThrow(PlaygroundError);
    expect(() => readPngTexts(bytes, 'x.png')).toThrow(words);
  });

  const good = readFileSync(join(golden, 'text-latin.png'));
  it('is refused: cut short anywhere', () => {
    for (let length = 0; length < good.length; length++) {
      expect(() => readPngTexts(good.subarray(0, length), 'x.png')).toThrow(PlaygroundError);
    }
  });

  it.each([
    ['more pixels than anybody has', png(['IHDR', header(60_000, 60_000)]), 'at most'],
    ['fewer pixels than it says', png(['IHDR', header(9, 9)], ['IDAT', onePixel]), 'unpacked'],
    ['more pixels than it says', png(head, ['IDAT', bomb]), 'unpacked'],
    ['pixels that are none', png(head, ['IDAT', letters('xxxx')]), 'unpacked'],
    ['no pixels', png(head), 'unpacked'],
    [
      'no palette',
      png(['IHDR', header(1, 1, [8, 3, 0, 0, 0])], ['IDAT', deflateSync(Buffer.alloc(2))]),
      'palette',
    ],
    ['an unknown filter', png(head, ['IDAT', deflateSync(Buffer.alloc(4, 9))]), 'cannot be read'],
  ])('is refused: %s', (_, bytes, words) => {
    expect(() => readPng(bytes, 'x.png')).toThrow(PlaygroundError);
    expect(() => readPng(bytes, 'x.png')).toThrow(words);
  });

  it('a profile that unpacks to 64 MiB is not unpacked', () => {
    const profile = Buffer.concat([letters('p\0\0'), bomb]);
    const bytes = png(head, ['iCCP', profile], ['IDAT', onePixel]);
    expect([...readPng(bytes, 'x.png').pixels]).toEqual([0, 0, 0]);
  });
});

const rounds = process.env.N2D_LONG ? 100_000 : 3000;

describe('fuzz', () => {
  it(`${rounds} mutated files`, { timeout: 1_200_000 }, () => {
    const rng = random(5);
    const pick = (size: number): number => rng.randint(0, size, 1)[0];
    const names = [...Object.keys(pictures), ...Object.keys(texts).map((name) => `text-${name}`)];
    const valid = names.map((name) => chunksOf(readFileSync(join(golden, `${name}.png`))));
    let read = 0;
    for (let i = 0; i < rounds; i++) {
      const bytes = mutated(valid[pick(valid.length)], pick);
      try {
        const found = readPngTexts(bytes, 'x.png');
        read += 1;
        for (const text of found.texts.values()) {
          if (text.length > 2 ** 23) expect.fail('long');
          parseInfotext(text);
        }
        const { width, height, pixels } = readPng(bytes, 'x.png');
        if (pixels.length !== 3 * width * height) expect.fail('pixels');
      } catch (error) {
        if (!(error instanceof PlaygroundError)) throw error;
      }
    }
    expect(read).toBeGreaterThan(rounds / 5);
  });

  type Chunks = readonly (readonly [string, Uint8Array])[];

  function chunksOf(bytes: Buffer): Chunks {
    const chunks: [string, Uint8Array][] = [];
    for (let at = 8; at < bytes.length; ) {
      const length = bytes.readUInt32BE(at);
      const type = bytes.toString('latin1', at + 4, at + 8);
      if (type !== 'IEND') chunks.push([type, bytes.subarray(at + 8, at + 8 + length)]);
      at += 12 + length;
    }
    return chunks;
  }

  /** Mostly inside of a chunk, whose checksum is made anew: the rest would be refused by that. */
  function mutated(chunks: Chunks, pick: (size: number) => number): Uint8Array {
    const changed = chunks.map(([type, data]) => [type, Buffer.from(data)] as [string, Buffer]);
    for (let edits = 1 + pick(3); edits > 0; edits--) {
      const chunk = changed[pick(changed.length)];
      const [, data] = chunk;
      const kind = pick(10);
      if (kind < 6 && data.length > 0) data[pick(data.length)] = pick(256);
      else if (kind === 6) chunk[1] = data.subarray(0, pick(data.length + 1));
      else if (kind === 7) chunk[1] = Buffer.concat([data, data.subarray(pick(data.length + 1))]);
      else if (kind === 8) changed.splice(pick(changed.length), 0, chunk);
      else chunk[0] = ['tEXt', 'zTXt', 'iTXt', 'PLTE', 'IDAT', 'tRNS', 'IHDR'][pick(7)];
    }
    const bytes = Buffer.from(png(...changed));
    const kind = pick(12);
    if (kind === 0) return bytes.subarray(0, pick(bytes.length));
    if (kind === 1) bytes[pick(bytes.length)] = pick(256);
    return bytes;
  }
});
