import { type ExerciseCheck, guidanceIsOn } from 'neuron-to-diffusion';

export const check: ExerciseCheck<(steps: number, guidance: number) => number> = {
  reference: (steps, guidance) => (guidanceIsOn(guidance) ? 2 * steps : steps),
  tries: [
    [20, 3],
    [20, 1],
    [1, 7.5],
    [50, 0],
    [8, 1.5],
  ],
  misconceptions: [
    {
      when: ({ args: [steps, guidance], got }) => guidance <= 1 && got === 2 * steps,
      say: 'With a guidance of 1 or less there is nothing to compare: it is asked once a step.',
    },
    {
      when: ({ args: [steps, guidance], got }) => guidance > 1 && got === steps,
      say: 'Twice at every step: once with words, once without.',
    },
    {
      when: ({ args: [steps, guidance], got }) => got === steps * guidance,
      say: 'Guidance says how far to go, not how often to ask. It is asked twice, or once.',
    },
    {
      when: ({ args: [steps], got }) => got === steps + 1,
      say: 'The answer without words is asked for at every step, not once for all.',
    },
  ],
  read: 'The machine',
};
