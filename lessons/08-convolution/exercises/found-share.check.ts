import type { ExerciseCheck } from 'neuron-to-diffusion';

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);
const near = (a: number[], b: number[]): boolean =>
  a.length === b.length && a.every((value, i) => Math.abs(value - b[i]) < 1e-9);
const found = (counts: number[][]): number[] => counts.map((row, i) => row[i] / sum(row));

export const check: ExerciseCheck<(counts: number[][]) => number[]> = {
  reference: found,
  tries: [
    [
      [
        [9, 1],
        [2, 3],
      ],
    ],
    [
      [
        [7, 2, 1],
        [0, 10, 0],
        [5, 1, 4],
      ],
    ],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args: [counts], got }) =>
        near(
          got,
          counts.map((row, i) => row[i] / sum(counts.map((other) => other[i]))),
        ),
      say:
        'That divides by the column: of all that were called a 3, how many are one? ' +
        'Here the question is: of all 3s, how many were found?',
    },
    {
      when: ({ args: [counts], got }) =>
        near(
          got,
          counts.map((row, i) => row[i]),
        ),
      say: 'Those are counts. For a share, divide by the sum of its row.',
    },
    {
      when: ({ args: [counts], got }) =>
        near(
          got,
          counts.map((row, i) => row[i] / sum(counts.flat())),
        ),
      say: 'You divide by all pictures together. Divide by those of this digit: its row.',
    },
    {
      when: ({ args: [counts], got }) =>
        near(
          got,
          found(counts).map((share) => 1 - share),
        ),
      say: 'That is the share of what was missed. Leave out the 1 minus.',
    },
  ],
  read: 'Which does it mix up?',
};
