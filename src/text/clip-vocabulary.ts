/**
 * The vocabulary of CLIP: which pieces of words there are, their numbers, and which pairs merge.
 *
 * Source: OpenAI CLIP, `simple_tokenizer.py` (the order of the numbers); the files vocab.json and
 * merges.txt of a Stable Diffusion folder.
 */
import { ConfigError } from '../math/errors.js';
import { byteOrder, byteSymbols } from './byte-symbols.js';

/** What stands before and after every prompt. */
export const startToken = '<|startoftext|>';
export const endToken = '<|endoftext|>';

/** Marks a piece that ends a word. */
export const wordEnd = '</w>';

/** Pieces and merges. */
export interface ClipVocabulary {
  /** Number of each piece. */
  readonly ids: ReadonlyMap<string, number>;
  /** Piece of each number. */
  readonly pieces: ReadonlyMap<number, string>;
  /** `rank` 0 merges first; `id` is the number of the merged piece. By the two numbers, as a key. */
  readonly merges: ReadonlyMap<number, { readonly rank: number; readonly id: number }>;
}

/** The key of a pair of numbers in `merges`. */
export function pairKey(left: number, right: number): number {
  return left * 2 ** 26 + right;
}

/**
 * The vocabulary of a list of merges, and of a table of numbers if one is given.
 *
 * @param merges the text of merges.txt: an optional first line `#version`, then `left right` a line
 * @param table vocab.json as JSON.parse gives it; without it the numbers are CLIP's own
 * @throws ConfigError for a line that is no pair, a piece that has no number, or no start and end
 * @example
 * const { ids } = clipVocabulary('#version: 0.2\ni n\nt h\n');
 * [ids.get('!'), ids.get('in'), ids.get('<|endoftext|>')]; // [0, 512, 515]
 */
export function clipVocabulary(
  merges: string,
  table?: Readonly<Record<string, number>>,
): ClipVocabulary {
  const pairs = mergePairs(merges);
  const ids = table === undefined ? ownNumbers(pairs) : new Map(Object.entries(table));
  for (const [piece, id] of ids) {
    if (Number.isInteger(id) && id >= 0 && id < 2 ** 26) continue;
    throw new ConfigError(`vocabulary: '${piece}': got ${id}; expected a whole number`);
  }
  for (const special of [startToken, endToken]) {
    if (!ids.has(special)) throw new ConfigError(`vocabulary: got no ${special}; expected one`);
  }
  const ranked = new Map<number, { rank: number; id: number }>();
  pairs.forEach(([left, right], rank) => {
    const known = [left, right, left + right].map((piece) => ids.get(piece));
    const [a, b, id] = known;
    if (a === undefined || b === undefined || id === undefined) {
      const lost = [left, right, left + right][known.indexOf(undefined)];
      throw new ConfigError(
        `merges: line ${rank + 2}: got '${left} ${right}', of which '${lost}' has no number; ` +
          'expected pieces of vocab.json',
      );
    }
    ranked.set(pairKey(a, b), { rank, id });
  });
  return { ids, pieces: new Map(Array.from(ids, ([piece, id]) => [id, piece])), merges: ranked };
}

function mergePairs(text: string): [string, string][] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const body = lines[0].startsWith('#version') ? lines.slice(1) : lines;
  return body
    .filter((line) => line !== '')
    .map((line, index) => {
      const parts = line.split(' ');
      if (parts.length === 2 && parts[0] !== '' && parts[1] !== '') return [parts[0], parts[1]];
      const shown = JSON.stringify(line.slice(0, 40));
      throw new ConfigError(`merges: line ${index + 2}: got ${shown}; expected 'left right'`);
    });
}

/** CLIP's order: bytes, bytes at the end of a word, merges, start, end. */
function ownNumbers(pairs: readonly (readonly [string, string])[]): Map<string, number> {
  const symbols = byteOrder.map((byte) => byteSymbols[byte]);
  const pieces = [
    ...symbols,
    ...symbols.map((symbol) => symbol + wordEnd),
    ...pairs.map(([left, right]) => left + right),
    startToken,
    endToken,
  ];
  return new Map(pieces.map((piece, id) => [piece, id]));
}
