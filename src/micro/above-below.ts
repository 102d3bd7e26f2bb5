/** Sheets of pairs, to look at what a network makes: real pictures above, below each what it made. */
import type { EmojiSet } from '../datasets/emoji.js';
import { pngBytes } from '../view/picture.js';
import { pictureSheet } from '../view/picture-sheet.js';

const columns = 16;

/**
 * The PNG bytes of a sheet, rows of at most 16.
 *
 * @param places of the real pictures in `emoji.pictures`
 * @param made [places, side, side, 3], 0 to 255
 */
export function aboveBelow(
  emoji: EmojiSet,
  places: ArrayLike<number>,
  made: ArrayLike<number>,
  alt: string,
): Uint8Array {
  const size = emoji.side * emoji.side * 3;
  const count = places.length;
  const pixels = new Uint8Array(2 * count * size);
  const order = new Array<number>(2 * Math.ceil(count / columns) * columns).fill(-1);
  for (let i = 0; i < count; i++) {
    pixels.set(emoji.pixels.subarray(places[i] * size, (places[i] + 1) * size), i * size);
    const row = Math.floor(i / columns) * 2;
    order[row * columns + (i % columns)] = i;
    order[(row + 1) * columns + (i % columns)] = count + i;
  }
  pixels.set(made, count * size);
  return pngBytes(pictureSheet({ pixels, side: emoji.side, places: order, columns, alt }));
}
