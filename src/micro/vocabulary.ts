/**
 * The words of the micro model's captions, and the tokenizer that is made of them. The words of
 * absent things are not among them: nothing that is trained sees those.
 */
import type { EmojiSet } from '../datasets/emoji.js';
import { clipWords, normalised } from '../text/clip-split.js';
import { type ClipTokenizer, clipTokenizer } from '../text/clip-tokenizer.js';
import { trainBytePairs } from '../text/train-byte-pairs.js';

/** How many tokens a prompt has, with start, end and padding. */
export const microPositions = 16;

/**
 * How often each word stands in the captions of all training pictures: name, style and all tags.
 *
 * @example
 * const pizza = { hex: '1F355', emoji: '🍕', label: 'pizza', tags: ['cheese'], group: 'food-drink' };
 * const pictures = [{ object: pizza, style: 'noto', part: 'train' } as const];
 * [...captionWords({ pictures }).keys()]; // ['pizza', 'noto', 'style', 'cheese']
 */
export function captionWords({ pictures }: Pick<EmojiSet, 'pictures'>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { object, style, part } of pictures) {
    if (part !== 'train') continue;
    const text = [object.label, `${style} style`, ...object.tags].join(', ');
    for (const word of clipWords(normalised(text))) {
      if (word !== ',') counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return counts;
}

/**
 * The tokenizer of the micro model: CLIP's, with merges from the captions, so many that every word
 * of a caption is one token. A word in several tokens is one that the model never saw.
 */
export function microTokenizer(set: Pick<EmojiSet, 'pictures'>): ClipTokenizer {
  return clipTokenizer({ merges: trainBytePairs(captionWords(set)), length: microPositions });
}
