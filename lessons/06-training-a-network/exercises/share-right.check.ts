import { accuracy, type ExerciseCheck } from 'neuron-to-diffusion';

type Share = (answers: number[], targets: number[]) => number;

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;
const share = (
  answers: readonly number[],
  targets: readonly number[],
  yes: (y: number) => boolean = (y) => y >= 0.5,
): number => answers.filter((y, i) => Number(yes(y)) === targets[i]).length / answers.length;

export const check: ExerciseCheck<Share> = {
  reference: (answers, targets) => share(answers, targets),
  library: [accuracy],
  tries: [
    [
      [0.9, 0.4, 0.6],
      [1, 0, 0],
    ],
    [
      [0.5, 0.2, 0.6, 0.99],
      [1, 0, 0, 1],
    ],
    [[0.5], [1]],
    [
      [1, 0, 0.1, 0.8, 0.3],
      [1, 0, 1, 1, 0],
    ],
  ],
  misconceptions: [
    {
      when: ({ args: [answers], got, expected }) =>
        answers.length > 1 && near(got, expected * answers.length),
      say: 'That is how many are right. A share is that, divided by how many there are.',
    },
    {
      when: ({ got, expected }) => near(got, 1 - expected),
      say: 'That is the share of the wrong ones: 1 minus it is asked.',
    },
    {
      when: ({ args: [answers, targets], got }) =>
        near(got, answers.filter((y, i) => y === targets[i]).length / answers.length),
      say: 'You count only answers that are exactly 0 or 1. From 0.5 on it is a yes, below it a no.',
    },
    {
      when: ({ args, got }) =>
        near(
          got,
          share(...args, (y) => y > 0.5),
        ),
      say: '0.5 itself counts as a yes.',
    },
  ],
  read: 'Exercise: how many are right?',
};
