import { type ExerciseCheck, trainNetwork } from 'neuron-to-diffusion';

type Best = (testLosses: number[], patience: number) => number;

function watch(losses: readonly number[], patience: number): { best: number; stopped: number } {
  let best = 0;
  for (let i = 0; i < losses.length; i++) {
    if (losses[i] < losses[best]) best = i;
    if (i - best >= patience) return { best: best + 1, stopped: i + 1 };
  }
  return { best: best + 1, stopped: losses.length };
}

export const check: ExerciseCheck<Best> = {
  reference: (losses, patience) => watch(losses, patience).best,
  library: [trainNetwork],
  tries: [
    [[0.9, 0.5, 0.6, 0.7, 0.1], 2],
    [[0.8, 0.9, 0.7, 0.75, 0.6], 3],
    [[1, 0.9, 0.8], 1],
    [[0.5, 0.6, 0.4], 1],
    [[0.4, 0.5, 0.6, 0.3], 2],
  ],
  misconceptions: [
    {
      when: ({ got, expected }) => got === expected - 1,
      say: 'One too few: epochs are counted so that the first is 1.',
    },
    {
      when: ({ args: [losses, patience], got }) => got === watch(losses, patience).stopped,
      say: 'That is where it stopped, or its last epoch. Asked is the best one before that.',
    },
    {
      when: ({ args: [losses, patience], got, expected }) =>
        patience > 1 && got === watch(losses, 1).best && got < expected,
      say: 'You stop the first time that it gets worse. Patience is how many epochs it may take.',
    },
    {
      when: ({ args: [losses], got }) => got === losses.indexOf(Math.min(...losses)) + 1,
      say: 'It stopped before that epoch, so it has never seen that loss: or it was one epoch too patient.',
    },
  ],
  read: 'Train and test',
};
