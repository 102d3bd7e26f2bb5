/**
 * How often a reader has tried to hit a goal: a try is a neuron that stood still for a moment. Pure.
 */
import type { NeuronState } from './state.js';

/** Counts the tries at one goal with one way of combining. */
export interface Tries {
  /** A state that stood still. Gives the number of different neurons tried so far. */
  readonly count: (state: NeuronState) => number;
  readonly soFar: () => number;
}

/** A counter at zero; `grown` is called after each new try. */
export function createTries(grown: () => void): Tries {
  let game = '';
  let seen = new Set<string>();
  return {
    count: ({ goal, combine, weights, bias, activation, output }) => {
      const now = `${goal} ${combine}`;
      if (now !== game) seen = new Set();
      const before = seen.size;
      game = now;
      if (goal !== 'explore') seen.add(`${weights.join(' ')} ${bias} ${activation} ${output}`);
      if (seen.size > before) grown();
      return seen.size;
    },
    soFar: () => seen.size,
  };
}
