import { convolve, type ExerciseCheck } from 'neuron-to-diffusion';

const near = (a: number[][], b: number[][]): boolean =>
  a.length === b.length &&
  a.flat().length === b.flat().length &&
  a.flat().every((value, i) => Math.abs(value - b.flat()[i]) < 1e-9);

export const check: ExerciseCheck<(picture: number[][], kernel: number[][]) => number[][]> = {
  reference: (picture, kernel) => convolve(picture, kernel),
  library: [convolve],
  tries: [
    [[[0, 0, 9, 9]], [[-1, 1]]],
    [
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 10],
      ],
      [
        [1, 2],
        [0, -1],
      ],
    ],
    [
      [
        [1, 0, 2, 1],
        [3, 1, 0, 2],
        [0, 2, 1, 1],
        [1, 1, 3, 0],
        [2, 0, 1, 4],
      ],
      [
        [1, 0, -1],
        [2, 1, 0],
      ],
    ],
    [[[5]], [[2]]],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args: [picture, kernel], got }) =>
        near(
          got,
          convolve(
            picture,
            [...kernel].reverse().map((row) => [...row].reverse()),
          ),
        ),
      say: 'The kernel is turned round. Its cell (a, b) lies on the pixel (i + a, j + b).',
    },
    {
      when: ({ got, expected }) =>
        got.length === expected.length - 1 ||
        (got[0] !== undefined && got[0].length === expected[0].length - 1),
      say: 'There is one more place: the kernel may touch the last row and the last column.',
    },
    {
      when: ({ got, expected }) =>
        got.flat().length > 1 && got.flat().every((value) => value === expected[0][0]),
      say: 'It gives the same sum everywhere: the kernel does not move. Add i and j to its cells.',
    },
    {
      when: ({ args: [, kernel], got, expected }) =>
        near(
          got.map((row) => row.map((value) => value * kernel.flat().length)),
          expected,
        ),
      say: 'Each place wants the sum of the products, not their mean.',
    },
  ],
  read: 'Slide it over everything',
};
