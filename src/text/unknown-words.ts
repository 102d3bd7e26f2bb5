/**
 * The words of a prompt that a small model never saw. A large model has seen every word; one that was
 * trained on a thousand captions makes something of a word it does not know, and not what was meant.
 */
import { nearest } from '../math/errors.js';
import { clipWords, normalised } from './clip-split.js';

/** What a model was trained with. */
export interface KnownWords {
  /** The things it can draw: the character and the name of each. */
  readonly objects: readonly { readonly emoji: string; readonly label: string }[];
  /** Every word of its captions, in lower case. */
  readonly words: readonly string[];
}

/** A word of a prompt that is not among them. */
export interface UnknownWord {
  readonly word: string;
  /** Words that are, the most alike first, three at most; for an emoji its name. */
  readonly near: readonly string[];
}

/**
 * Each word once, in the order of the prompt. Digits, signs and words of one or two letters
 * ('a', 'of') say little and are passed over.
 *
 * @example
 * const known = { objects: [{ emoji: '🍕', label: 'pizza' }], words: ['pizza', 'noto', 'style'] };
 * unknownWords('piza, noto style', known); // [{ word: 'piza', near: ['pizza'] }]
 * unknownWords('🍕', known); // [{ word: '🍕', near: ['pizza'] }]
 */
export function unknownWords(prompt: string, { objects, words }: KnownWords): UnknownWord[] {
  const known = new Set(words);
  const labels = new Map(objects.map(({ emoji, label }) => [plainEmoji(emoji), label]));
  const unknown = new Map<string, readonly string[]>();
  for (const word of clipWords(normalised(prompt)).flatMap(signs)) {
    if (known.has(word)) continue;
    const label = labels.get(plainEmoji(word));
    if (label !== undefined) unknown.set(word, [label]);
    else if (/\p{L}{3}|\p{Extended_Pictographic}/u.test(word))
      unknown.set(word, nearest(word, words));
  }
  return Array.from(unknown, ([word, near]) => ({ word, near }));
}

/** A run of signs as the characters that a reader sees: two emoji side by side are two. */
function signs(word: string): string[] {
  if (!/\p{Extended_Pictographic}/u.test(word)) return [word];
  return Array.from(new Intl.Segmenter().segment(word), ({ segment }) => segment);
}

/** Without the mark that asks for colours. */
const plainEmoji = (text: string): string => text.replaceAll('\ufe0f', '');
