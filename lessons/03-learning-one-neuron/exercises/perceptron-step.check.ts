import { type ExerciseCheck, perceptronStep } from 'neuron-to-diffusion';

type Learn = (
  weights: number[],
  bias: number,
  inputs: number[],
  target: number,
  rate: number,
) => number[];

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;
const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, i) => near(value, b[i]));

const errorOf = ([weights, bias, inputs, target]: Parameters<Learn>): number => {
  const net = inputs.reduce((sum, x, i) => sum + x * weights[i], bias);
  return target - (net >= 0 ? 1 : 0);
};

/** What moving by `step(input)` would give, the bias with `step(1)`. */
const moved = (
  [weights, bias, inputs]: Parameters<Learn>,
  step: (x: number) => number,
): number[] => [...weights.map((w, i) => w + step(inputs[i])), bias + step(1)];

export const check: ExerciseCheck<Learn> = {
  reference: (...args) => moved(args, (x) => args[4] * errorOf(args) * x),
  library: [perceptronStep],
  tries: [
    [[-1, 2], 0, [0.9, 0.2], 1, 0.5],
    [[3, -2], -1, [0.9, 0.4], 1, 0.5],
    [[3, -2], -1, [0.9, 0.4], 0, 0.25],
    [[0, 0], 0, [2, -1], 0, 1],
    [[0.5], -2, [3], 1, 0.1],
    [[1, 1, 1], -0.5, [0, 0, 0.25], 1, 2],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args, got }) => got.length === args[0].length,
      say: 'The new bias belongs into the answer too, behind the weights.',
    },
    {
      when: ({ args, got, expected }) =>
        errorOf(args) !== 0 && near(got[got.length - 1], args[1]) && !same(got, expected),
      say: 'The bias stayed as it was. It learns too, as a weight whose input is always 1.',
    },
    {
      when: ({ args, got }) =>
        errorOf(args) !== 0 &&
        same(
          got,
          moved(args, (x) => -args[4] * errorOf(args) * x),
        ),
      say: 'It moves the wrong way: the error is the target minus the answer, not the other way round.',
    },
    {
      when: ({ args, got }) =>
        same(
          got,
          moved(args, () => args[4] * errorOf(args)),
        ),
      say: 'All weights moved equally. Each one moves by the error times its own input.',
    },
    {
      when: ({ args, got }) =>
        errorOf(args) === 0 &&
        !same(
          got,
          moved(args, () => 0),
        ),
      say: 'It moved although the answer was right. Then the error is 0, and nothing is to learn.',
    },
    {
      when: ({ args, got }) =>
        same(
          got,
          moved(args, (x) => errorOf(args) * x),
        ),
      say: 'The rate was left out: it says how far a mistake moves the weights.',
    },
  ],
  read: 'By hand: learn from a mistake',
};
