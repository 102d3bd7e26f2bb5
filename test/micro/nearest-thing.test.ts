import { beforeAll, describe, expect, it } from 'vitest';
import {
  ConfigError,
  type EmojiSet,
  edgeEnergy,
  emojiPart,
  emojiScope,
  loadEmoji,
  pictureFeatures,
  pixelsOf,
  ranksOfThings,
  ShapeError,
  shareFirst,
  thingGallery,
  thingScores,
} from '../../src/index.js';

const side = 16;
/** A picture of one colour, with what `paint` says of a pixel; undefined leaves white. */
const drawn = (paint: (x: number, y: number) => number[] | undefined): Uint8Array => {
  const pixels = new Uint8Array(side * side * 3).fill(255);
  for (let i = 0; i < side * side; i++) {
    const colour = paint(i % side, Math.floor(i / side));
    if (colour) pixels.set(colour, 3 * i);
  }
  return pixels;
};
const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);

describe('features of made-up pictures', () => {
  it('have two parts of length 1, and are 0 of white paper', () => {
    const square = drawn((x, y) =>
      x > 3 && x < 12 && y > 3 && y < 12 ? [200, 30, 30] : undefined,
    );
    const features = pictureFeatures(square, side);
    expect(cosine(features.slice(0, 192), features.slice(0, 192))).toBeCloseTo(1, 5);
    expect(cosine(features.slice(192), features.slice(192))).toBeCloseTo(1, 5);
    expect(
      Math.max(
        ...pictureFeatures(
          drawn(() => undefined),
          side,
        ).map(Math.abs),
      ),
    ).toBe(0);
  });

  it('know the colours of CIE: those of sRGB red, green, blue and black', () => {
    const lab = [
      [
        [255, 0, 0],
        [53.24, 80.09, 67.2],
      ],
      [
        [0, 255, 0],
        [87.73, -86.18, 83.18],
      ],
      [
        [0, 0, 255],
        [32.3, 79.19, -107.86],
      ],
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
    ];
    for (const [rgb, [l, a, b]] of lab) {
      const cell = pictureFeatures(
        drawn(() => rgb),
        side,
      ).slice(0, 3);
      const scale = 8 * Math.hypot(l - 100, a, b);
      expect(cell[0] * scale).toBeCloseTo(l - 100, 1);
      expect(cell[1] * scale).toBeCloseTo(a, 1);
      expect(cell[2] * scale).toBeCloseTo(b, 1);
    }
  });

  it('tell an upright edge from a level one, and not dark left of bright from bright left of dark', () => {
    const [left, right, top] = [
      drawn((x) => (x < 8 ? [0, 0, 0] : undefined)),
      drawn((x) => (x >= 8 ? [0, 0, 0] : undefined)),
      drawn((_, y) => (y < 8 ? [0, 0, 0] : undefined)),
    ].map((pixels) => pictureFeatures(pixels, side).slice(192));
    expect(cosine(left, right)).toBeCloseTo(1, 5);
    expect(cosine(left, top)).toBeCloseTo(0, 5);
  });

  it('are 0 of white paper, however large', () => {
    for (const large of [16, 64, 128]) {
      const white = new Uint8Array(3 * large ** 2).fill(255);
      expect(pictureFeatures(white, large).every((number) => number === 0)).toBe(true);
    }
  });

  it('are refused for sides that 8 does not divide', () => {
    expect(() => pictureFeatures(new Uint8Array(300), 10)).toThrow(ShapeError);
  });
});

describe('edge energy', () => {
  it('is 0 of white paper, less of a pale picture, and less of thin lines that are blurred', () => {
    const white = drawn(() => undefined);
    const half = drawn((x) => (x < 8 ? [0, 0, 0] : undefined));
    const lines = drawn((x) => (x % 4 === 0 ? [0, 0, 0] : undefined));
    const blurred = drawn((x) => Array(3).fill(x % 4 === 0 ? 128 : x % 2 === 0 ? 255 : 191));
    const pale = half.map((value) => 200 + (55 * value) / 255);
    const all = Uint8Array.from([white, half, lines, blurred, pale].flatMap((one) => [...one]));
    const energy = edgeEnergy(all, side);
    expect(energy[0]).toBe(0);
    expect(energy[1]).toBeCloseTo((2 * 255) / 16, 3);
    expect(energy[3]).toBeLessThan(energy[2] * 0.8);
    expect(energy[4]).toBeLessThan(energy[1] / 4);
    expect(() => edgeEnergy(new Uint8Array(7), side)).toThrow(ShapeError);
  });
});

describe('the nearest thing', () => {
  let emoji: EmojiSet;
  beforeAll(async () => {
    emoji = await loadEmoji();
  });

  it.each([
    [1201, 66, 81],
    [300, 72, 88],
  ])(
    'of the real held-out pictures is right, in a scope of %i, at %i and %i percent',
    (scope, one, five) => {
      const objects = emojiScope(emoji, scope);
      const gallery = thingGallery(emoji, objects);
      const inside = new Set(objects);
      const heldOut = emojiPart(emoji, 'held-out').filter((i) =>
        inside.has(emoji.pictures[i].object),
      );
      const hexes = Array.from(heldOut, (i) => emoji.pictures[i].object.hex);
      const ranks = ranksOfThings(gallery, pixelsOf(emoji, heldOut), hexes);
      expect(Math.abs(100 * shareFirst(ranks, 1) - one)).toBeLessThan(1);
      expect(Math.abs(100 * shareFirst(ranks, 5) - five)).toBeLessThan(1);
      // The floor: pictures of other things.
      const others = ranksOfThings(gallery, pixelsOf(emoji, heldOut), [
        ...hexes.slice(7),
        ...hexes.slice(0, 7),
      ]);
      expect(shareFirst(others, 5)).toBeLessThan(0.06);
    },
  );

  it('of a training picture is its own, and of a held-out one never itself', () => {
    const objects = emojiScope(emoji, 300).slice(0, 40);
    const gallery = thingGallery(emoji, objects);
    const inside = new Set(objects);
    const places = (part: 'train' | 'held-out') =>
      emojiPart(emoji, part).filter((i) => inside.has(emoji.pictures[i].object));
    const best = (part: 'train' | 'held-out'): number[] => {
      const scores = thingScores(gallery, pixelsOf(emoji, places(part)));
      return Array.from(places(part), (_, i) => Math.max(...scores.subarray(40 * i, 40 * i + 40)));
    };
    for (const score of best('train')) expect(score).toBeCloseTo(1, 4);
    for (const score of best('held-out')) expect(score).toBeLessThan(0.999);
    expect(gallery.owners.length).toBe(places('train').length);
    expect(() => ranksOfThings(gallery, emoji.pixels.subarray(0, 12288), ['x'])).toThrow(
      ConfigError,
    );
  });
});
