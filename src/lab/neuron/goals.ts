/**
 * Truth tables to hit with one neuron: it says yes when its output is 0.5 or more. Pure.
 */
import { forward, type Neuron } from '../../neuron/neuron.js';

export const GOALS = ['explore', 'AND', 'OR', 'NAND', 'XOR'] as const;

export type Goal = (typeof GOALS)[number];

/** An output of this much or more is a yes. */
export const YES = 0.5;

const CORNERS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

const RULES: Readonly<Record<Exclude<Goal, 'explore'>, (a: number, b: number) => number>> = {
  AND: (a, b) => a & b,
  OR: (a, b) => a | b,
  NAND: (a, b) => 1 - (a & b),
  XOR: (a, b) => a ^ b,
};

/** One line of a truth table, and what the neuron makes of it. */
export interface Row {
  readonly inputs: readonly [number, number];
  readonly wanted: number;
  readonly output: number;
  readonly right: boolean;
}

/**
 * The truth table of a goal beside the neuron's answers; empty when there is nothing to hit.
 *
 * @example
 * truthTable('OR', neuron({ weights: [1, 1], bias: -0.5, activation: binary })).map((r) => r.right);
 * // [true, true, true, true]
 */
export function truthTable(goal: Goal, subject: Neuron): Row[] {
  if (goal === 'explore') return [];
  return CORNERS.map(([a, b]) => {
    const wanted = RULES[goal](a, b);
    const output = forward(subject, [a, b]);
    return { inputs: [a, b], wanted, output, right: output >= YES === (wanted === 1) };
  });
}

/** Tries at XOR, with one way of combining, after which the lab says why it fails. */
export const PATIENCE = 8;

/**
 * Why one neuron does not hit XOR, whatever its weights, for each way of combining: the corners that
 * it cannot tell apart. (Minsky and Papert 1969 for the weighted sum.)
 */
const WHY_NOT: Readonly<Record<string, string>> = {
  'weighted sum':
    'With a weighted sum the border is one straight line, and no straight line keeps (0, 1) and (1, 0) on one side and (0, 0) and (1, 1) on the other. Is there another way to combine that can? Try.',
  product:
    'A product is 0 as soon as one input is 0, so (0, 0), (0, 1) and (1, 0) look alike to this neuron, and XOR wants different answers for them.',
  maximum:
    'With a maximum, one of (0, 1) and (1, 0) always looks exactly like a corner that wants the other answer.',
  distance:
    'A circle that holds (0, 1) and (1, 0) always holds (0, 0) or (1, 1) as well: the squared distances to opposite corners of a square add up to the same.',
};

const TOGETHER =
  'Two neurons and a third that listens to both can do it: that is what layers are for.';

/**
 * What to say about a try: praise, how many rows are right, or, for XOR after many tries, why it
 * will not work.
 *
 * @param tries how many different neurons were tried, see `tries.ts`
 */
export function verdict(goal: Goal, rows: readonly Row[], combine: string, tries: number): string {
  if (goal === 'explore') return '';
  const right = rows.filter((row) => row.right).length;
  if (right === 4) {
    return `All four are right: this neuron is ${goal}. Many other weights do it too. Can you find a border that keeps further away from all four points?`;
  }
  const why = WHY_NOT[combine];
  if (goal === 'XOR' && tries >= PATIENCE && why !== undefined) {
    return `${right} of 4 right, and it is not your fault. ${why} ${TOGETHER}`;
  }
  return `${right} of 4 right. The neuron says yes where its output is 0.5 or more.`;
}
