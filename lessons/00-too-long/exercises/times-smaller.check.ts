import type { ExerciseCheck } from 'neuron-to-diffusion';

const count = (shape: readonly number[]): number => shape.reduce((all, one) => all * one, 1);

export const check: ExerciseCheck<(picture: number[], latents: number[]) => number> = {
  reference: (picture, latents) => count(picture) / count(latents),
  tries: [
    [
      [64, 64, 3],
      [8, 8, 12],
    ],
    [
      [512, 512, 3],
      [64, 64, 4],
    ],
    [
      [768, 512, 3],
      [96, 64, 4],
    ],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ got, expected }) => Math.abs(got * expected - 1) < 1e-9,
      say: 'Turned round: the picture is the larger one, divide its numbers by those of the latents.',
    },
    {
      when: ({ args: [picture, latents], got }) =>
        got === (picture[0] * picture[1]) / (latents[0] * latents[1]),
      say: 'Those are places. In each place of a picture are 3 numbers, in each of the latents more.',
    },
    {
      when: ({ args: [picture, latents], got }) => got === picture[0] / latents[0],
      say: 'That is one side only. Multiply height, width and the numbers in each place.',
    },
    {
      when: ({ args: [picture, latents], got }) => got === count(picture) - count(latents),
      say: 'How many times, not how many fewer: divide.',
    },
  ],
  read: 'Exercise: how much smaller?',
};
