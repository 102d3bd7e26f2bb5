import { type ExerciseCheck, noiseLevels } from 'neuron-to-diffusion';
import { alphas, type Level, steps } from './real-run.js';

type LevelsOf = (alphas: number[], times: number[]) => Level[];

const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-6;

export const check: ExerciseCheck<LevelsOf> = {
  reference: (left, times) => noiseLevels(left, times),
  library: [noiseLevels],
  tries: [
    [
      [0.96, 0.64, 0.36, 0.04],
      [3, 1],
    ],
    [[0.96, 0.64, 0.36, 0.04], [2]],
    [alphas, steps.map(({ timestep }) => timestep)],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args: [, times], got }) => got.length === times.length,
      say: 'One is missing: behind the last step, too, the latents have a level. It is that of time 0.',
    },
    {
      when: ({ args: [left, times], got }) => close(got[0].signal, left[times[0]]),
      say: 'That is alpha-bar itself. The share of the signal is its square root.',
    },
    {
      when: ({ args: [left, times], got }) =>
        close(got[0].signal, Math.sqrt(left[times[0]])) && close(got[0].noise, 1 - got[0].signal),
      say: 'Signal and noise do not add up to 1; their squares do. noise is the root of 1 - alpha-bar.',
    },
    {
      when: ({ args: [left, times], got }) => close(got[0].noise, Math.sqrt(left[times[0]])),
      say: 'Swapped: alpha-bar says how much of the signal is left, 1 - alpha-bar how much noise there is.',
    },
    {
      when: ({ got }) => got[got.length - 1].signal === 1,
      say: 'This model ends at the level of time 0, alphas[0], which still has a trace of noise.',
    },
    {
      when: ({ args: [left, times], got }) =>
        times[0] > 0 && close(got[0].signal, Math.sqrt(left[times[0] - 1])),
      say: 'One too early: times count from 0, as places in a list do. It is alphas[t].',
    },
  ],
  read: 'How noisy is it then?',
};
