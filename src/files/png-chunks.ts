/**
 * A PNG file as its chunks: length, four letters, data, checksum. For reading what strangers wrote:
 * nothing is unpacked here, and no length is believed before the file is seen to be that long.
 *
 * Source: W3C, "Portable Network Graphics (PNG) Specification", third edition, sections 5 and 11.
 */
import { PlaygroundError } from '../math/errors.js';

/** One chunk; `data` is a part of the file, not a copy. */
export interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/** What the first chunk says. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits for each number. */
  readonly depth: number;
  /** 0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha. */
  readonly colour: number;
  readonly interlaced: boolean;
}

/** A file taken apart. */
export interface PngFile {
  readonly header: PngHeader;
  /** All of them, from IHDR to IEND. */
  readonly chunks: readonly PngChunk[];
}

export const pngSignature: readonly number[] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Which depths each kind of colour may have. */
const depths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/**
 * Takes a file apart and checks its header and the checksum of every chunk.
 *
 * @param file its name, for the message
 * @throws PlaygroundError when it is no PNG, or damaged
 *
 * @example
 * const { header, chunks } = pngChunks(pngBytes(picture({ values: [[0, 1]], scale: 1 })), 'dot.png');
 * [header.width, header.height, chunks[0].type]; // [2, 1, 'IHDR']
 */
export function pngChunks(bytes: Uint8Array, file: string): PngFile {
  if (bytes.length < 8 || pngSignature.some((byte, i) => bytes[i] !== byte)) {
    throw new PlaygroundError(`${file}: got a file of another kind; expected a PNG`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: PngChunk[] = [];
  for (let at = 8; chunks.at(-1)?.type !== 'IEND'; ) {
    const length = at + 12 <= bytes.length ? view.getUint32(at) : Number.POSITIVE_INFINITY;
    if (at + 12 + length > bytes.length) {
      throw damaged(file, `an end after ${bytes.length} bytes`, 'the rest of the PNG');
    }
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!/^[A-Za-z]{4}$/.test(type)) throw damaged(file, 'a chunk without a name', 'four letters');
    const end = at + 8 + length;
    if (view.getUint32(end) !== crc32(bytes.subarray(at + 4, end))) {
      throw damaged(file, `a chunk ${type} whose checksum differs`, 'an undamaged PNG');
    }
    chunks.push({ type, data: bytes.subarray(at + 8, end) });
    at = end + 4;
  }
  const headers = chunks.filter(({ type }) => type === 'IHDR').length;
  if (chunks[0].type !== 'IHDR' || chunks[0].data.length !== 13 || headers !== 1) {
    throw damaged(file, 'no single header of 13 bytes at the start', 'IHDR there');
  }
  return { header: headerOf(chunks[0].data, file), chunks };
}

/** A chunk as bytes, with length and checksum. */
export function pngChunkBytes(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

function headerOf(data: Uint8Array, file: string): PngHeader {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, compression, filter, interlace] = data.subarray(8);
  if (width === 0 || height === 0 || width >= 2 ** 31 || height >= 2 ** 31) {
    throw damaged(file, `a picture of ${width} x ${height}`, 'sides of 1 pixel or more');
  }
  const known = compression === 0 && filter === 0 && interlace <= 1;
  if (!depths[colour]?.includes(depth) || !known) {
    const got = [depth, colour, compression, filter, interlace];
    throw damaged(file, `pixels of an unknown kind (${got})`, 'one that the PNG standard has');
  }
  return { width, height, depth, colour, interlaced: interlace === 1 };
}

export function damaged(file: string, got: string, expected: string): PlaygroundError {
  return new PlaygroundError(`${file}: damaged: got ${got}; expected ${expected}`);
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** The checksum of PNG and zip. */
function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = table[(c ^ byte) & 0xff] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
