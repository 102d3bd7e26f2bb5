import type { ExerciseCheck } from 'neuron-to-diffusion';

type Measure = (f: (x: number) => number, at: number, h: number) => number;

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9 * Math.max(1, Math.abs(b));

export const check: ExerciseCheck<Measure> = {
  reference: (f, at, h) => (f(at + h) - f(at - h)) / (2 * h),
  tries: () => [
    [(x: number) => x * x * x, 2, 0.1],
    [(x: number) => 5 - 3 * x, 1, 0.5],
    [Math.exp, 0.3, 0.01],
    [Math.sin, -2, 0.2],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ got, expected }) => near(got, 2 * expected),
      say: 'That is twice the slope: between the two places lie 2 h, not h.',
    },
    {
      when: ({ args: [f, at, h], got, expected }) =>
        !near(got, expected) && near(got, (f(at + h) - f(at)) / h),
      say: 'That looks to the right only. Go h to both sides: the bends then cancel.',
    },
    {
      when: ({ got, expected }) => near(got, -expected),
      say: 'The sign is turned round: go from left to right, right height minus left height.',
    },
    {
      when: ({ args: [, , h], got, expected }) => near(got, expected * 2 * h),
      say: 'That is the rise. To get a slope, divide by the way between the two places.',
    },
  ],
  read: 'Trust, but measure',
};
