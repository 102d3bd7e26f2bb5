import type { ExerciseCheck } from 'neuron-to-diffusion';

type First = (neurons: number, inputs: number, draws: number[]) => number[][];

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((one, i) => Math.abs(one - b[i]) < 1e-9);

export const check: ExerciseCheck<First> = {
  reference: (neurons, inputs, draws) =>
    Array.from({ length: neurons }, (_, k) =>
      Array.from({ length: inputs }, (_, i) => draws[k * inputs + i] - 0.5),
    ),
  tries: [
    [2, 2, [0.5, 0.9, 0, 0.2]],
    [3, 2, [0.1, 0.35, 0.75, 0.6, 0.25, 1]],
    [1, 4, [0.9, 0.8, 0.3, 0.4]],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ got }) => got.flat().every((one) => one === got[0][0]),
      say: 'All weights are still equal, so all neurons will stay equal. Use the draws.',
    },
    {
      when: ({ got }) => got.length > 1 && got.every((row) => same(row, got[0])),
      say: 'All neurons are equal: the weights differ within each, but that is not what keeps them apart. Go on in the draws.',
    },
    {
      when: ({ got }) => got[0].length > 1 && got.every((row) => row.every((w) => w === row[0])),
      say: 'Each neuron has one number for all its inputs: it can look in one direction only.',
    },
    {
      when: ({ args: [, , draws], got }) => same(got.flat(), draws),
      say: 'The draws are all positive. Move them to both sides of 0: take 0.5 away.',
    },
  ],
  read: 'Try it',
};
