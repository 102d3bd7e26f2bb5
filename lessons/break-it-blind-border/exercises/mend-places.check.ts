import type { ExerciseCheck } from 'neuron-to-diffusion';

type Places = (size: number, kernel: number, stride: number) => number[];

const listed = (count: number, stride: number): string =>
  Array.from({ length: count }, (_, k) => k * stride).join();

export const check: ExerciseCheck<Places> = {
  reference: (size, kernel, stride) =>
    Array.from({ length: Math.floor((size - kernel) / stride) + 1 }, (_, k) => k * stride),
  tries: [
    [8, 3, 1],
    [8, 3, 2],
    [9, 3, 2],
    [28, 5, 1],
    [5, 5, 1],
    [7, 1, 3],
  ],
  misconceptions: [
    {
      when: ({ args: [size, kernel, stride], got }) =>
        stride > 1 && got.join() === listed(size - kernel + 1, 1),
      say: 'Every place is there, although the stride says to leave some out.',
    },
    {
      when: ({ args: [size, kernel], got }) => got.some((at) => at + kernel > size),
      say: 'At the last of your places the kernel sticks out: place plus kernel is more than the size.',
    },
    {
      when: ({ got, expected }) =>
        got.length === expected.length - 1 && got.every((at, i) => at === expected[i]),
      say: 'The last place is missing. Put the kernel there: it ends exactly at the border, so it fits.',
    },
    {
      when: ({ got, expected }) => got.length > 0 && got[0] !== expected[0],
      say: 'The first place is 0: there the kernel covers the first pixel.',
    },
  ],
  read: 'Look closer',
};
