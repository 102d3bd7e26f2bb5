import { type ExerciseCheck, scaleInput } from 'neuron-to-diffusion';
import { eulerSteps, list, near } from './real-run.js';

type ScaleInput = (latents: number[], sigma: number) => number[];

const real = eulerSteps.map(({ before, step }): [number[], number] => [
  list(before),
  step.noising.noise,
]);

export const check: ExerciseCheck<ScaleInput> = {
  reference: (latents, sigma) => scaleInput(latents, sigma),
  library: [scaleInput],
  tries: [[[5, -10], 0.75], [[1, 2, 3], 0], ...real],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args: [latents, sigma], got }) =>
        near(
          got,
          latents.map((x) => x * Math.sqrt(sigma ** 2 + 1)),
        ),
      say: 'Multiplied. The latents are too large for the network, so divide.',
    },
    {
      when: ({ args: [latents, sigma], got }) =>
        near(
          got,
          latents.map((x) => x / (sigma ** 2 + 1)),
        ),
      say: 'The square root is missing: sigma squared plus 1 is a variance, and latents scale with its root.',
    },
    {
      when: ({ args: [latents, sigma], got }) =>
        sigma > 0 &&
        near(
          got,
          latents.map((x) => x / (sigma + 1)),
        ),
      say: 'Sizes of independent things do not add up, their squares do: the root of sigma squared plus 1.',
    },
    {
      when: ({ args: [latents, sigma], got }) =>
        sigma > 0 &&
        near(
          got,
          latents.map((x) => x / sigma),
        ),
      say: 'You divide by the noise alone. The picture is in there too, with size 1.',
    },
  ],
  read: 'Scale the input',
};
