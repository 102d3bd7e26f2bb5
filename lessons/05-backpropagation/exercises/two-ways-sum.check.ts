import type { ExerciseCheck } from 'neuron-to-diffusion';

type BothWays = (a: number, b: number) => number[];

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;

export const check: ExerciseCheck<BothWays> = {
  reference: (a, b) => [b, a + 2 * b],
  tries: [
    [1, 2],
    [3, -2],
    [-0.5, 4],
    [2.5, -0.25],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args: [a, b], got }) => got.every((one) => near(one, (a + b) * b)),
      say: 'That is the value of L. Asked is how fast it changes with each of the two.',
    },
    {
      when: ({ args: [, b], got }) => near(got[0], b) && near(got[1], b),
      say: 'b goes two ways: over the sum, and straight into the product. The second is missing.',
    },
    {
      when: ({ args: [a, b], got }) => near(got[0], b) && near(got[1], a + b),
      say: 'b goes two ways: straight into the product, and over the sum. The second is missing.',
    },
    {
      when: ({ args: [a, b], got }) => near(got[0], b) && near(got[1], b * (a + b)),
      say: 'Side by side, ways are added; only steps that follow each other are multiplied.',
    },
  ],
  read: "The library's",
};
