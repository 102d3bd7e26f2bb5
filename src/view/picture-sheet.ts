/**
 * Many small pictures of bytes on one sheet, side by side without captions: for looking at a data
 * set, or at what a network made of it. `imageGrid` has captions, and suits a few dozen.
 */
import { ShapeError } from '../math/errors.js';
import type { Picture } from './view.js';

export interface PictureSheetOptions {
  /** [pictures, side, side, 3], red, green, blue, 0 to 255. */
  readonly pixels: Uint8Array;
  /** Width and height of each, in pixels. */
  readonly side: number;
  /** Which pictures, row by row; -1 leaves a place white. */
  readonly places: ArrayLike<number>;
  readonly columns: number;
  /** What is to be seen. */
  readonly alt: string;
}

/**
 * A sheet of pictures; what is left of the last row is white.
 *
 * @throws ShapeError for a picture that is not there
 *
 * @example
 * const pixels = new Uint8Array(2 * 2 * 3);
 * const sheet = pictureSheet({ pixels, side: 2, places: [0, -1, 0], columns: 2, alt: 'dark' });
 * [sheet.width, sheet.height]; // [4, 4]
 */
export function pictureSheet(options: PictureSheetOptions): Picture {
  const { pixels, side, places, columns, alt } = options;
  const count = pixels.length / (3 * side * side);
  const width = columns * side;
  const height = Math.ceil(places.length / columns) * side;
  const sheet = new Uint8Array(4 * width * height).fill(255);
  for (let n = 0; n < places.length; n++) {
    const place = places[n];
    if (place === -1) continue;
    if (!(place >= 0 && place < count)) {
      throw new ShapeError(
        `picture sheet: got picture ${place}; expected 0 to ${count - 1}, or -1`,
      );
    }
    const corner = Math.floor(n / columns) * side * width + (n % columns) * side;
    for (let i = 0; i < side * side; i++) {
      const from = 3 * (place * side * side + i);
      const to = 4 * (corner + Math.floor(i / side) * width + (i % side));
      sheet.set(pixels.subarray(from, from + 3), to);
    }
  }
  return { kind: 'picture', width, height, scale: 1, pixels: sheet, alt };
}
