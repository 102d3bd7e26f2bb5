import { type ExerciseCheck, momentum } from 'neuron-to-diffusion';

type Roll = (w: number, v: number, slope: number, rate: number, keep: number) => number[];

const pair = (got: readonly number[], w: number, v: number): boolean =>
  got.length === 2 && Math.abs(got[0] - w) < 1e-9 && Math.abs(got[1] - v) < 1e-9;

export const check: ExerciseCheck<Roll> = {
  reference: (w, v, slope, rate, keep) => {
    const speed = keep * v + slope;
    return [w - rate * speed, speed];
  },
  library: [momentum],
  tries: [
    [1, 2, 0.5, 0.1, 0.9],
    [0, -1, 3, 0.5, 0.5],
    [-2, 0.25, -1, 0.01, 0.99],
    [5, 4, 1, 0.1, 0],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args: [w, v, slope, rate, keep], got }) => {
        const speed = keep * v + slope;
        return pair(got, w + rate * speed, speed);
      },
      say: 'The weight moves against the speed, downhill: subtract.',
    },
    {
      when: ({ args: [w, , slope, rate], got }) => pair(got, w - rate * slope, slope),
      say: 'That is a plain step. Momentum keeps a part of its last speed: keep times v.',
    },
    {
      when: ({ args: [w, v, slope, rate, keep], got }) => pair(got, w - rate * v, keep * v + slope),
      say: 'The weight moved with the old speed. Compute the new one first, and move with that.',
    },
    {
      when: ({ args: [w, v, slope, rate, keep], got }) => {
        const speed = keep * v + (1 - keep) * slope;
        return pair(got, w - rate * speed, speed);
      },
      say: 'Here the whole slope is added, not only a share of 1 - keep: that mean is what Adam uses.',
    },
    {
      when: ({ got, expected }) => pair(got, expected[1], expected[0]),
      say: 'Both numbers are right, in the wrong order: first the weight, then the speed.',
    },
  ],
  read: 'Ways to step',
};
