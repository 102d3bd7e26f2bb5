import { cleanSample, type ExerciseCheck } from 'neuron-to-diffusion';
import { type Level, list, near, steps } from './real-run.js';

type Clean = (latents: number[], velocity: number[], level: Level) => number[];

const real = steps.map(({ before, guided, step }): [number[], number[], Level] => [
  list(before),
  list(guided),
  { ...step.noising },
]);

export const check: ExerciseCheck<Clean> = {
  reference: (latents, velocity, level) => cleanSample('v_prediction', latents, velocity, level),
  library: [cleanSample],
  tries: [
    [[1.4, 0.2], [1, -1], { signal: 0.8, noise: 0.6 }],
    [[2], [0.5], { signal: 0.6, noise: 0.8 }],
    ...real,
  ],
  tolerance: 1e-6,
  misconceptions: [
    {
      when: ({ args: [latents, velocity, { signal, noise }], got }) =>
        near(
          got,
          latents.map((x, i) => noise * x - signal * velocity[i]),
        ),
      say: 'The two shares are swapped: level.signal goes with the latents, level.noise with the velocity.',
    },
    {
      when: ({ args: [latents, velocity, { signal, noise }], got }) =>
        near(
          got,
          latents.map((x, i) => signal * x + noise * velocity[i]),
        ),
      say: 'The sign: the velocity is taken away.',
    },
    {
      when: ({ args: [latents, velocity, { signal, noise }], got }) =>
        near(
          got,
          latents.map((x, i) => noise * x + signal * velocity[i]),
        ),
      say: 'That is the noise. The clean picture is the other mixture of the two.',
    },
    {
      when: ({ args: [latents, velocity, { signal, noise }], got }) =>
        near(
          got,
          latents.map((x, i) => (x - noise * velocity[i]) / signal),
        ),
      say: 'That would be right if the network told the noise. This one tells the velocity: multiply by the signal.',
    },
  ],
  read: 'What the answer means',
};
