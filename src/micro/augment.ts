/**
 * Pictures moved, turned, stretched, mirrored and tinted a little, by chance: still the same thing,
 * but not the same numbers. What lies outside is white, as the paper is.
 *
 * Source: Simard, Steinkraus and Platt 2003; bilinear sampling.
 */
import type { Random } from '../math/random.js';

/** Largest change of each kind. */
export interface Augmentation {
  /** Pixels, up or down and left or right. */
  readonly shift: number;
  /** Share of the size. */
  readonly scale: number;
  /** Degrees. */
  readonly turn: number;
  /** How many are mirrored, 0 to 1. */
  readonly mirror: number;
  /** Share by which each colour is brighter or darker. */
  readonly tint: number;
}

/** For the training of the text encoder. */
export const gentle: Augmentation = { shift: 4, scale: 0.12, turn: 10, mirror: 0.3, tint: 0.1 };

const white = 1;

/**
 * Changes each picture in its own way.
 *
 * @param numbers [pictures, side, side, 3], -1 to 1
 * @returns the same shape, new numbers
 *
 * @example
 * const still = { shift: 0, scale: 0, turn: 0, mirror: 0, tint: 0 };
 * augment(Float32Array.of(0, 0.5, 1), 1, still, random(0)); // [0, 0.5, 1]
 */
export function augment(
  numbers: Float32Array,
  side: number,
  amounts: Augmentation,
  rng: Random,
): Float32Array {
  const size = side * side * 3;
  const changed = new Float32Array(numbers.length);
  for (let at = 0; at < numbers.length; at += size) {
    const draws = rng.rand(8).map((draw) => 2 * draw - 1);
    warp(numbers.subarray(at, at + size), changed.subarray(at, at + size), side, amounts, draws);
    for (let i = 0; i < size; i++) {
      const darkness = (white - changed[at + i]) * (1 + amounts.tint * draws[5 + (i % 3)]);
      changed[at + i] = Math.max(-1, white - darkness);
    }
  }
  return changed;
}

/** Every pixel of the new picture is fetched from its place in the old one. */
function warp(
  from: Float32Array,
  to: Float32Array,
  side: number,
  { shift, scale, turn, mirror }: Augmentation,
  draws: Float32Array,
): void {
  const [right, down, size, angle, mirrored] = draws;
  const middle = (side - 1) / 2;
  const factor = 1 / (1 + scale * size);
  const radians = (turn * angle * Math.PI) / 180;
  const [cos, sin] = [factor * Math.cos(radians), factor * Math.sin(radians)];
  const flip = (mirrored + 1) / 2 < mirror ? -1 : 1;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [dx, dy] = [flip * (x - middle) - shift * right, y - middle - shift * down];
      const [u, v] = [cos * dx - sin * dy + middle, sin * dx + cos * dy + middle];
      sample(from, side, u, v, to, (y * side + x) * 3);
    }
  }
}

/** The colour between four pixels, written to `to[at]` and the two places behind. */
function sample(
  from: Float32Array,
  side: number,
  u: number,
  v: number,
  to: Float32Array,
  at: number,
): void {
  const [left, top] = [Math.floor(u), Math.floor(v)];
  for (let corner = 0; corner < 4; corner++) {
    const [x, y] = [left + (corner & 1), top + (corner >> 1)];
    const share = (1 - Math.abs(u - x)) * (1 - Math.abs(v - y));
    const inside = x >= 0 && y >= 0 && x < side && y < side;
    const place = (y * side + x) * 3;
    for (let c = 0; c < 3; c++) to[at + c] += share * (inside ? from[place + c] : white);
  }
}
