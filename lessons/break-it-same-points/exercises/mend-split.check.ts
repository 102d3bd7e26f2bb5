import type { ExerciseCheck } from 'neuron-to-diffusion';

type Split = (order: number[], tests: number) => number[][];

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i]);

export const check: ExerciseCheck<Split> = {
  reference: (order, tests) => [order.slice(tests), order.slice(0, tests)],
  tries: [
    [[3, 0, 2, 1], 1],
    [[4, 1, 0, 5, 3, 2], 4],
    [[2, 0, 1, 7, 6, 5, 4, 3], 3],
  ],
  misconceptions: [
    {
      when: ({ got: [learn, test], expected }) =>
        same(learn, expected[1]) && same(test, expected[0]),
      say: 'The two are exchanged: first the places to learn from, then those to test on.',
    },
    {
      when: ({ got: [learn, test] }) => test.some((place) => learn.includes(place)),
      say: 'Some place is in both: what is tested was learned, and the number will be too good.',
    },
    {
      when: ({ args: [order], got: [learn, test] }) => learn.length + test.length < order.length,
      say: 'Some place is in neither: examples are too dear to lose one.',
    },
  ],
  read: 'Look closer',
};
