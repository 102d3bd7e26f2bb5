import { type ExerciseCheck, weightedSum } from 'neuron-to-diffusion';

type NetInput = (inputs: number[], weights: number[], bias: number) => number;

const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;

export const check: ExerciseCheck<NetInput> = {
  reference: (inputs, weights, bias) => inputs.reduce((sum, x, i) => sum + x * weights[i], bias),
  library: [weightedSum.apply],
  tries: [
    [[1, 2], [3, 4], 5],
    [[0.9, 0.4], [3, -2], -1],
    [[7], [-0.5], 0.25],
    [[1, 0, -1, 2], [0.5, 9, 0.25, -1], -3],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args: [, , bias], got, expected }) => close(got, expected - bias),
      say: 'The bias is missing: exactly the bias lies between your answer and the right one.',
    },
    {
      when: ({ args: [, , bias], got, expected }) => close(got, expected - 2 * bias),
      say: 'The bias has the wrong sign: it is added as it is, also when it is negative.',
    },
    {
      when: ({ args: [inputs, , bias], got, expected }) =>
        inputs.length === 2 && close(got, expected + bias),
      say: 'The bias came in 2 times, once for every input. It belongs to the neuron: add it once.',
    },
    {
      when: ({ args: [inputs, weights, bias], got }) =>
        close(
          got,
          [...inputs, ...weights].reduce((sum, x) => sum + x, bias),
        ),
      say: 'Each input is multiplied by its weight, not added to it.',
    },
    {
      when: ({ args: [inputs, weights], got, expected }) =>
        close(got, expected - inputs[inputs.length - 1] * weights[weights.length - 1]),
      say: 'The last input never arrived: count from 0 up to, and with, the last place.',
    },
  ],
  read: 'By hand',
};
