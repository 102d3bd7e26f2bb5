import type { ExerciseCheck } from 'neuron-to-diffusion';

type Slope = (net: number, target: number) => number;

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;
const soft = (net: number): number => 1 / (1 + Math.exp(-net));
const hard = (net: number): number => (net >= 0 ? 1 : 0);
const bend = (net: number): number => soft(net) * (1 - soft(net));

export const check: ExerciseCheck<Slope> = {
  reference: (net, target) => 2 * (soft(net) - target) * bend(net),
  tries: [
    [1.5, 0],
    [0, 1],
    [-2, 1],
    [0.3, 0],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args: [net, target], got }) =>
        got !== 0 && near(got, 2 * (hard(net) - target) * bend(net)),
      say: 'The slope is soft now, but it belongs to a binary answer. Compute the answer with the sigmoid too.',
    },
    {
      when: ({ got }) => got === 0,
      say: 'The slope is still 0, so nothing will be learned. The answer and its slope must both be those of a sigmoid.',
    },
    {
      when: ({ args: [net, target], got }) => near(got, 2 * (soft(net) - target)),
      say: 'The slope of the sigmoid is missing: y (1 - y).',
    },
    {
      when: ({ got, expected }) => near(got, -expected),
      say: 'The sign is turned round: answer minus target.',
    },
  ],
  read: 'Try it',
};
