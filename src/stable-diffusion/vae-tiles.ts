/**
 * Large pictures in tiles: each is worked on by itself, so that memory does not grow with the
 * picture, and neighbours overlap and are faded into each other so that no seam is seen.
 *
 * It is not the same picture: the group norms see one tile at a time. The order of the fading is
 * diffusers': a tile first with the one above, then with the one to its left, both faded before.
 *
 * Source: diffusers, `AutoencoderKL.enable_tiling`.
 */
import { ConfigError } from '../math/errors.js';
import { tf } from '../tensor/tf.js';

/** How a picture is cut. */
export interface TileOptions {
  /** Side of a tile, in latents. */
  readonly side: number;
  /** Which share of a tile belongs to the next one as well, 0 to less than 1 (default 0.25). */
  readonly overlap?: number;
}

/** Sizes in pixels of what goes in and of what comes out. */
interface Sides {
  readonly tile: number;
  readonly out: number;
  readonly overlap: number;
}

/**
 * Sizes of the tiles.
 *
 * @param scale 1 for the side of the latents, 8 for that of the pictures
 */
export function tileSides(
  { side, overlap = 0.25 }: TileOptions,
  scaleIn: number,
  scaleOut: number,
): Sides {
  if (!Number.isInteger(side) || side < 1 || !(overlap >= 0 && overlap < 1)) {
    throw new ConfigError(
      `vae tiling: got side ${side} and overlap ${overlap}; expected a side of 1, 2, 3 ... and an ` +
        'overlap from 0 up to 1, without it',
    );
  }
  const sides = { tile: side * scaleIn, out: side * scaleOut, overlap };
  if (strideOf(sides) < 1 || keepOf(sides) < 1) {
    throw new ConfigError(`vae tiling: got overlap ${overlap} of ${side}; expected a smaller one`);
  }
  return sides;
}

const strideOf = ({ tile, overlap }: Sides): number => Math.floor(tile * (1 - overlap));
const fadeOf = ({ out, overlap }: Sides): number => Math.floor(out * overlap);
const keepOf = (sides: Sides): number => sides.out - fadeOf(sides);

/**
 * `work` on each tile, put together.
 *
 * @param x [batch, height, width, channels]
 * @param work changes height and width by the factor that `sides` says
 */
export function inTiles(
  x: tf.Tensor4D,
  sides: Sides,
  work: (tile: tf.Tensor4D) => tf.Tensor4D,
): tf.Tensor4D {
  const [, height, width] = x.shape;
  const { tile } = sides;
  const [stride, fade, keep] = [strideOf(sides), fadeOf(sides), keepOf(sides)];
  return tf.tidy(() => {
    let above: tf.Tensor4D[] = [];
    const bands: tf.Tensor4D[] = [];
    for (let top = 0; top < height; top += stride) {
      const row: tf.Tensor4D[] = [];
      for (let left = 0; left < width; left += stride) {
        const size = [Math.min(tile, height - top), Math.min(tile, width - left)];
        row.push(
          tf.tidy(() => {
            let made = work(tf.slice(x, [0, top, left, 0], [-1, size[0], size[1], -1]));
            const over = above[row.length];
            if (over !== undefined) made = faded(over, made, fade, 1);
            if (row.length > 0) made = faded(row[row.length - 1], made, fade, 2);
            return made;
          }),
        );
      }
      bands.push(
        tf.tidy(() =>
          tf.concat(
            row.map((part) => corner(part, keep)),
            2,
          ),
        ),
      );
      tf.dispose(above);
      above = row;
    }
    return tf.concat(bands, 1);
  });
}

/** The part of a tile that is kept: at most `keep` rows and columns. */
function corner(x: tf.Tensor4D, keep: number): tf.Tensor4D {
  const [, height, width] = x.shape;
  return tf.slice(x, [0, 0, 0, 0], [-1, Math.min(keep, height), Math.min(keep, width), -1]);
}

/** `after`, its first places along `axis` faded from the last ones of `before`. */
function faded(before: tf.Tensor4D, after: tf.Tensor4D, fade: number, axis: 1 | 2): tf.Tensor4D {
  const length = after.shape[axis];
  const count = Math.min(before.shape[axis], length, fade);
  if (count === 0) return after;
  return tf.tidy(() => {
    const part = (x: tf.Tensor4D, from: number, size: number): tf.Tensor4D => {
      const begin = [0, 0, 0, 0];
      const extent = [-1, -1, -1, -1];
      begin[axis] = from;
      extent[axis] = size;
      return tf.slice(x, begin as [number, number, number, number], extent as typeof x.shape);
    };
    const shares = tf.tensor(
      Array.from({ length: count }, (_, i) => i / count),
      axis === 1 ? [1, count, 1, 1] : [1, 1, count, 1],
    );
    // The two widths of a row of tiles are the same across the axis, so they fit.
    const old = part(before, before.shape[axis] - count, count);
    const own = part(after, 0, count);
    const mixed = tf.add(tf.mul(old, tf.sub(1, shares)), tf.mul(own, shares)) as tf.Tensor4D;
    return count === length ? mixed : tf.concat([mixed, part(after, count, length - count)], axis);
  });
}
