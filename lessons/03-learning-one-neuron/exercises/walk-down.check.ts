import { descend, type ExerciseCheck } from 'neuron-to-diffusion';

type Walk = (start: number, rate: number, steps: number) => number[];

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, i) => Math.abs(value - b[i]) < 1e-9);

const walk = (start: number, steps: number, change: (w: number) => number): number[] => {
  const path = [start];
  for (let step = 0; step < steps; step++) path.push(path[step] - change(path[step]));
  return path;
};

export const check: ExerciseCheck<Walk> = {
  reference: (start, rate, steps) => walk(start, steps, (w) => rate * 2 * (w - 3)),
  library: [descend],
  tries: [
    [0, 0.25, 2],
    [5, 0.1, 4],
    [-1, 0.9, 3],
    [2, 0.05, 0],
    [4, 1.1, 5],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ got, expected }) => same(got, expected.slice(1)),
      say: 'The path begins with the start, before the first step: one place more than there are steps.',
    },
    {
      when: ({ got, expected }) => same(got, expected.slice(0, -1)) && expected.length > 1,
      say: 'The last step is missing: after so many steps you have stood at one place more.',
    },
    {
      when: ({ args: [start, rate, steps], got }) =>
        same(
          got,
          walk(start, steps, (w) => -rate * 2 * (w - 3)),
        ),
      say: 'That is uphill: the slope points up, so subtract it.',
    },
    {
      when: ({ args: [start, rate, steps], got }) =>
        same(
          got,
          walk(start, steps, () => rate * 2 * (start - 3)),
        ),
      say: 'Every step uses the slope at the start. Compute it anew at the place where you stand.',
    },
    {
      when: ({ args: [start, , steps], got }) =>
        same(
          got,
          walk(start, steps, (w) => 2 * (w - 3)),
        ),
      say: 'The rate is left out: a step is the rate times the slope.',
    },
    {
      when: ({ args: [start, rate, steps], got }) =>
        same(
          got,
          walk(start, steps, (w) => rate * (w - 3) ** 2),
        ),
      say: 'You step by the loss, (w - 3)². It is the slope that says where to go, not the loss.',
    },
  ],
  read: 'Which way is down?',
};
