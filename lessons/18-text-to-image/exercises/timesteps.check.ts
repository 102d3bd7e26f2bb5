import { type ExerciseCheck, spacedTimesteps } from 'neuron-to-diffusion';
import { model, steps } from './real-run.js';

type TimestepsOf = (train: number, count: number, offset: number) => number[];

const same = (a: number[], b: number[]): boolean => a.join() === b.join();
const stepsOffset = Number(model.scheduler.steps_offset);
const trained = Number(model.scheduler.num_train_timesteps);

export const check: ExerciseCheck<TimestepsOf> = {
  reference: (train, count, offset) =>
    spacedTimesteps({ spacing: 'leading', trainTimesteps: train, steps: count, offset }),
  library: [spacedTimesteps],
  tries: [
    [1000, 4, 1],
    [1000, 4, 0],
    [1000, 20, 1],
    [1000, 30, 1],
    [100, 7, 0],
    [trained, steps.length, stepsOffset],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ got, expected }) => same([...got].reverse(), expected),
      say: 'The right times, but from clean to noisy. A run begins with the noise: largest first.',
    },
    {
      when: ({ args: [, , offset], got, expected }) =>
        offset !== 0 &&
        same(
          got.map((t) => t + offset),
          expected,
        ),
      say: 'The offset is missing: it is added to every time.',
    },
    {
      when: ({ args: [train, count], got, expected }) =>
        same(
          got.map((t) => t - Math.floor(train / count)),
          expected,
        ),
      say: 'One stride too high. The last time is the offset itself: the strides are count - 1, ... 2, 1, 0.',
    },
    {
      when: ({ got }) => got.some((t) => !Number.isInteger(t)),
      say: 'There are only whole times: round the stride down, Math.floor(train / count).',
    },
    {
      when: ({ args: [train, count, offset], got }) =>
        same(
          got,
          got.map((_, i) => Math.round(((count - 1 - i) * train) / count) + offset),
        ),
      say: 'Each time is rounded by itself. Round the stride, once: then all strides are equal.',
    },
    {
      when: ({ args: [train, , offset], got, expected }) =>
        got.length === expected.length && got[0] >= train - 1 && expected[0] < train - 1 - offset,
      say: 'These begin at the noisiest time of all. This model counts in equal strides from the clean end.',
    },
  ],
  read: 'Which times?',
};
