/**
 * What a picture looks like, in 768 numbers that need no trained network: where it has which colour,
 * and where its edges run in which direction. Two pictures are alike as far as these point the same
 * way.
 *
 *     colour   8 x 8 cells, of each the mean L - 100, a, b       192 numbers, then length 1
 *     edges    8 x 8 cells, of each 9 directions, square roots   576 numbers, then length 1
 *
 * White paper is 0 in both. Colours are CIE L*a*b* for light of kind D65, in which equal distances
 * look about equal.
 *
 * Source: Dalal and Triggs 2005 for histograms of edges (without their overlapping blocks); IEC
 * 61966-2-1 and CIE 1976 for the colours.
 */
import { ShapeError } from '../math/errors.js';
import { brightness, eachSlope } from './edges.js';

/** Cells along one side. */
const cells = 8;
/** Directions of edges, 20 degrees each; one and its opposite are the same. */
const directions = 9;
const colours = 3;
const colourSize = cells * cells * colours;

/** How many numbers a picture has. */
export const featureSize: number = colourSize + cells * cells * directions;

/**
 * The features of each picture: two parts, each of length 1 (0 where the picture is white all over).
 *
 * @param pixels [pictures, side, side, 3], red, green, blue, 0 to 255
 * @param side a multiple of 8
 * @returns [pictures, 768]
 * @throws ShapeError when they do not fit
 *
 * @example
 * const white = new Uint8Array(16 * 16 * 3).fill(255);
 * pictureFeatures(white, 16).every((number) => number === 0); // true
 * const red = white.map((value, i) => (i % 3 === 0 ? value : 0));
 * pictureFeatures(red, 16).slice(0, 3); // [-0.051, 0.0874, 0.0733]
 */
export function pictureFeatures(pixels: ArrayLike<number>, side: number): Float32Array {
  const size = side * side * 3;
  if (side % cells !== 0 || side < cells || pixels.length % size !== 0) {
    throw new ShapeError(
      `picture features: got ${pixels.length} numbers, side ${side}; expected pictures whose side ` +
        `is a multiple of ${cells}`,
    );
  }
  const count = pixels.length / size;
  const features = new Float32Array(count * featureSize);
  for (let picture = 0; picture < count; picture++) {
    const from = picture * featureSize;
    const colour = features.subarray(from, from + colourSize);
    const edges = features.subarray(from + colourSize, from + featureSize);
    addColours(pixels, side, picture, colour);
    addEdges(pixels, side, picture, edges);
    edges.forEach((sum, i) => {
      edges[i] = Math.sqrt(sum);
    });
    toUnit(colour, 1e-3 * (side / cells) ** 2); // of each pixel of a cell
    toUnit(edges, 1e-3);
  }
  return features;
}

/** Adds up how far the colours of each cell are from white. */
function addColours(
  pixels: ArrayLike<number>,
  side: number,
  picture: number,
  sums: Float32Array,
): void {
  const from = picture * side * side * 3;
  for (let i = 0; i < side * side; i++) {
    const at = from + 3 * i;
    const [r, g, b] = [linear[pixels[at]], linear[pixels[at + 1]], linear[pixels[at + 2]]];
    const x = bent((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
    const y = bent(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
    const z = bent((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
    const cell = 3 * cellOf(i, side);
    sums[cell] += 116 * y - 116; // L - 100
    sums[cell + 1] += 500 * (x - y); // a
    sums[cell + 2] += 200 * (y - z); // b
  }
}

/** Adds up how steep the slopes of each cell are, direction by direction. */
function addEdges(
  pixels: ArrayLike<number>,
  side: number,
  picture: number,
  sums: Float32Array,
): void {
  eachSlope(brightness(pixels, side, picture), side, (place, right, down) => {
    if (right === 0 && down === 0) return;
    const turn = (Math.atan2(down, right) / Math.PI + 1) * directions; // 0 to 2 x 9
    sums[cellOf(place, side) * directions + (Math.floor(turn) % directions)] += Math.hypot(
      right,
      down,
    );
  });
}

function cellOf(place: number, side: number): number {
  const width = side / cells;
  return Math.floor(Math.floor(place / side) / width) * cells + Math.floor((place % side) / width);
}

/** Makes the length 1; what is only rounding (white paper), not longer than `least`, becomes 0. */
function toUnit(numbers: Float32Array, least: number): void {
  const length = Math.sqrt(numbers.reduce((sum, number) => sum + number * number, 0));
  for (let i = 0; i < numbers.length; i++) numbers[i] = length > least ? numbers[i] / length : 0;
}

/** Of the bytes of sRGB: how much light they stand for, 0 to 1. */
const linear = Float64Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

/** The curve of L*a*b*: a cube root, straight near 0. */
function bent(light: number): number {
  return light > 216 / 24389 ? Math.cbrt(light) : (light * (24389 / 27) + 16) / 116;
}
