import type { ExerciseCheck } from 'neuron-to-diffusion';

type LayerNet = (weights: number[][], biases: number[], inputs: number[]) => number[];

const sums = (weights: number[][], inputs: number[], start: (neuron: number) => number): number[] =>
  weights.map((row, i) => row.reduce((sum, w, j) => sum + w * inputs[j], start(i)));

const same = (got: unknown, other: readonly number[]): boolean =>
  Array.isArray(got) &&
  got.length === other.length &&
  other.every((value, i) => Math.abs(got[i] - value) < 1e-9);

export const check: ExerciseCheck<LayerNet> = {
  reference: (weights, biases, inputs) => sums(weights, inputs, (i) => biases[i]),
  tries: [
    [
      [
        [1, 2],
        [3, 4],
      ],
      [10, 20],
      [5, 6],
    ],
    [
      [
        [1, 1],
        [1, 1],
      ],
      [-0.5, -1.5],
      [1, 0],
    ],
    [[[1, -1, 0.5]], [0.25], [2, 3, 4]],
    [[[2], [0], [-1]], [0, 1, -1], [3]],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args: [weights, , inputs], got }) =>
        same(
          got,
          sums(weights, inputs, () => 0),
        ),
      say: 'The biases are missing: each neuron starts its sum at its own bias.',
    },
    {
      when: ({ args: [weights, biases, inputs], got }) =>
        same(
          got,
          sums(weights, inputs, () => biases[0]),
        ),
      say: 'The same bias for all neurons: neuron i has the bias `biases[i]`.',
    },
    {
      when: ({ args: [weights, biases, inputs], got }) =>
        same(
          got,
          sums(weights, inputs, (i) => biases[i] * inputs.length),
        ),
      say: 'The bias came in once for every input. It belongs to the neuron: add it once.',
    },
    {
      when: ({ args: [weights, biases, inputs], got }) =>
        same(
          got,
          biases.map((b, i) => inputs.reduce((sum, x, j) => sum + (weights[j]?.[i] ?? 0) * x, b)),
        ),
      say: 'Rows and columns are swapped: neuron i has the row `weights[i]`, and input j meets `weights[i][j]`.',
    },
    {
      when: ({ got, expected }) =>
        same(
          got,
          expected.map((z) => (z >= 0 ? 1 : 0)),
        ),
      say: 'That is already activated. Give the net inputs back as they are.',
    },
  ],
  read: 'A layer is a table of weights',
};
