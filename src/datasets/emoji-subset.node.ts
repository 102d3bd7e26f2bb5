/** A part of the emoji as a set of its own: fewer things, or one style. */
import { createHash } from 'node:crypto';
import { ConfigError } from '../math/errors.js';
import type { EmojiPicture, EmojiSet } from './emoji.js';

/**
 * The pictures that are kept, in their order, with copies of their pixels.
 *
 * @throws ConfigError when none is
 *
 * @example
 * const emoji = await loadEmoji();
 * const blobs = emojiSubset(emoji, ({ style }) => style === 'blob');
 * blobs.pictures.length; // 884
 */
export function emojiSubset(set: EmojiSet, keep: (picture: EmojiPicture) => boolean): EmojiSet {
  const size = set.side * set.side * 3;
  const places = [...set.pictures.keys()].filter((place) => keep(set.pictures[place]));
  if (places.length === 0) {
    throw new ConfigError('emoji: got no picture that is kept; expected one or more');
  }
  const pixels = new Uint8Array(places.length * size);
  for (const [to, from] of places.entries()) {
    pixels.set(set.pixels.subarray(from * size, (from + 1) * size), to * size);
  }
  return {
    side: set.side,
    pictures: places.map((place) => set.pictures[place]),
    pixels,
    sha256: createHash('sha256').update(pixels).digest('hex'),
  };
}
