/**
 * Pictures as PNG files: numbers from 0 to 1 into one, and one of a stranger into bytes.
 *
 * Only what the pixels need is handed to the decoder, after its size has been checked: profiles and
 * texts, which may be packed a thousand times smaller than they are, never reach it.
 *
 * Leaves out: alpha, which is dropped as Pillow's `convert('RGB')` does; colour profiles; interlaced
 * pictures of fewer than 8 bits, which nobody writes.
 */
import { decode, encode } from 'fast-png';
import { ShapeError } from '../math/errors.js';
import { damaged, type PngChunk, pngChunkBytes, pngChunks, pngSignature } from './png-chunks.js';
import { unpackZlib } from './unpack.js';

/** A picture: red, green, blue, one byte each, row by row. */
export interface Rgb {
  readonly width: number;
  readonly height: number;
  /** [height, width, 3] in a row */
  readonly pixels: Uint8Array;
}

/** The most pixels that are read: 4096 x 4096. */
const mostPixels = 2 ** 24;

/**
 * A PNG of numbers, rounded to bytes.
 *
 * @param values [3, height, width] in a row, 0 to 1; what is beyond is cut off, NaN is black
 *
 * @example
 * const png = floatPng({ width: 1, height: 1, values: Float32Array.of(1, 0.5, 0) });
 * readPng(png, 'dot.png').pixels; // [255, 128, 0]
 */
export function floatPng({
  width,
  height,
  values,
}: {
  readonly width: number;
  readonly height: number;
  readonly values: ArrayLike<number>;
}): Uint8Array {
  const places = width * height;
  if (values.length !== 3 * places) {
    throw new ShapeError(
      `PNG: got ${values.length} numbers; expected ${3 * places}, [3, ${height}, ${width}]`,
    );
  }
  const data = new Uint8Array(3 * places);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < places; i++) {
      const value = values[c * places + i];
      data[3 * i + c] = Math.round(255 * Math.min(Math.max(value || 0, 0), 1));
    }
  }
  return encode({ width, height, data, channels: 3 });
}

/**
 * Reads the pixels of a PNG of any kind.
 *
 * @param file its name, for the message
 * @throws PlaygroundError when it is no PNG, damaged, or has more than 4096 x 4096 pixels
 */
export function readPng(bytes: Uint8Array, file: string): Rgb {
  const { header, chunks } = pngChunks(bytes, file);
  const { width, height, depth, colour, interlaced } = header;
  if (width * height > mostPixels) {
    throw damaged(
      file,
      `${width} x ${height} pixels`,
      `at most ${mostPixels.toLocaleString('en')}`,
    );
  }
  if (interlaced && depth < 8) throw damaged(file, 'an interlaced picture', 'a plain one');
  const packed = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  const channels = [1, 0, 3, 1, 2, 0, 4][colour];
  const line = 1 + Math.ceil((width * channels * depth) / 8);
  // Interlaced: seven pictures, whose lines together have a few more bytes at their starts and ends.
  const most = interlaced ? 2 * line * height + 64 : line * height;
  const size = unpackZlib(packed, most)?.length ?? 0;
  if (size < (interlaced ? 1 : most)) {
    throw damaged(file, 'pixels that cannot be unpacked', `${height} lines of them`);
  }
  const palette = chunks.find(({ type }) => type === 'PLTE')?.data;
  if (colour === 3 && (palette === undefined || palette.length % 3 !== 0)) {
    throw damaged(file, 'no palette', 'one');
  }
  let data: Uint8Array | Uint16Array;
  try {
    data = decode(plainPng(chunks)).data as Uint8Array | Uint16Array;
  } catch {
    throw damaged(file, 'pixels that cannot be read', 'an undamaged PNG');
  }
  const samples = depth < 8 ? spread(data, width * channels, height, depth) : data;
  return { width, height, pixels: toRgb(samples, { ...header, channels, palette }) };
}

/** The same picture without anything but pixels. */
function plainPng(chunks: readonly PngChunk[]): Uint8Array {
  const parts = [
    Uint8Array.from(pngSignature),
    ...chunks
      .filter(({ type }) => ['IHDR', 'PLTE', 'IDAT', 'IEND'].includes(type))
      .map(({ type, data }) => pngChunkBytes(type, data)),
  ];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Samples of 1, 2 or 4 bits, one a byte. Lines begin with a new byte. */
function spread(
  data: ArrayLike<number>,
  across: number,
  height: number,
  depth: number,
): Uint8Array {
  const line = Math.ceil((across * depth) / 8);
  return Uint8Array.from({ length: across * height }, (_, i) => {
    const bit = (i % across) * depth;
    const byte = data[Math.floor(i / across) * line + (bit >> 3)];
    return (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
  });
}

/** Samples of any kind to three bytes a pixel; a colour that the palette lacks is black. */
function toRgb(
  samples: ArrayLike<number>,
  picture: {
    readonly width: number;
    readonly height: number;
    readonly depth: number;
    readonly colour: number;
    readonly channels: number;
    readonly palette?: Uint8Array | undefined;
  },
): Uint8Array {
  const { width, height, depth, colour, channels, palette } = picture;
  const factor = 255 / (2 ** depth - 1);
  const pixels = new Uint8Array(3 * width * height);
  for (let i = 0; i < pixels.length; i++) {
    const [place, c] = [Math.floor(i / 3), i % 3];
    pixels[i] =
      colour === 3
        ? (palette?.[3 * samples[place] + c] ?? 0)
        : Math.round(factor * samples[place * channels + (channels > 2 ? c : 0)]);
  }
  return pixels;
}
