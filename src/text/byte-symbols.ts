/**
 * A printable character for every byte, so that byte-pair encoding can work on text: bytes that are
 * printable in Latin-1 stand for themselves, the other 68 for the characters from U+0100 on.
 *
 * Source: Radford et al. 2019 (GPT-2), `bytes_to_unicode`; CLIP's vocabulary begins in this order.
 */

/** The bytes in the order of the vocabulary: the printable ones first. */
export const byteOrder: readonly number[] = order();

/** Character of each byte, by byte. */
export const byteSymbols: readonly string[] = symbols();

const byteOfSymbol: ReadonlyMap<string, number> = new Map(
  byteSymbols.map((symbol, byte) => [symbol, byte]),
);

/**
 * Text as one printable character for each of its UTF-8 bytes.
 *
 * @example
 * toSymbols('é'); // 'Ã©'
 */
export function toSymbols(text: string): string {
  let result = '';
  for (const byte of new TextEncoder().encode(text)) result += byteSymbols[byte];
  return result;
}

/**
 * The way back. Bytes that are no UTF-8 become U+FFFD; characters that stand for no byte are left
 * out.
 *
 * @example
 * fromSymbols('Ã©'); // 'é'
 */
export function fromSymbols(text: string): string {
  const bytes = Array.from(text, (symbol) => byteOfSymbol.get(symbol));
  return new TextDecoder().decode(Uint8Array.from(bytes.filter((byte) => byte !== undefined)));
}

function order(): number[] {
  const printable = [...range(33, 127), ...range(161, 173), ...range(174, 256)];
  return [...printable, ...range(0, 256).filter((byte) => !printable.includes(byte))];
}

function symbols(): string[] {
  const table = new Array<string>(256);
  byteOrder.forEach((byte, place) => {
    table[byte] = String.fromCharCode(place < 188 ? byte : 256 + place - 188);
  });
  return table;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
