import { type ExerciseCheck, leakyRelu } from 'neuron-to-diffusion';

const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;

export const check: ExerciseCheck<(x: number, slope: number) => number> = {
  reference: (x, slope) => (x > 0 ? x : slope * x),
  library: [leakyRelu.apply],
  tries: [
    [3, 0.1],
    [-3, 0.1],
    [-2, 0.01],
    [-0.5, 0.3],
    [0, 0.2],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args: [x, slope], got }) => x > 0 && close(got, slope * x),
      say: 'What is positive passes as it is; only what is negative is made small.',
    },
    {
      when: ({ args: [x], got }) => x < 0 && got === 0,
      say: 'That is plain relu: nothing leaks. Let x times the slope through.',
    },
    {
      when: ({ args: [x], got, expected }) => x < 0 && close(got, -expected),
      say: 'The sign: what is negative stays negative, it only gets smaller.',
    },
    {
      when: ({ args: [x, slope], got }) => x < 0 && close(got, slope),
      say: 'The slope is a factor, not the answer: multiply x by it.',
    },
    {
      when: ({ args: [x], got }) => x < 0 && close(got, 0.01 * x),
      say: 'It must work with whatever slope it is given: use the second argument, not 0.01.',
    },
  ],
  read: 'Rectifiers: cut what is negative',
};
