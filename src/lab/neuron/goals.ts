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

/**
 * What to say about a try: praise, how many rows are right, or, for XOR with a weighted sum and
 * after many tries, why it will not work.
 */
export function verdict(goal: Goal, rows: readonly Row[], combine: string, tries: number): string {
  if (goal === 'explore') return '';
  const right = rows.filter((row) => row.right).length;
  if (right === 4) {
    return goal === 'XOR'
      ? `All four are right: you hit XOR with one neuron. A weighted sum could not have done it; “${combine}” draws another shape than a straight line.`
      : `All four are right: this neuron is ${goal}. Many other weights do it too. Can you find a line that keeps further away from all four points?`;
  }
  if (goal === 'XOR' && combine === 'weighted sum' && tries >= PATIENCE) {
    return `${right} of 4 right. It is not you: with a weighted sum, the border between yes and no is one straight line, and no straight line keeps (0, 1) and (1, 0) on one side, (0, 0) and (1, 1) on the other. A neuron that combines its inputs in another way may; so may two neurons and a third.`;
  }
  return `${right} of 4 right. The neuron says yes where its output is 0.5 or more.`;
}

/** Tries at XOR after which the lab says why it fails. */
export const PATIENCE = 8;
