/**
 * Unpacks zlib data of strangers with a limit: a few kilobytes can claim to be gigabytes, so it is
 * done in small bites and given up as soon as there is more than expected.
 */
import { Unzlib } from 'fflate';

/** Packed bytes at once. One gives at most 1032, so nothing larger than 1 MiB is ever made at once. */
const bite = 1024;

/**
 * The unpacked bytes; undefined when there are more than `most`, or when the data are damaged or cut
 * short.
 *
 * @example
 * unpackZlib([Uint8Array.of(120, 156, 75, 4, 0, 0, 98, 0, 98)], 10); // [97]
 * unpackZlib([Uint8Array.of(120, 156, 75, 4, 0, 0, 98, 0, 98)], 0); // undefined
 */
export function unpackZlib(parts: readonly Uint8Array[], most: number): Uint8Array | undefined {
  const pieces: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  const stream = new Unzlib((piece, final) => {
    pieces.push(piece);
    size += piece.length;
    ended = final;
  });
  const packed = parts.reduce((sum, part) => sum + part.length, 0);
  let done = 0;
  try {
    for (const part of parts) {
      for (let at = 0; at < part.length && size <= most; at += bite) {
        const next = part.subarray(at, at + bite);
        done += next.length;
        stream.push(next, done === packed);
      }
    }
  } catch {
    return undefined;
  }
  if (!ended || size > most) return undefined;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
