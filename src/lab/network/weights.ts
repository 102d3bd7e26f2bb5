/**
 * Weights that are not drawn from the seed (changed by hand, or read from a file), and how they
 * travel in a link: all of them, to the last bit, in base 64. Pure.
 */
import type { Field } from '../core/state.js';

/**
 * Numbers as letters; no numbers are no letters.
 *
 * @example
 * lettersOf([0.5, -2]); // 'AAAAAAAA4D8AAAAAAAAAwA'
 */
export function lettersOf(numbers: ArrayLike<number>): string {
  const bytes = new Uint8Array(8 * numbers.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < numbers.length; i++) view.setFloat64(8 * i, numbers[i], true);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The numbers again, or nothing where the letters are damaged. */
export function numbersOf(letters: string): Float64Array | undefined {
  if (!/^[\w-]*$/.test(letters) || letters.length % 4 === 1) return undefined;
  const binary = atob(letters.replaceAll('-', '+').replaceAll('_', '/'));
  if (binary.length % 8 !== 0) return undefined;
  const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const numbers = Float64Array.from({ length: bytes.length / 8 }, (_, i) =>
    view.getFloat64(8 * i, true),
  );
  return numbers.every(Number.isFinite) ? numbers : undefined;
}

export const weightsField: Field<string> = {
  fallback: '',
  write: (letters) => letters,
  read: (text) =>
    numbersOf(text) === undefined
      ? { note: 'the weights in the link are damaged' }
      : { value: text },
};
