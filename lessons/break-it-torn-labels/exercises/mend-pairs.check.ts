import type { ExerciseCheck } from 'neuron-to-diffusion';

type ShuffleBoth = (
  inputs: number[][],
  labels: number[],
  order: number[],
) => [number[][], number[]];

const same = (a: readonly number[], b: readonly number[]): boolean => a.join() === b.join();

export const check: ExerciseCheck<ShuffleBoth> = {
  reference: (inputs, labels, order) => [
    order.map((place) => inputs[place]),
    order.map((place) => labels[place]),
  ],
  tries: [
    [
      [[7], [8], [9]],
      [70, 80, 90],
      [2, 0, 1],
    ],
    [
      [
        [1, 0],
        [0, 1],
        [1, 1],
        [0, 0],
      ],
      [3, 1, 3, 2],
      [1, 2, 3, 0],
    ],
    [[[5]], [4], [0]],
  ],
  misconceptions: [
    {
      when: ({ args: [, labels], got, expected }) =>
        same(got[0].flat(), expected[0].flat()) && same(got[1], labels),
      say: 'The pictures have moved, and the labels have stayed where they were.',
    },
    {
      when: ({ args: [inputs], got, expected }) =>
        same(got[0].flat(), inputs.flat()) && same(got[1], expected[1]),
      say: 'The labels have moved, and the pictures have stayed where they were.',
    },
    {
      when: ({ args: [inputs, labels], got }) =>
        got[0].every((row, i) => labels[inputs.findIndex((one) => same(one, row))] === got[1][i]),
      say: 'Each label is with its picture, but in another order: at place i stands the example order[i].',
    },
    {
      when: ({ args: [, labels], got, expected }) =>
        same(got[0].flat(), expected[0].flat()) && same([...got[1]].sort(), [...labels].sort()),
      say: 'The labels have moved, and in another order than the pictures.',
    },
  ],
  read: 'Look closer',
};
