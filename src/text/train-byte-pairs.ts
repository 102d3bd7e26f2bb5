/**
 * How a list of merges is found: count which two neighbouring pieces stand together most often in
 * the words of a text, make one piece of them, and again.
 *
 * Source: Sennrich, Haddow and Birch 2016, algorithm 1. Equal counts: the pair that comes first by
 * its characters, so that one text gives one list.
 */
import { ConfigError } from '../math/errors.js';
import { toSymbols } from './byte-symbols.js';
import { wordEnd } from './clip-vocabulary.js';

/** A word in pieces, and how often it stands in the text. */
interface Pieces {
  readonly pieces: string[];
  readonly count: number;
}

/**
 * The text of a merges.txt.
 *
 * @param words how often each word stands in the text (words as `clipWords` cuts them)
 * @param merges how many pairs to merge at most (default: until every word is one piece)
 * @throws ConfigError when a count is no number above 0
 *
 * @example
 * trainBytePairs(new Map([['cat', 2], ['hat', 3]]), 2); // '#version: 0.2\na t</w>\nh at</w>\n'
 */
export function trainBytePairs(
  words: ReadonlyMap<string, number>,
  merges: number = Number.POSITIVE_INFINITY,
): string {
  const texts = Array.from(words, ([word, count]): Pieces => {
    if (!(count > 0))
      throw new ConfigError(`byte pairs: '${word}': got count ${count}; expected > 0`);
    const letters = Array.from(toSymbols(word));
    letters[letters.length - 1] += wordEnd;
    return { pieces: letters, count };
  });
  const found: string[] = [];
  while (found.length < merges) {
    const best = mostFrequent(texts);
    if (best === undefined) break;
    found.push(best);
    const [left, right] = best.split(' ');
    for (const { pieces } of texts) mergeIn(pieces, left, right);
  }
  return `${['#version: 0.2', ...found].join('\n')}\n`;
}

/** 'left right', or nothing when every word is one piece. */
function mostFrequent(texts: readonly Pieces[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { pieces, count } of texts) {
    for (let i = 1; i < pieces.length; i++) {
      const pair = `${pieces[i - 1]} ${pieces[i]}`;
      counts.set(pair, (counts.get(pair) ?? 0) + count);
    }
  }
  let best: string | undefined;
  let most = 0;
  for (const [pair, count] of counts) {
    if (count > most || (count === most && best !== undefined && pair < best)) {
      [best, most] = [pair, count];
    }
  }
  return best;
}

/** Replaces the pair wherever it stands, in place. */
function mergeIn(pieces: string[], left: string, right: string): void {
  for (let i = 0; i + 1 < pieces.length; i++) {
    if (pieces[i] === left && pieces[i + 1] === right) pieces.splice(i, 2, left + right);
  }
}
