/**
 * Points of the reader's own, and how they travel in a link. Pure.
 *
 * A place is kept to a thousandth, from -2.048 to 2.047: 4096 steps, two letters of base 64. So a
 * link gives back exactly the points that it was made from, and 10,000 of them still fit.
 */
import type { Field } from '../core/state.js';

export interface OwnPoints {
  /** Names of the classes, or none where every point has a number. */
  readonly classes: readonly string[];
  /** Pairs of numbers. */
  readonly inputs: readonly (readonly number[])[];
  /** The place of the class in `classes`, or the number. */
  readonly targets: readonly number[];
}

export const MOST_POINTS = 10_000;
export const MOST_CLASSES = 6;

export const NO_POINTS: OwnPoints = { classes: ['A', 'B'], inputs: [], targets: [] };

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const HALF = 2048;

/** A number as a link keeps it: whole thousandths within the bounds. */
export function kept(value: number): number {
  return Math.max(-HALF, Math.min(HALF - 1, Math.round(value * 1000))) / 1000 + 0;
}

/** A class's name as a link can hold it. */
export function plainName(name: string): string {
  return name
    .replace(/[^\p{L}\p{N} .+-]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 16);
}

/**
 * Written `cat,dog:` or `numbers:`, then four letters for each place and one (a class) or two (a
 * number) for what it is.
 */
export const pointsField: Field<OwnPoints> = {
  fallback: NO_POINTS,
  write: ({ classes, inputs, targets }) => {
    const parts = inputs.map(([x, y], i) => {
      const target = classes.length > 0 ? LETTERS[targets[i]] : pair(targets[i]);
      return `${pair(x)}${pair(y)}${target}`;
    });
    return `${classes.length > 0 ? classes.join(',') : 'numbers'}:${parts.join('')}`;
  },
  read: (text) => {
    const [head, body, ...more] = text.split(':');
    const numbers = head === 'numbers';
    const classes = numbers ? [] : head.split(',').map(plainName);
    const size = numbers ? 6 : 5;
    if (body === undefined || more.length > 0 || classes.length > MOST_CLASSES) return damaged;
    if (!numbers && classes.length < 2) return damaged;
    if (body.length % size !== 0 || body.length > size * MOST_POINTS) return damaged;
    if (new Set(classes).size !== classes.length || classes.includes('')) return damaged;
    const inputs: number[][] = [];
    const targets: number[] = [];
    for (let at = 0; at < body.length; at += size) {
      const letters = [...body.slice(at, at + size)].map((letter) => LETTERS.indexOf(letter));
      const target = numbers ? unpair(letters[4], letters[5]) : letters[4];
      if (letters.includes(-1) || (!numbers && target >= classes.length)) return damaged;
      inputs.push([unpair(letters[0], letters[1]), unpair(letters[2], letters[3])]);
      targets.push(target);
    }
    return { value: { classes, inputs, targets } };
  },
};

const damaged = { note: 'the points in the link are damaged' };

function pair(value: number): string {
  const step = Math.round(kept(value) * 1000) + HALF;
  return LETTERS[step >> 6] + LETTERS[step & 63];
}

function unpair(high: number, low: number): number {
  return (high * 64 + low - HALF) / 1000;
}
