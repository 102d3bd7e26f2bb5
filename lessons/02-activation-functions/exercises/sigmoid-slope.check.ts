import { type ExerciseCheck, sigmoid } from 'neuron-to-diffusion';

const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;
const height = (x: number): number => 1 / (1 + Math.exp(-x));

export const check: ExerciseCheck<(x: number) => number> = {
  reference: (x) => height(x) * (1 - height(x)),
  library: [sigmoid.derivative, sigmoid.apply],
  tries: [[2], [-2], [0], [0.5], [8]],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args: [x], got }) => close(got, height(x)),
      say: 'That is the height of the curve. How steep it is comes out of the height, in one step.',
    },
    {
      when: ({ args: [x], got }) => close(got, x * (1 - x)),
      say: 'The rule works with y, the height of the curve, not with x.',
    },
    {
      when: ({ args: [x], got }) => close(got, height(x) ** 2),
      say: 'The height times what is left up to 1, not the height times itself.',
    },
    {
      when: ({ args: [x], got }) => close(got, 1 - height(x) ** 2),
      say: 'That rule is the one of tanh, whose floor is -1. For the sigmoid it is y (1 - y).',
    },
    {
      when: ({ got, expected }) => close(got, -expected),
      say: 'The sigmoid always rises, so its slope is never negative: what is left is 1 - y.',
    },
  ],
  read: 'By hand: a curve and its slope',
};
