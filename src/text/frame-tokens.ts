/** The frame that every prompt gets: start, as many tokens as fit, end, padding. */
import { ConfigError } from '../math/errors.js';

/** Of a tokenizer; `ClipTokenizer` has all of it. */
export interface TokenFrame {
  readonly startId: number;
  readonly endId: number;
  /** What fills up: the end token once more, or another. */
  readonly padId: number;
  /** How many numbers a prompt has, 2 or more. */
  readonly length: number;
}

/**
 * Tokens in their frame; what does not fit is left out at the end.
 *
 * @param ids without start and end, however many
 * @returns `length` numbers
 * @throws ConfigError for a length below 2
 *
 * @example
 * frameTokens([5, 6], { startId: 90, endId: 99, padId: 0, length: 6 }); // [90, 5, 6, 99, 0, 0]
 */
export function frameTokens(
  ids: readonly number[],
  { startId, endId, padId, length }: TokenFrame,
): number[] {
  if (!Number.isInteger(length) || length < 2) {
    throw new ConfigError(`frame: got length ${length}; expected a whole number, 2 or more`);
  }
  const framed = [startId, ...ids.slice(0, length - 2), endId];
  return [...framed, ...Array<number>(length - framed.length).fill(padId)];
}
