/**
 * A tiny picture of every emoji, 4 x 4 pixels, kept in the repository: on machines whose renderer
 * rounds otherwise, hashes differ though the pictures are the same to the eye.
 */
import { PlaygroundError } from '../math/errors.js';

const side = 64;
const parts = 4;
const block = side / parts;

/**
 * The mean of each block of 16 x 16 pixels.
 *
 * @param pixels [pictures, 64, 64, 3]
 * @returns [pictures, 4, 4, 3]
 *
 * @example
 * emojiThumbnails(new Uint8Array(64 * 64 * 3).fill(7)).length; // 48
 */
export function emojiThumbnails(pixels: Uint8Array): Uint8Array {
  const count = pixels.length / (side * side * 3);
  const sums = new Float64Array(count * parts * parts * 3);
  for (let i = 0; i < pixels.length; i++) {
    const channel = i % 3;
    const x = Math.floor(i / 3) % side;
    const y = Math.floor(i / (3 * side)) % side;
    const picture = Math.floor(i / (3 * side * side));
    const cell = (picture * parts + Math.floor(y / block)) * parts + Math.floor(x / block);
    sums[cell * 3 + channel] += pixels[i];
  }
  return Uint8Array.from(sums, (sum) => Math.round(sum / (block * block)));
}

/**
 * Compares.
 *
 * @param tolerance largest difference of a block's mean, of 255 (default 4)
 * @throws PlaygroundError when a picture is another one
 */
export function checkThumbnails(pixels: Uint8Array, thumbnails: Uint8Array, tolerance = 4): void {
  const got = emojiThumbnails(pixels);
  let worst = got.length === thumbnails.length ? 0 : 255;
  let at = 0;
  for (let i = 0; i < got.length && got.length === thumbnails.length; i++) {
    const difference = Math.abs(got[i] - thumbnails[i]);
    if (difference > worst) [worst, at] = [difference, Math.floor(i / (parts * parts * 3))];
  }
  if (worst <= tolerance) return;
  throw new PlaygroundError(
    `emoji: got another picture ${at} (a difference of ${worst} of 255); ` +
      `expected at most ${tolerance}. The renderer draws otherwise; get the packages back with: npm ci`,
  );
}
