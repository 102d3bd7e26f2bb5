/** Numbers on the command line: what is not one is refused with the name of its option. */
import { InvalidArgumentError } from 'commander';

/** Any finite number. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('not a number');
  return value;
}

/** A whole number. */
export function whole(text: string): number {
  const value = number(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('not a whole number');
  return value;
}
