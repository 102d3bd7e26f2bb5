import { type ExerciseCheck, softplus } from 'neuron-to-diffusion';

const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;
const tail = (x: number): number => Math.log1p(Math.exp(-Math.abs(x)));

export const check: ExerciseCheck<(x: number) => number> = {
  reference: (x) => Math.max(x, 0) + tail(x),
  library: [softplus.apply],
  tries: [[0], [2], [-2], [1000], [-1000]],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args: [x], got }) => x > 700 && !Number.isFinite(got),
      say: 'e to the 1000 is too large for a number. Pull x out of the logarithm first.',
    },
    {
      when: ({ args: [x], got }) => close(got, Math.max(x, 0)),
      say: 'That is relu, with its corner. The logarithm rounds the corner off: add it.',
    },
    {
      when: ({ args: [x], got }) => x > 0 && close(got, tail(x)),
      say: 'The part in front of the logarithm is missing: for x above 0 it is x itself.',
    },
    {
      when: ({ args: [x], got }) => close(got, Math.max(x, 0) + tail(x) / Math.LN2),
      say: 'That is a logarithm to base 2. The natural one is `Math.log`.',
    },
    {
      when: ({ args: [x], got }) => x < 0 && close(got, x + tail(x)),
      say: 'For x below 0 there is nothing to pull out: `Math.max(x, 0)` stands in front.',
    },
  ],
  read: 'Exercise: softplus that survives 1000',
};
