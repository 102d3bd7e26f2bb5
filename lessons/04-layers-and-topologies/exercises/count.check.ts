import type { ExerciseCheck } from 'neuron-to-diffusion';

/** One number for each layer with weights, from its inputs and its neurons, added up. */
const total = (sizes: number[], of: (inputs: number, neurons: number) => number): number =>
  sizes.slice(1).reduce((sum, neurons, i) => sum + of(sizes[i], neurons), 0);

const right = (sizes: number[]): number => total(sizes, (inputs, n) => (inputs + 1) * n);

export const check: ExerciseCheck<(sizes: number[]) => number> = {
  reference: right,
  tries: [[[2, 3, 4]], [[2, 2, 1]], [[2, 8, 8, 8, 1]], [[5, 7]], [[784, 100, 10]]],
  misconceptions: [
    {
      when: ({ args: [sizes], got }) => got === total(sizes, (inputs, n) => inputs * n),
      say: 'The biases are missing: each neuron has one more number than it has inputs.',
    },
    {
      when: ({ args: [sizes], got }) => got === right(sizes) + sizes[0],
      say: 'The inputs have no biases: they are numbers that come from outside.',
    },
    {
      when: ({ args: [sizes], got }) => got === total(sizes, (inputs, n) => inputs * n + 1),
      say: 'One bias for each neuron, not one for each layer.',
    },
    {
      when: ({ args: [sizes], got }) => got === right(sizes.slice(0, -1)),
      say: 'The last layer is missing: the neurons of the output layer learn, too.',
    },
  ],
  read: 'How many numbers does it learn?',
};
