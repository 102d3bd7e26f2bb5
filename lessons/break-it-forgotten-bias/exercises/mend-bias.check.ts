import { binary, type ExerciseCheck, neuron, perceptronRun } from 'neuron-to-diffusion';

type Learn = (rows: number[][], targets: number[]) => number[];

const zero = neuron({ weights: [0, 0], bias: 0, activation: binary });

const wrongSides = ([rows, targets]: Parameters<Learn>, [w1, w2, b]: readonly number[]): number =>
  rows.filter(([x1, x2], i) => Number(w1 * x1 + w2 * x2 + b >= 0) !== targets[i]).length;

export const check: ExerciseCheck<Learn> = {
  reference: (rows, targets) => {
    const run = perceptronRun(zero, rows, targets, { passes: 300 });
    const last = run[run.length - 1].neuron;
    return [...last.weights, last.bias];
  },
  library: [perceptronRun],
  tries: [
    [
      [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ],
      [0, 0, 0, 1],
    ],
    [
      [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ],
      [1, 1, 1, 0],
    ],
    [
      [
        [4, 3],
        [7, 3],
        [6, 2],
        [5, 4],
        [14, 8],
        [16, 9],
        [15, 11],
        [18, 12],
      ],
      [0, 0, 0, 0, 1, 1, 1, 1],
    ],
  ],
  misconceptions: [
    {
      when: ({ got }) => got.length < 3,
      say: 'Three numbers are asked: two weights, and the bias behind them.',
    },
    {
      when: ({ args, got }) => got[2] === 0 && wrongSides(args, got) > 0,
      say: 'The third number is still 0: it never learns. It is a weight on a constant 1.',
    },
  ],
  accept: ({ args, got }) => {
    const wrong = wrongSides(args, got);
    const right = args[0].length - wrong;
    return wrong === 0
      ? null
      : `${right} of ${args[0].length} examples are right; the others lie on the wrong side of the line. The bias belongs in two places: into the sum, and into the learning, with the sign of the error.`;
  },
  read: 'Try it',
};
