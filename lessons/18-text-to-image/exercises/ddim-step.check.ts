import { cleanLatents, ddimStep, type ExerciseCheck } from 'neuron-to-diffusion';
import { alphas, type Level, list, near, steps } from './real-run.js';

type Step = (latents: number[], clean: number[], now: Level, next: Level) => number[];

const end: Level = { signal: Math.sqrt(alphas[0]), noise: Math.sqrt(1 - alphas[0]) };
const real = steps.map((event, i): [number[], number[], Level, Level] => [
  list(event.before),
  list(cleanLatents(event)),
  { ...event.step.noising },
  i + 1 < steps.length ? { ...steps[i + 1].step.noising } : end,
]);

export const check: ExerciseCheck<Step> = {
  reference: (latents, clean, now, next) => ddimStep(latents, clean, now, next),
  library: [ddimStep],
  tries: [
    [[1.4], [1], { signal: 0.8, noise: 0.6 }, { signal: 1, noise: 0 }],
    [[1.4, 0.2], [1, 1], { signal: 0.8, noise: 0.6 }, { signal: 0.96, noise: 0.28 }],
    ...real,
  ],
  tolerance: 1e-6,
  misconceptions: [
    {
      when: ({ args: [latents], got }) => near(got, latents),
      say: 'Nothing has moved: you mix with the level of now again. The new mixture has the level of next.',
    },
    {
      when: ({ args: [latents, clean, now, next], got }) =>
        near(
          got,
          latents.map(
            (x, i) => next.signal * clean[i] + next.noise * (x - now.signal * clean[i]) * now.noise,
          ),
        ),
      say: 'To find the noise, divide by now.noise: in the mixture it stands multiplied.',
    },
    {
      when: ({ args: [latents, clean, now, next], got }) =>
        near(
          got,
          latents.map(
            (x, i) =>
              next.noise * clean[i] + (next.signal * (x - now.signal * clean[i])) / now.noise,
          ),
        ),
      say: 'The shares of next are swapped: signal goes with the clean picture, noise with the noise.',
    },
    {
      when: ({ args: [latents, clean, now, next], got }) =>
        near(
          got,
          latents.map((x, i) => next.signal * clean[i] + (next.noise * (x - clean[i])) / now.noise),
        ),
      say: 'In the latents the clean picture stands with its share: take now.signal times it away.',
    },
    {
      when: ({ args: [, clean], got }) => near(got, clean),
      say: 'That is the clean picture at once: too far in one go. Mix noise back in, as much as next has.',
    },
    {
      when: ({ args: [, clean, , next], got }) =>
        next.noise > 0 &&
        near(
          got,
          clean.map((c) => next.signal * c),
        ),
      say: 'The noise is missing from the new mixture: next.noise times it.',
    },
  ],
  read: 'One step of DDIM',
};
