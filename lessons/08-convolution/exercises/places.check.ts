import { convolvedSize, type ExerciseCheck } from 'neuron-to-diffusion';

type PlacesOf = (size: number, kernel: number, stride: number, padding: number) => number;

export const check: ExerciseCheck<PlacesOf> = {
  reference: (size, kernel, stride, padding) => convolvedSize(size, kernel, { stride, padding }),
  library: [convolvedSize],
  tries: [
    [28, 3, 1, 0],
    [28, 3, 1, 1],
    [28, 5, 1, 2],
    [28, 3, 2, 1],
    [10, 4, 3, 0],
    [512, 3, 2, 1],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args: [size, kernel, stride, padding], got }) =>
        padding > 0 && got === Math.floor((size + padding - kernel) / stride) + 1,
      say: 'Padding is put on both sides, so it counts twice.',
    },
    {
      when: ({ got, expected }) => got === expected - 1,
      say: 'One too few. The first place counts too: a kernel that cannot move has 1 place.',
    },
    {
      when: ({ args: [size, kernel, stride, padding], got }) =>
        stride > 1 && got === size + 2 * padding - kernel + 1,
      say: 'That is for a stride of 1. With a larger stride there are fewer steps: divide by it.',
    },
    {
      when: ({ got, expected }) => got > expected && got <= expected + 1,
      say: 'Round down: a rest that is shorter than the stride is no step.',
    },
  ],
  read: 'How large is the map?',
};
