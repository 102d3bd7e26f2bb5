import { beforeAll, describe, expect, it } from 'vitest';
import {
  ConfigError,
  type EmojiSet,
  emojiPart,
  emojiScope,
  emojiScopes,
  loadEmoji,
} from '../../src/index.js';

let emoji: EmojiSet;
beforeAll(async () => {
  emoji = await loadEmoji();
});

const hexes = (scope: number): string[] => emojiScope(emoji, scope).map(({ hex }) => hex);

describe('a scope of the emoji', () => {
  it('lies within the next wider one, and has the size that it says', () => {
    expect(emojiScopes.map((scope) => hexes(scope).length)).toEqual([300, 779, 1198]);
    const [few, core, all] = emojiScopes.map((scope) => new Set(hexes(scope)));
    expect([...few].filter((hex) => !core.has(hex))).toEqual([]);
    expect([...core].filter((hex) => !all.has(hex))).toEqual([]);
    for (const { object, part } of emoji.pictures) {
      expect(all.has(object.hex)).toBe(part !== 'absent');
    }
  });

  it('holds out as large a share of its pictures as the whole set', () => {
    for (const scope of emojiScopes) {
      const inside = new Set(emojiScope(emoji, scope));
      const pictures = emoji.pictures.filter(({ object }) => inside.has(object));
      const share = emojiPart({ pictures }, 'held-out').length / pictures.length;
      expect(share).toBeGreaterThan(0.03);
      expect(share).toBeLessThan(0.07);
    }
  });

  it('of 300 has what lessons draw, and is the same whatever order the set has', () => {
    const labels = emojiScope(emoji, 300).map(({ label }) => label);
    for (const label of ['pizza', 'cat face', 'rocket', 'red heart', 'house', 'balloon', 'key']) {
      expect(labels).toContain(label);
    }
    const turned = { pictures: [...emoji.pictures].reverse() };
    const other = emojiScope(turned, 300).map(({ label }) => label);
    expect(other.reverse()).toEqual(labels);
    expect(labels.slice(0, 3)).toMatchInlineSnapshot(`
      [
        "grinning face",
        "beaming face with smiling eyes",
        "grinning face with sweat",
      ]
    `);
    expect(labels.at(-1)).toMatchInlineSnapshot(`"radio button"`);
  });

  it('of a small set is what there is of it', () => {
    const pictures = emoji.pictures.slice(0, 40);
    expect(emojiScope({ pictures }, 300)).toEqual(emojiScope({ pictures }, 804));
    expect(() => emojiScope(emoji, 500)).toThrow(ConfigError);
    expect(() => emojiScope(emoji, 500)).toThrow('got 500; expected 300, 804, 1201');
  });
});
