import { type ExerciseCheck, forward, sigmoid } from 'neuron-to-diffusion';

type SoftAnswer = (inputs: number[], weights: number[], bias: number) => number;

const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;
const bend = (z: number): number => 1 / (1 + Math.exp(-z));
const net: SoftAnswer = (inputs, weights, bias) =>
  inputs.reduce((sum, x, i) => sum + x * weights[i], bias);

export const check: ExerciseCheck<SoftAnswer> = {
  reference: (inputs, weights, bias) => bend(net(inputs, weights, bias)),
  library: [forward, sigmoid.apply],
  tries: [
    [[0.9, 0.4], [3, -2], -1],
    [[1, 1], [0.5, 0.5], -2],
    [[2], [-1.5], 0.5],
    [[1, -1, 0.5], [2, 1, -3], 0.25],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ got, expected }) => close(got, 1 - expected),
      say: 'You answered no where the neuron says yes: e is raised to MINUS the net input.',
    },
    {
      when: ({ args, got }) => close(got, net(...args)),
      say: 'That is the net input itself. One step is left: bend it with the sigmoid.',
    },
    {
      when: ({ args: [inputs, weights, bias], got }) =>
        close(got, bend(net(inputs, weights, 0)) + bias),
      say: 'The bias belongs inside: add it to the sum before you bend, not to the bent value.',
    },
    {
      when: ({ args: [inputs, weights], got }) => close(got, bend(net(inputs, weights, 0))),
      say: 'The bias is missing: it is added to the weighted inputs before you bend.',
    },
    {
      when: ({ args: [inputs, weights, bias], got }) =>
        close(
          got,
          inputs.reduce((sum, x, i) => sum + bend(x * weights[i]), bias),
        ),
      say: 'Bend once, at the end: first all weighted inputs and the bias are added.',
    },
  ],
  read: 'By hand',
};
