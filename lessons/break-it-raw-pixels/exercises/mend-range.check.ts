import type { ExerciseCheck } from 'neuron-to-diffusion';

type Prepare = (pixels: number[]) => number[];

const near = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((one, i) => Math.abs(one - b[i]) < 1e-6);

export const check: ExerciseCheck<Prepare> = {
  reference: (pixels) => pixels.map((pixel) => pixel / 255),
  tries: [[[0, 51, 255]], [[255, 0]], [[0, 51, 102]], [[0, 0]]],
  misconceptions: [
    {
      when: ({ args: [pixels], got }) => near(got, pixels),
      say: 'They are as large as before: 255 should have become 1.',
    },
    {
      when: ({ args: [pixels], got }) =>
        near(
          got,
          pixels.map((pixel) => pixel / 256),
        ),
      say: 'The largest pixel is 255, not 256: full ink would be a little less than 1.',
    },
    {
      when: ({ got, expected }) =>
        near(
          got,
          expected.map((one) => 1 - one),
        ),
      say: 'Paper and ink are exchanged: paper is 0, ink is 1.',
    },
    {
      when: ({ args: [pixels], got }) =>
        near(
          got,
          pixels.map((pixel) => pixel / Math.max(...pixels)),
        ) || got.some(Number.isNaN),
      say: 'You divide by the largest of this picture. Then grey becomes ink in a pale one, and an empty one is no number. The same rule for every picture!',
    },
    {
      when: ({ got }) => got.some((one) => one < 0),
      say: 'Some are below 0. That can be a good choice too, but here paper is 0.',
    },
    {
      when: ({ got }) => got.every((one) => one === 0 || one === 1),
      say: 'Only 0 and 1 are left: the greys between them are gone.',
    },
  ],
  read: 'Look closer',
};
