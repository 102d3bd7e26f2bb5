/** A batch of pictures as the pipelines hand it back, as views to show one by one or in a grid. */
import { ShapeError } from '../math/errors.js';
import type { Picture } from './view.js';

export interface PicturesOptions {
  /** What is to be seen, one for each picture. */
  readonly alts?: readonly string[];
  /** Screen pixels for one pixel; default: so many that a picture is about 200 wide. */
  readonly scale?: number;
}

/**
 * The pictures of a batch.
 *
 * @param images shape [pictures, 3, height, width]; values in that order, 0 to 1. What is beyond is
 *   cut off, NaN is black
 * @throws ShapeError for another shape, or another number of texts
 *
 * @example
 * const red = { shape: [1, 3, 1, 1], values: [1, 0, 0] };
 * Array.from(pictures(red, { alts: ['a red dot'] })[0].pixels); // [255, 0, 0, 255]
 */
export function pictures(
  images: { readonly shape: readonly number[]; readonly values: ArrayLike<number> },
  options: PicturesOptions = {},
): Picture[] {
  const { shape, values } = images;
  const [count, depth, height, width] = shape;
  const size = height * width;
  if (shape.length !== 4 || depth !== 3 || values.length !== count * 3 * size) {
    throw new ShapeError(
      `pictures: got shape [${shape.join(', ')}] and ${values.length} numbers; expected ` +
        '[pictures, 3, height, width]',
    );
  }
  const { alts, scale = Math.max(1, Math.round(200 / width)) } = options;
  if (alts && alts.length !== count) {
    throw new ShapeError(
      `pictures: got ${alts.length} texts for ${count} pictures; expected one each`,
    );
  }
  return Array.from({ length: count }, (_, n) => {
    const pixels = new Uint8Array(4 * size).fill(255);
    for (let c = 0; c < 3; c++) {
      for (let i = 0; i < size; i++) {
        const value = values[(3 * n + c) * size + i] || 0;
        pixels[4 * i + c] = Math.round(255 * Math.min(Math.max(value, 0), 1));
      }
    }
    const alt = alts?.[n] ?? `Picture ${n + 1} of ${count}, ${width} by ${height} pixels.`;
    return { kind: 'picture', width, height, pixels, scale, alt };
  });
}
