/**
 * Numbers as pixels: one picture from a rectangle of numbers or a tensor, and its PNG bytes.
 *
 * Grey from black (the lowest of the range) to white (the highest); with numbers below 0, white is
 * nothing, blue positive, vermillion negative; three channels are red, green and blue from 0 to 1.
 */
import { encode } from 'fast-png';
import { ConfigError, ShapeError } from '../math/errors.js';
import { formatNumber } from './format.js';
import { ends, type GridInput, readGrid } from './grid.js';
import { diverging } from './palette.js';
import type { Picture, TensorLike } from './view.js';

/** Rows of grey values, or a tensor [height, width], [height, width, 1] or [height, width, 3]. */
export type PictureInput = GridInput;

export interface PictureOptions {
  readonly values: PictureInput;
  /** What is to be seen. */
  readonly alt?: string;
  /** The numbers that become black and white; default: the lowest and the highest. */
  readonly range?: readonly [number, number];
  /** Screen pixels for one pixel; default: so many that the picture is about 200 wide. */
  readonly scale?: number;
}

/**
 * A picture of the numbers.
 *
 * @throws ShapeError when it is no rectangle, ConfigError when the range is empty
 *
 * @example
 * const dot = picture({ values: [[0, 1], [0, 0]], alt: 'a dot' });
 * [dot.width, dot.height, dot.pixels[4]]; // [2, 2, 255]
 */
export function picture(options: PictureOptions): Picture {
  const { rows, colour } = readPixels(options.values);
  const height = rows.length;
  const width = colour ? rows[0].length / 3 : rows[0].length;
  const [low, high] = options.range ?? (colour ? [0, 1] : ends(rows));
  if (!(high >= low)) {
    throw new ConfigError(`picture: got range ${low} to ${high}; expected the lower one first`);
  }
  const scale = options.scale ?? Math.max(1, Math.round(200 / width));
  const pixels = new Uint8Array(4 * width * height);
  const paint = colour ? undefined : painter(low, high);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = 4 * (row * width + column);
      const rgb = paint
        ? paint(rows[row][column])
        : [0, 1, 2].map((c) => byte((rows[row][3 * column + c] - low) / (high - low || 1)));
      pixels.set([...rgb, 255], at);
    }
  }
  const alt =
    options.alt ??
    `Picture, ${width} by ${height} pixels, values from ${formatNumber(low)} to ${formatNumber(high)}.`;
  return { kind: 'picture', width, height, pixels, scale, alt };
}

/**
 * The file of a picture, each pixel drawn `scale` times, so that its edges stay sharp.
 *
 * @example
 * pngBytes(picture({ values: [[0, 1]], scale: 1 })).length > 60; // true
 */
export function pngBytes({ width, height, pixels, scale }: Picture): Uint8Array {
  const times = Math.max(1, Math.round(scale));
  const wide = width * times;
  const data = new Uint8Array(4 * wide * height * times);
  const words = new Uint32Array(data.buffer);
  const source = new Uint32Array(pixels.slice().buffer);
  for (let row = 0; row < height * times; row++) {
    const from = Math.floor(row / times) * width;
    for (let column = 0; column < wide; column++) {
      words[row * wide + column] = source[from + Math.floor(column / times)];
    }
  }
  return encode({ width: wide, height: height * times, data, channels: 4 });
}

/** The colours of numbers: grey, or around 0 in two colours when there are numbers below 0. */
export function painter(low: number, high: number): (value: number) => readonly number[] {
  if (low >= 0) {
    const size = high - low || 1;
    return (value) => {
      const grey = byte((value - low) / size);
      return [grey, grey, grey];
    };
  }
  const reach = Math.max(-low, high) || 1;
  return (value) => mix(0.5 + (0.5 * clamp(value / reach, -1, 1) || 0));
}

function mix(part: number): number[] {
  const above = diverging.findIndex(([at]) => at >= part);
  const right = diverging[Math.max(above, 1)];
  const left = diverging[Math.max(above, 1) - 1];
  const share = (part - left[0]) / (right[0] - left[0]);
  const [a, b] = [channels(left[1]), channels(right[1])];
  return a.map((value, i) => Math.round(value + share * (b[i] - value)));
}

function channels(hex: string): number[] {
  return [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16));
}

/** Rows of numbers; a colour picture has three numbers for each pixel of a row. */
function readPixels(values: PictureInput): { rows: number[][]; colour: boolean } {
  if (!('dataSync' in values) || values.shape.length !== 3) {
    return { rows: readGrid('picture', values), colour: false };
  }
  const [height, width, depth] = (values as TensorLike).shape;
  if (depth !== 1 && depth !== 3) {
    throw new ShapeError(
      `picture: got a tensor [${values.shape}]; expected [height, width], or 1 or 3 channels last`,
    );
  }
  const flat = values.dataSync();
  const rows = Array.from({ length: height }, (_, row) =>
    Array.from({ length: width * depth }, (_, i) => flat[row * width * depth + i]),
  );
  return { rows, colour: depth === 3 };
}

function byte(part: number): number {
  return Math.round(255 * clamp(part || 0, 0, 1));
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
