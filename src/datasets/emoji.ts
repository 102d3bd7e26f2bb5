/**
 * Emoji as pictures with words: what a small text-to-image model learns from. One object (a pizza)
 * is drawn in up to seven styles, 64 x 64 pixels on white.
 *
 * Here is what needs no files, so it runs in a browser too. `emoji.node.ts` renders and reads the
 * pictures. See datasets/emoji/card.md for sources and licences.
 */
import { ConfigError } from '../math/errors.js';
import type { Random } from '../math/random.js';

/** The word for each set of drawings, as captions have it, in the order of the data set. */
export const emojiStyles = [
  'fluent',
  'flat',
  'noto',
  'blob',
  'twemoji',
  'firefox',
  'emojione',
] as const;

export type EmojiStyle = (typeof emojiStyles)[number];

/** What is drawn: 'slice of pizza', whatever the style. */
export interface EmojiObject {
  /** Its characters in Unicode: '1F355', '2764', '1F636-200D-1F32B-FE0F'. */
  readonly hex: string;
  readonly emoji: string;
  /** In lower case, letters, digits, spaces, hyphens: 'pizza'. */
  readonly label: string;
  /** Words that it shares with at least one other object: ['cheese', 'food']. */
  readonly tags: readonly string[];
  /** 'food-drink' */
  readonly group: string;
}

/** Where a picture belongs: no training ever sees the pictures of the last two. */
export type EmojiPart = 'train' | 'held-out' | 'absent';

export interface EmojiPicture {
  readonly object: EmojiObject;
  readonly style: EmojiStyle;
  /**
   * 'held-out': the object is seen in other styles, and the style with other objects.
   * 'absent': the object is seen in no style at all.
   */
  readonly part: EmojiPart;
}

export interface EmojiSet {
  /** Pixels along one side: 64. */
  readonly side: number;
  /** One after the other; all styles of an object are neighbours. */
  readonly pictures: readonly EmojiPicture[];
  /** [pictures, side, side, 3], red, green, blue, 0 to 255. */
  readonly pixels: Uint8Array;
  /** Of the pixels. */
  readonly sha256: string;
}

/**
 * Which pictures belong to a part: their places in `set.pictures`.
 *
 * @example
 * const emoji = await loadEmoji();
 * emojiPart(emoji, 'absent').length; // 21
 */
export function emojiPart({ pictures }: Pick<EmojiSet, 'pictures'>, part: EmojiPart): Int32Array {
  return Int32Array.from(pictures.keys()).filter((i) => pictures[i].part === part);
}

/** The four kinds of caption, and how often each is used. */
const kinds = [
  { share: 0.55, words: (label: string, style: string) => [label, style] },
  { share: 0.15, words: (label: string) => [label] },
  { share: 0.15, words: (label: string, style: string, tags: string[]) => [label, style, ...tags] },
  { share: 0.15, words: (_: string, style: string, tags: string[]) => [...tags, style] },
] as const;

/**
 * A caption by chance: mostly 'pizza, noto style'; now and then without the style, with two tags,
 * or with tags in place of the name. An object with fewer than two tags has no captions with tags.
 *
 * @example
 * const pizza = { hex: '1F355', emoji: '🍕', label: 'pizza', tags: [], group: 'food-drink' };
 * emojiCaption({ object: pizza, style: 'noto' }, random(0)); // 'pizza, noto style'
 */
export function emojiCaption(
  { object: { label, tags }, style }: Pick<EmojiPicture, 'object' | 'style'>,
  rng: Random,
): string {
  let [draw] = rng.rand(1);
  const two = rng.shuffled(tags).slice(0, 2);
  const kind = kinds.find(({ share }) => {
    draw -= share;
    return draw < 0;
  });
  const { words } =
    kind === undefined || (two.length < 2 && kind.words.length > 2) ? kinds[0] : kind;
  return words(label, `${style} style`, two).join(', ');
}

/**
 * Pictures as numbers of the size that networks like.
 *
 * @param indexes places in `set.pictures`
 * @returns [indexes, side, side, 3], -1 (dark) to 1 (bright)
 * @throws ConfigError for a picture that is not there
 *
 * @example
 * const emoji = await loadEmoji();
 * const numbers = emojiNumbers(emoji, [0, 1]);
 * [numbers.length, numbers[0]]; // [24576, 1]
 */
export function emojiNumbers(set: EmojiSet, indexes: ArrayLike<number>): Float32Array {
  const size = set.side * set.side * 3;
  const numbers = new Float32Array(indexes.length * size);
  for (let k = 0; k < indexes.length; k++) {
    const from = indexes[k] * size;
    if (!(indexes[k] in set.pictures)) {
      throw new ConfigError(
        `emoji: got picture ${indexes[k]}; expected 0 to ${set.pictures.length - 1}`,
      );
    }
    for (let i = 0; i < size; i++) numbers[k * size + i] = set.pixels[from + i] / 127.5 - 1;
  }
  return numbers;
}
