import { type ExerciseCheck, softmax } from 'neuron-to-diffusion';

type Surprise = (scores: number[], right: number) => number;

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-6;

export const check: ExerciseCheck<Surprise> = {
  reference: (scores, right) => -Math.log(softmax(scores)[right]),
  tries: [
    [[9, 0, 0], 0],
    [[1, 3, -2], 1],
    [[1, 3, -2], 2],
    [[0, 0], 1],
  ],
  tolerance: 1e-6,
  misconceptions: [
    {
      when: ({ args: [scores, right], got }) =>
        near(got, -Math.log(softmax(softmax(scores))[right])),
      say: 'Softmax is still taken twice: shares are made of shares.',
    },
    {
      when: ({ args: [scores, right], got }) => near(got, Math.log(softmax(scores)[right])),
      say: 'The sign: the logarithm of a share is below 0, and a surprise is not.',
    },
    {
      when: ({ args: [scores, right], got }) => near(got, 1 - softmax(scores)[right]),
      say: 'That is what is missing to 1. The surprise is minus the logarithm of the share.',
    },
    {
      when: ({ args: [scores, right], got }) =>
        Number.isNaN(got) || near(got, -Math.log(scores[right])),
      say: 'Now no softmax is taken at all: a score is no share. Once is right.',
    },
    {
      when: ({ args: [scores], got }) =>
        near(
          got,
          softmax(scores).reduce((sum, share) => sum - Math.log(share), 0),
        ),
      say: 'The surprises at all classes are added up. Only the right one happened.',
    },
  ],
  read: 'Look closer',
};
