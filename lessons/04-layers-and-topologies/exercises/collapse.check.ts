import type { ExerciseCheck } from 'neuron-to-diffusion';

type Matrix = number[][];

const times = (left: Matrix, right: Matrix): Matrix =>
  left.map((row) =>
    right[0].map((_, j) => row.reduce((sum, value, k) => sum + value * (right[k]?.[j] ?? 0), 0)),
  );

const same = (got: unknown, other: Matrix): boolean =>
  Array.isArray(got) &&
  got.length === other.length &&
  other.every((row, i) => row.every((value, j) => Math.abs(got[i]?.[j] - value) < 1e-9));

export const check: ExerciseCheck<(first: Matrix, second: Matrix) => Matrix> = {
  reference: (first, second) => times(second, first),
  tries: [
    [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [0, 1],
        [2, 3],
      ],
    ],
    [
      [
        [1, 2],
        [3, 4],
      ],
      [[1, -1]],
    ],
    [
      [
        [1, 0, 2],
        [0.5, -1, 0],
      ],
      [
        [1, 2],
        [0, 1],
        [-1, 3],
      ],
    ],
    [[[2], [3]], [[4, 5]]],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args: [first, second], got }) => same(got, times(first, second)),
      say: 'The wrong way round: the numbers meet `first` first, so `second` stands on the left.',
    },
    {
      when: ({ args: [first, second], got }) =>
        same(
          got,
          second.map((row, i) => row.map((value, j) => value * first[i][j])),
        ),
      say: 'That multiplies place by place. Each output listens to every hidden neuron: add up over all of them.',
    },
    {
      when: ({ args: [first, second], got }) =>
        same(
          got,
          second.map((row) => first[0].map((value) => row[0] * value)),
        ),
      say: 'That goes by only one hidden neuron. Add up over all of them.',
    },
    {
      when: ({ args: [first, second], got }) =>
        same(
          got,
          second.map((row) =>
            first.map((other) => row.reduce((sum, value, k) => sum + value * (other[k] ?? 0), 0)),
          ),
        ),
      say: 'Columns of `first` are needed, not rows: hidden neuron k sends `first[k][j]` of input j.',
    },
  ],
  read: 'Exercise: two linear layers are one',
};
