import { cleanLatents, type ExerciseCheck, eulerStep } from 'neuron-to-diffusion';
import { eulerSteps, list, near } from './real-run.js';

type Step = (latents: number[], clean: number[], sigma: number, next: number) => number[];

const real = eulerSteps.map((event, i): [number[], number[], number, number] => [
  list(event.before),
  list(cleanLatents(event)),
  event.step.noising.noise,
  eulerSteps[i + 1]?.step.noising.noise ?? 0,
]);

export const check: ExerciseCheck<Step> = {
  reference: (latents, clean, sigma, next) => eulerStep(latents, clean, sigma, next),
  library: [eulerStep],
  tries: [[[7], [1], 3, 1], [[4, -3], [1, 0], 2, 0], ...real],
  tolerance: 1e-6,
  misconceptions: [
    {
      when: ({ args: [latents, clean, sigma, next], got }) =>
        near(
          got,
          latents.map((x, i) => x + ((sigma - next) * (x - clean[i])) / sigma),
        ),
      say: 'The wrong way: sigma becomes smaller, so the stride next - sigma is negative.',
    },
    {
      when: ({ args: [latents, clean, sigma, next], got }) =>
        near(
          got,
          latents.map((x, i) => x + (next - sigma) * (x - clean[i])),
        ),
      say: 'The slope is a change for each unit of sigma: divide by the sigma of now.',
    },
    {
      when: ({ args: [latents, clean, sigma, next], got }) =>
        near(
          got,
          latents.map((x, i) => x + (next * (x - clean[i])) / sigma),
        ),
      say: 'The stride is how far sigma moves: next - sigma, not next.',
    },
    {
      when: ({ args: [latents, clean, sigma, next], got }) =>
        near(
          got,
          latents.map((x, i) => x + ((next - sigma) * (x - clean[i])) / next),
        ),
      say: 'Divide by the sigma of now: the slope is measured where you stand. The last sigma is 0.',
    },
    {
      when: ({ args: [latents, clean, sigma, next], got }) =>
        near(
          got,
          latents.map((x, i) => clean[i] + ((next - sigma) * (x - clean[i])) / sigma),
        ),
      say: 'You stride off from the clean picture. You stand at the latents.',
    },
  ],
  read: 'One step of Euler',
};
