import { type ExerciseCheck, squaredError } from 'neuron-to-diffusion';

type MeanLoss = (answers: number[], targets: number[]) => number;

const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;
const mean = (values: readonly number[]): number =>
  values.reduce((a, b) => a + b, 0) / values.length;
const gaps = (answers: readonly number[], targets: readonly number[]): number[] =>
  answers.map((y, i) => y - targets[i]);

export const check: ExerciseCheck<MeanLoss> = {
  reference: (answers, targets) => mean(gaps(answers, targets).map((gap) => gap ** 2)),
  library: [squaredError.value],
  tries: [
    [
      [0.5, 0.25],
      [0, 1],
    ],
    [[0.2], [1]],
    [
      [0.9, 0.1, 0.7, 0.4],
      [1, 0, 0, 1],
    ],
    [
      [1, 0, 1],
      [1, 0, 1],
    ],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args: [answers], got, expected }) => close(got, expected * answers.length),
      say: 'That is the sum. A mean is the sum divided by how many there are.',
    },
    {
      when: ({ args, got }) => close(got, mean(gaps(...args)) ** 2),
      say: 'Too much and too little cancel each other: square each difference before you add.',
    },
    {
      when: ({ args, got }) => close(got, mean(gaps(...args).map(Math.abs))),
      say: 'That is the mean distance, without its square. Square each difference.',
    },
    {
      when: ({ got, expected }) => close(got, Math.sqrt(expected)),
      say: 'There is a square root too many: the loss is the mean of the squares as it is.',
    },
  ],
  read: 'How wrong, in one number',
};
