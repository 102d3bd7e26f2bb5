import type { ExerciseCheck } from 'neuron-to-diffusion';

type Equal = (rows: number[][]) => number[];

/** Whether the answers are those of this rule, in every row. */
const saysLike =
  (rule: (x1: number, x2: number) => boolean) =>
  ({ args: [rows], got }: { args: Parameters<Equal>; got: number[] }): boolean =>
    rows.every(([x1, x2], i) => got[i] === (rule(x1, x2) ? 1 : 0));

export const check: ExerciseCheck<Equal> = {
  reference: (rows) => rows.map(([x1, x2]) => (x1 === x2 ? 1 : 0)),
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
      when: saysLike((x1, x2) => x1 !== x2),
      say: 'That is XOR, the very opposite: it says yes when they differ.',
    },
    {
      when: saysLike((x1, x2) => x1 === 1 && x2 === 1),
      say: 'Two ones are seen, two zeros are not: the second neuron must say yes when neither input is 1.',
    },
    {
      when: saysLike((x1, x2) => x1 === 0 && x2 === 0),
      say: 'Two zeros are seen, two ones are not: the first neuron must be AND.',
    },
    {
      when: saysLike(() => false),
      say: 'It never says yes. At most one half is true at a time: one must be enough for the last neuron.',
    },
    {
      when: saysLike(() => true),
      say: 'It always says yes: in every row one of the hidden neurons fires. Lower a bias.',
    },
  ],
  read: 'By hand: three neurons for XOR',
};
