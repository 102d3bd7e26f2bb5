import type { ExerciseCheck } from 'neuron-to-diffusion';

type Over = (a: number, b: number, slope: number) => number[];

const pair = (got: readonly number[], first: number, second: number): boolean =>
  got.length === 2 && Math.abs(got[0] - first) < 1e-9 && Math.abs(got[1] - second) < 1e-9;

export const check: ExerciseCheck<Over> = {
  reference: (a, b, slope) => [slope * b, slope * a],
  tries: [
    [3, -2, 0.5],
    [4, 0.25, 2],
    [0, 5, -1],
    [-1.5, -3, 0.1],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args: [a, b, slope], got }) => pair(got, slope * a, slope * b),
      say: 'Exchanged: when a grows, the product grows by b. The slope of each is the other number.',
    },
    {
      when: ({ args: [a, b], got }) => pair(got, b, a),
      say: 'Those are the slopes of this one step. Multiply each by what comes from behind.',
    },
    {
      when: ({ args: [, , slope], got }) => pair(got, slope, slope),
      say: 'That is how it passes on as over a sum, whose slopes are 1. In a product they are b and a.',
    },
    {
      when: ({ args: [a, b, slope], got }) => pair(got, slope + b, slope + a),
      say: 'Along one way slopes are multiplied, not added.',
    },
  ],
  read: 'By hand: back',
};
