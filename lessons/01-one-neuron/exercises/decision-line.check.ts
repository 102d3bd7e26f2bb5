import type { ExerciseCheck } from 'neuron-to-diffusion';

type Border = (x1: number, weights: number[], bias: number) => number;

const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;

export const check: ExerciseCheck<Border> = {
  reference: (x1, weights, bias) => -(weights[0] * x1 + bias) / weights[1],
  tries: [
    [0.5, [3, -2], -1],
    [2, [1, 4], 3],
    [0, [5, 0.5], -2],
    [-1, [-0.5, -3], 0.75],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ got, expected }) => close(got, -expected),
      say: 'The sign: what crosses the equals sign changes its sign.',
    },
    {
      when: ({ args: [x1, weights, bias], got }) =>
        close(got, (-weights[0] * x1 + bias) / weights[1]),
      say: 'The minus takes both, w1 x1 and the bias: put brackets around them.',
    },
    {
      when: ({ args: [x1, weights], got }) => close(got, (-weights[0] * x1) / weights[1]),
      say: 'The bias is missing: it moves the border away from the corner.',
    },
    {
      when: ({ args: [x1, weights, bias], got }) =>
        close(got, -(weights[0] * x1 + bias) / weights[0]),
      say: 'Divide by the second weight: you are looking for x2, and w2 stands before it.',
    },
    {
      when: ({ args: [x1, weights, bias], got }) => close(got, -(weights[0] * x1 + bias)),
      say: 'That is w2 times x2. To get x2 alone, divide by w2.',
    },
  ],
  read: 'Exercise: the border',
};
