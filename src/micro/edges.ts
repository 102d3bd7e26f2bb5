/**
 * Edges of pictures in plain numbers: how much the brightness changes at a pixel, and in which
 * direction. Brightness is the luma of ITU-R BT.601.
 */
import { ShapeError } from '../math/errors.js';

/**
 * Brightness of each pixel of one picture, 0 to 255.
 *
 * @param pixels [pictures, side, side, 3], red, green, blue, 0 to 255
 * @param picture which one
 */
export function brightness(pixels: ArrayLike<number>, side: number, picture: number): Float32Array {
  const from = picture * side * side * 3;
  return Float32Array.from({ length: side * side }, (_, i) => {
    const at = from + 3 * i;
    return 0.299 * pixels[at] + 0.587 * pixels[at + 1] + 0.114 * pixels[at + 2];
  });
}

/**
 * Central differences at each pixel, right neighbour minus left and lower minus upper; what is
 * beyond the border is as the border.
 *
 * @param light [side, side]
 * @param see is told the place, and both differences
 */
export function eachSlope(
  light: Float32Array,
  side: number,
  see: (place: number, right: number, down: number) => void,
): void {
  for (let y = 0; y < side; y++) {
    const above = Math.max(y - 1, 0) * side;
    const below = Math.min(y + 1, side - 1) * side;
    for (let x = 0; x < side; x++) {
      const row = y * side;
      const right = light[row + Math.min(x + 1, side - 1)] - light[row + Math.max(x - 1, 0)];
      see(row + x, right, light[below + x] - light[above + x]);
    }
  }
}

/**
 * How much is drawn in a picture: the mean over pixels of the length of the slope. Thin lines, small
 * dots and texture that are blurred away lose; a long edge that is only softer keeps its sum.
 *
 * @param pixels [pictures, side, side, 3], red, green, blue, 0 to 255
 * @returns one number for each picture
 * @throws ShapeError when there is no whole number of pictures
 *
 * @example
 * const half = Uint8Array.from({ length: 4 * 4 * 3 }, (_, i) => (i % 12 < 6 ? 0 : 255));
 * edgeEnergy(half, 4); // [127.5]
 */
export function edgeEnergy(pixels: ArrayLike<number>, side: number): number[] {
  const count = pixels.length / (side * side * 3);
  if (!Number.isInteger(count)) {
    throw new ShapeError(
      `edge energy: got ${pixels.length} numbers; expected pictures of ${side} x ${side} x 3`,
    );
  }
  return Array.from({ length: count }, (_, picture) => {
    let sum = 0;
    eachSlope(brightness(pixels, side, picture), side, (_place, right, down) => {
      sum += Math.hypot(right, down);
    });
    return sum / (side * side);
  });
}
