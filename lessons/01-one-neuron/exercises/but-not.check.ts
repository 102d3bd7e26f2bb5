import type { ExerciseCheck } from 'neuron-to-diffusion';

type ButNot = (rows: number[][]) => number[];

/** Whether the answers are those of this rule, in every row. */
const saysLike =
  (rule: (x1: number, x2: number) => boolean) =>
  ({ args: [rows], got }: { args: Parameters<ButNot>; got: number[] }): boolean =>
    rows.every(([x1, x2], i) => got[i] === (rule(x1, x2) ? 1 : 0));

export const check: ExerciseCheck<ButNot> = {
  reference: (rows) => rows.map(([x1, x2]) => (x1 === 1 && x2 === 0 ? 1 : 0)),
  tries: [
    [
      [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ],
    ],
    [
      [
        [1, 1],
        [1, 0],
      ],
    ],
  ],
  misconceptions: [
    {
      when: saysLike((x1, x2) => x1 === 1 && x2 === 1),
      say: 'That is AND. The second input speaks against a yes: its weight is negative.',
    },
    {
      when: saysLike((x1, x2) => x1 >= x2),
      say: 'The binary neuron says yes at exactly 0, and two of your sums are 0. Lower the bias a little.',
    },
    {
      when: saysLike((x1, x2) => x2 === 1 && x1 === 0),
      say: 'That is the second, but not the first: swap the two weights.',
    },
    {
      when: saysLike(() => false),
      say: 'Your neuron never says yes: even its best row, 1 and 0, stays below 0. Raise the bias.',
    },
    {
      when: saysLike(() => true),
      say: 'Your neuron always says yes: no row gets below 0. Lower the bias.',
    },
    {
      when: saysLike((x1) => x1 === 1),
      say: 'Your neuron does not listen to the second input: its weight must be negative.',
    },
  ],
  read: 'AND, OR, NAND by hand',
};
