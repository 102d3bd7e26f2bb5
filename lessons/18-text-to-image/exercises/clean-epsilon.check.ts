import { cleanSample, type ExerciseCheck, noiseFrom } from 'neuron-to-diffusion';
import { type Level, list, near, steps } from './real-run.js';

type Clean = (latents: number[], noise: number[], level: Level) => number[];

/** The noise that the micro model's answers stand for. */
const real = steps.map(({ before, guided, step }): [number[], number[], Level] => {
  const { sample, output } = noiseFrom('v_prediction', step.noising);
  const [latents, answer] = [list(before), list(guided)];
  const noise = latents.map((x, i) => sample * x + output * answer[i]);
  return [latents, noise, { ...step.noising }];
});

export const check: ExerciseCheck<Clean> = {
  reference: (latents, noise, level) => cleanSample('epsilon', latents, noise, level),
  library: [cleanSample],
  tries: [
    [[1.4, 0.2], [1, -1], { signal: 0.8, noise: 0.6 }],
    [[2], [0.5], { signal: 0.6, noise: 0.8 }],
    ...real,
  ],
  tolerance: 1e-6,
  misconceptions: [
    {
      when: ({ args: [latents, noise, { signal, noise: much }], got }) =>
        near(
          got,
          latents.map((x, i) => (x + much * noise[i]) / signal),
        ),
      say: 'That adds the noise a second time. Take it away.',
    },
    {
      when: ({ args: [latents, noise, { signal, noise: much }], got }) =>
        near(
          got,
          latents.map((x, i) => (x - noise[i] / much) / signal),
        ),
      say: 'The noise is divided by its share. In the mixture stands noise times its share: multiply.',
    },
    {
      when: ({ args: [latents, noise, { signal, noise: much }], got }) =>
        near(
          got,
          latents.map((x, i) => (x - signal * noise[i]) / much),
        ),
      say: 'The two shares are swapped: level.noise belongs to the noise, level.signal to the picture.',
    },
    {
      when: ({ args: [latents, noise, { noise: much }], got }) =>
        near(
          got,
          latents.map((x, i) => x - much * noise[i]),
        ),
      say: 'The noise is gone, but what is left is the picture times its share. Divide by level.signal.',
    },
    {
      when: ({ args: [latents, noise, { signal }], got }) =>
        near(
          got,
          latents.map((x, i) => (x - noise[i]) / signal),
        ),
      say: 'That takes all of the noise away. In the mixture there is only its share, level.noise.',
    },
  ],
  read: 'What the answer means',
};
