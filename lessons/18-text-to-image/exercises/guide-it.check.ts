import { type ExerciseCheck, guide } from 'neuron-to-diffusion';
import { list, near, steps } from './real-run.js';

type GuideIt = (without: number[], withWords: number[], scale: number) => number[];

const real = steps.map(({ withoutWords = [], withWords }): [number[], number[]] => [
  list(withoutWords),
  list(withWords),
]);

export const check: ExerciseCheck<GuideIt> = {
  reference: (without, withWords, scale) => guide(without, withWords, scale),
  library: [guide],
  tries: [
    [[1, 1], [2, 0], 3],
    [[1, 1], [2, 0], 1],
    [[0.5, -1], [0.5, 2], 7.5],
    ...real.map(([without, withWords]): [number[], number[], number] => [without, withWords, 3]),
  ],
  tolerance: 1e-6,
  misconceptions: [
    {
      when: ({ args: [without, withWords, scale], got }) =>
        near(got, guide(withWords, without, scale)),
      say: 'Swapped: that leads away from the words. Begin without words, and go towards them.',
    },
    {
      when: ({ args: [without, withWords, scale], got }) =>
        near(
          got,
          without.map((a, i) => scale * (withWords[i] - a)),
        ),
      say: 'That is the way alone. Where does it begin? Add the answer without words.',
    },
    {
      when: ({ args: [without, withWords, scale], got }) =>
        near(
          got,
          withWords.map((b, i) => b + scale * (b - without[i])),
        ),
      say: 'That begins at the answer with words, and so goes one way too far. Begin without words.',
    },
    {
      when: ({ args: [, withWords, scale], got }) =>
        near(
          got,
          withWords.map((b) => scale * b),
        ),
      say: 'Only larger, not further: the answer without words takes no part in it.',
    },
  ],
  read: 'Further than asked',
};
