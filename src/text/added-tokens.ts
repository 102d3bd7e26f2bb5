/**
 * Tokens that are found in a text before it is cut into words: start and end, the padding of
 * Stable Diffusion 2 (`!`), and the names of textual inversions.
 *
 * Source: the tokenizers library, `AddedVocabulary`: literal ones are searched in the text as it is
 * written, the others in the normalised text; at each place the longest wins.
 */
import { normalised } from './clip-split.js';

/** One token that stands for itself. */
export interface AddedToken {
  readonly content: string;
  readonly id: number;
  /** Whether it must stand exactly so, capitals and all. */
  readonly literal: boolean;
}

/** A number that was found, or text between, which is normalised. */
export type TextPart = number | string;

/** Cuts a text at its added tokens. */
export type Cutter = (text: string) => TextPart[];

/**
 * A function that finds these tokens.
 *
 * @example
 * const cut = cutterOf([{ content: '<Cat>', id: 7, literal: false }]);
 * cut('A <cat>  sits'); // ['a ', 7, ' sits']
 */
export function cutterOf(tokens: readonly AddedToken[]): Cutter {
  const literal = finder(
    tokens.filter((token) => token.literal).map((one) => [one.content, one.id]),
  );
  const loose = finder(
    tokens.filter((token) => !token.literal).map((one) => [normalised(one.content), one.id]),
  );
  return (text) =>
    literal(text).flatMap((part) => (typeof part === 'number' ? [part] : loose(normalised(part))));
}

function finder(tokens: readonly (readonly [string, number])[]): (text: string) => TextPart[] {
  const ids = new Map(tokens.filter(([content]) => content !== ''));
  if (ids.size === 0) return (text) => (text === '' ? [] : [text]);
  const longestFirst = [...ids.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(escaped).join('|'), 'gu');
  return (text) => {
    const parts: TextPart[] = [];
    let from = 0;
    for (const match of text.matchAll(pattern)) {
      if (match.index > from) parts.push(text.slice(from, match.index));
      parts.push(ids.get(match[0]) as number);
      from = match.index + match[0].length;
    }
    if (from < text.length) parts.push(text.slice(from));
    return parts;
  };
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
