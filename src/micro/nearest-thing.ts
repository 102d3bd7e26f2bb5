/**
 * Which thing a picture shows, told without a trained network: that of the training picture whose
 * features (`pictureFeatures`) point most nearly the same way. Things are ranked by the best of
 * their training pictures; held-out pictures are never among those.
 */
import { type EmojiObject, type EmojiSet, emojiPart } from '../datasets/emoji.js';
import { ConfigError } from '../math/errors.js';
import { featureSize, pictureFeatures } from './picture-features.js';

/** What pictures are compared with. */
export interface ThingGallery {
  readonly objects: readonly EmojiObject[];
  /** Of each training picture: the place of its thing in `objects`. */
  readonly owners: Int32Array;
  /** [training pictures, 768] */
  readonly features: Float32Array;
  /** Pixels along one side of a picture. */
  readonly side: number;
}

/** The training pictures of some things. */
export function thingGallery(emoji: EmojiSet, objects: readonly EmojiObject[]): ThingGallery {
  const { pictures, side } = emoji;
  const numberOf = new Map(objects.map(({ hex }, i) => [hex, i]));
  const owner = (place: number): number => numberOf.get(pictures[place].object.hex) ?? -1;
  const places = emojiPart(emoji, 'train').filter((place) => owner(place) >= 0);
  const features = pictureFeatures(pixelsOf(emoji, places), side);
  return { objects, owners: places.map(owner), features, side };
}

/** The pixels of some pictures of a set, one behind the other. */
export function pixelsOf(
  { pixels, side }: Pick<EmojiSet, 'pixels' | 'side'>,
  places: ArrayLike<number>,
): Uint8Array {
  const size = side * side * 3;
  const some = new Uint8Array(places.length * size);
  for (let i = 0; i < places.length; i++) {
    some.set(pixels.subarray(places[i] * size, (places[i] + 1) * size), i * size);
  }
  return some;
}

/**
 * How many things of the gallery look more like a picture than the one that it shall show.
 *
 * @param pixels [pictures, side, side, 3], 0 to 255
 * @param hexes of each picture: the thing that it shall show
 * @returns of each picture its rank: 0 when its thing comes first
 * @throws ConfigError for a thing that is not in the gallery
 */
export function ranksOfThings(
  gallery: ThingGallery,
  pixels: Uint8Array,
  hexes: readonly string[],
): number[] {
  const scores = thingScores(gallery, pixels);
  const count = gallery.objects.length;
  return hexes.map((hex, picture) => {
    const right = gallery.objects.findIndex((object) => object.hex === hex);
    if (right === -1) {
      throw new ConfigError(
        `ranks: got ${hex}; expected one of the ${count} things of the gallery`,
      );
    }
    const row = scores.subarray(picture * count, (picture + 1) * count);
    return row.filter((score) => !(score < row[right])).length - 1; // others as good are better
  });
}

/**
 * How much each picture looks like each thing: the largest cosine with any of its training pictures.
 *
 * @returns [pictures, things], -1 to 1
 */
export function thingScores(
  { objects, owners, features, side }: ThingGallery,
  pixels: Uint8Array,
): Float32Array {
  const asked = pictureFeatures(pixels, side);
  const size = featureSize;
  const count = asked.length / size;
  const best = new Float32Array(count * objects.length).fill(-1);
  for (let picture = 0; picture < count; picture++) {
    const query = asked.subarray(picture * size, (picture + 1) * size);
    for (let place = 0; place < owners.length; place++) {
      let sum = 0;
      for (let i = 0, from = place * size; i < size; i++) sum += query[i] * features[from + i];
      const at = picture * objects.length + owners[place];
      best[at] = Math.max(best[at], sum / 2); // two parts of length 1: half of the sum is a cosine
    }
  }
  return best;
}

/**
 * The share of ranks that are among the first `first`.
 *
 * @example
 * shareFirst([0, 3, 7, 0], 5); // 0.75
 */
export function shareFirst(ranks: readonly number[], first: number): number {
  return ranks.filter((rank) => rank < first).length / ranks.length;
}
