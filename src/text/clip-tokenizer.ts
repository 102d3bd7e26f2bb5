/**
 * CLIP's tokenizer: text to the numbers that the text encoder of Stable Diffusion reads.
 *
 * Equal to transformers' CLIPTokenizer for any text. In order: added tokens are found, the rest is
 * made plain and cut into words (`clip-split.ts`), each word becomes bytes and then pieces
 * (`byte-pair.ts`). Stable Diffusion 1 fills up with the end token, Stable Diffusion 2 with `!`,
 * which therefore means "nothing" wherever it stands in a prompt.
 *
 * Source: Radford et al. 2021 (CLIP), section 2.4; transformers 5.
 */
import { ConfigError } from '../math/errors.js';
import { type AddedToken, cutterOf } from './added-tokens.js';
import { bytePairs } from './byte-pair.js';
import { fromSymbols, toSymbols } from './byte-symbols.js';
import { clipWords } from './clip-split.js';
import {
  type ClipVocabulary,
  clipVocabulary,
  endToken,
  startToken,
  wordEnd,
} from './clip-vocabulary.js';
import { frameTokens } from './frame-tokens.js';

/** What a tokenizer is made of. */
export interface ClipTokenizerOptions {
  /** The text of merges.txt. */
  readonly merges: string;
  /** vocab.json as JSON.parse gives it; without it the numbers follow from the merges. */
  readonly vocabulary?: Readonly<Record<string, number>>;
  /** What fills up: the end token (when not given) as in SD 1, `!` as in SD 2. */
  readonly padToken?: string;
  /** How many numbers a prompt has; 77 when not given. */
  readonly length?: number;
}

/** Text to numbers and back. */
export interface ClipTokenizer {
  /** How many numbers there are, with those of added names. */
  readonly size: number;
  readonly startId: number;
  readonly endId: number;
  readonly padId: number;
  readonly length: number;
  /** Piece to number, without added names: vocab.json. */
  readonly vocabulary: ReadonlyMap<string, number>;
  /** The text of merges.txt. */
  readonly merges: string;
  /** Names that were added, with their numbers, in the order of adding. */
  readonly names: ReadonlyMap<string, number>;
  /** The numbers of a text, without start and end, however many. */
  encode(text: string): number[];
  /** Start, as many numbers as fit, end, and padding: `length` numbers. */
  padded(text: string): Int32Array;
  /** The pieces of a text, for reading: `</w>` ends a word, bytes are printable characters. */
  pieces(text: string): string[];
  /** The text that numbers stand for; start, end and numbers that do not exist are left out. */
  decode(ids: Iterable<number>): string;
  /** The same tokenizer with one more number for each name (textual inversion). */
  withNames(names: readonly string[]): ClipTokenizer;
}

/** Words up to this length are remembered, at most so many. */
const remembered = { letters: 32, words: 20_000 };

/**
 * A tokenizer.
 *
 * @throws ConfigError for merges or a vocabulary that do not fit together, an unknown `padToken`,
 *   or a length below 2
 * @example
 * const tokenizer = clipTokenizer({ merges: 'c a\nca t</w>\n', length: 5 });
 * Array.from(tokenizer.padded('Cat!')); // [514, 513, 256, 515, 515]
 * tokenizer.pieces('Cat!'); // ['cat</w>', '!</w>']
 */
export function clipTokenizer(options: ClipTokenizerOptions): ClipTokenizer {
  const { merges, vocabulary: table, padToken = endToken, length = 77 } = options;
  if (!Number.isInteger(length) || length < 2) {
    throw new ConfigError(`tokenizer: got length ${length}; expected a whole number, 2 or more`);
  }
  const vocabulary = clipVocabulary(merges, table);
  const padId = vocabulary.ids.get(padToken);
  if (padId === undefined) {
    throw new ConfigError(`tokenizer: got pad token '${padToken}'; expected one of the vocabulary`);
  }
  const idOf = (token: string): number => vocabulary.ids.get(token) as number;
  // Whatever pads is searched literally; start and end otherwise in the normalised text.
  const specials = [...new Set([startToken, endToken, padToken])].map((content) => ({
    content,
    id: idOf(content),
    literal: content === padToken,
  }));
  const shape = { merges, startId: idOf(startToken), endId: idOf(endToken), padId, length };
  return assembled(vocabulary, specials, new Map(), shape);
}

type Shape = Pick<ClipTokenizer, 'merges' | 'startId' | 'endId' | 'padId' | 'length'>;

function assembled(
  vocabulary: ClipVocabulary,
  specials: readonly AddedToken[],
  names: ReadonlyMap<string, number>,
  shape: Shape,
): ClipTokenizer {
  const added = [...names].map(([content, id]) => ({ content, id, literal: false }));
  const cut = cutterOf([...specials, ...added]);
  const memory = new Map<string, readonly number[]>();
  const idsOfWord = (word: string): readonly number[] => {
    const known = memory.get(word);
    if (known) return known;
    const ids = bytePairs(toSymbols(word), vocabulary);
    if (word.length <= remembered.letters && memory.size < remembered.words) memory.set(word, ids);
    return ids;
  };
  const encode = (text: string): number[] => {
    const ids: number[] = [];
    for (const part of cut(text)) {
      if (typeof part === 'number') ids.push(part);
      else for (const word of clipWords(part)) for (const id of idsOfWord(word)) ids.push(id);
    }
    return ids;
  };
  const nameOf = new Map(Array.from(names, ([name, id]) => [id, name]));
  const piece = (id: number): string => nameOf.get(id) ?? vocabulary.pieces.get(id) ?? '';
  const numbers = [...vocabulary.pieces.keys(), ...names.values()];
  const largest = numbers.reduce((most, id) => Math.max(most, id), 0);
  return {
    ...shape,
    size: largest + 1,
    vocabulary: vocabulary.ids,
    names,
    encode,
    padded: (text) => Int32Array.from(frameTokens(encode(text), shape)),
    pieces: (text) => encode(text).map(piece),
    decode: (ids) => {
      const shown = [...ids].filter((id) => id !== shape.startId && id !== shape.endId);
      const text = shown.map((id) => (nameOf.has(id) ? toSymbols(piece(id)) + wordEnd : piece(id)));
      return text.join('').split(wordEnd).map(fromSymbols).join(' ').trim();
    },
    withNames: (more) => {
      const all = new Map(names);
      for (const name of more) {
        if (name.trim() === '' || vocabulary.ids.has(name) || all.has(name)) {
          const why = name.trim() === '' ? 'an empty name' : `'${name}', which there is already`;
          throw new ConfigError(`tokenizer: got ${why}; expected a new name`);
        }
        all.set(name, largest + 1 + all.size - names.size);
      }
      return assembled(vocabulary, specials, all, shape);
    },
  };
}
