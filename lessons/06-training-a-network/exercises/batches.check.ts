import type { ExerciseCheck } from 'neuron-to-diffusion';

type Batches = (count: number, size: number) => number[][];

const last = (batches: readonly (readonly number[])[]): readonly number[] =>
  batches[batches.length - 1];

export const check: ExerciseCheck<Batches> = {
  reference: (count, size) =>
    Array.from({ length: Math.ceil(count / size) }, (_, i) => [
      i * size,
      Math.min((i + 1) * size, count),
    ]),
  tries: [
    [8, 4],
    [10, 4],
    [3, 10],
    [5, 1],
    [300, 50],
  ],
  misconceptions: [
    {
      when: ({ got }) => got.some(([from, to]) => from === to) && last(got)[0] === last(got)[1],
      say: 'There is an empty batch at the end: begin one only while examples are left.',
    },
    {
      when: ({ args: [count], got }) => last(got)[1] > count,
      say: 'The last batch goes beyond the last example: it may be smaller than the others.',
    },
    {
      when: ({ got, expected }) => got.length === expected.length - 1,
      say: 'Some examples are left over: they make a smaller batch at the end.',
    },
    {
      when: ({ got, expected }) =>
        got.length === expected.length && got.every(([, to], i) => to === expected[i][1] - 1),
      say: 'You give the last place of each batch. Asked is the place after it: where the next one starts.',
    },
  ],
  read: 'Batches and epochs',
};
