import type { ExerciseCheck } from 'neuron-to-diffusion';

const squares = (map: number[][], of: (cells: number[]) => number): number[][] =>
  Array.from({ length: Math.floor(map.length / 2) }, (_, i) =>
    Array.from({ length: Math.floor(map[0].length / 2) }, (_, j) =>
      of([0, 1].flatMap((a) => [0, 1].map((b) => map[2 * i + a][2 * j + b]))),
    ),
  );

const same = (a: number[][], b: number[][]): boolean => a.flat().join() === b.flat().join();

export const check: ExerciseCheck<(map: number[][]) => number[][]> = {
  reference: (map) => squares(map, (cells) => Math.max(...cells)),
  tries: [
    [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      [
        [9, 1, 0, 2],
        [3, 4, 7, 1],
        [0, 5, 1, 1],
        [2, 6, 8, 3],
      ],
    ],
    [
      [
        [-1, -2, -5, -3],
        [-4, -3, -2, -6],
      ],
    ],
    [
      [
        [1, 5, 3, 0, 9],
        [2, 0, 4, 1, 9],
        [9, 9, 9, 9, 9],
      ],
    ],
  ],
  misconceptions: [
    {
      when: ({ args: [map], got }) =>
        same(
          got,
          squares(map, (cells) => (cells[0] + cells[1] + cells[2] + cells[3]) / 4),
        ),
      say: 'That is the mean of the four: mean pooling. Keep the largest.',
    },
    {
      when: ({ args: [map], got }) => map[0].length > 2 && got[0].length === map[0].length - 1,
      say: 'The squares must not overlap: each begins two further than the one before.',
    },
    {
      when: ({ got, expected }) => expected[0][0] < 0 && got[0][0] === 0,
      say: 'When all four are negative, the largest is negative too. Do not start at 0.',
    },
    {
      when: ({ args: [map], got }) =>
        same(
          got,
          squares(map, (cells) => Math.max(cells[0], cells[1])),
        ),
      say: 'Each square has two rows: the two cells below belong to it too.',
    },
  ],
  read: 'Keep the largest',
};
