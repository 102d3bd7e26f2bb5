import type { ExerciseCheck } from 'neuron-to-diffusion';

function fit(a: number[], b: number[]): number[] {
  const length = Math.max(a.length, b.length);
  return Array.from({ length }, (_, k) => {
    const [p, q] = [a, b].map((shape) => shape[k - length + shape.length] ?? 1);
    if (p !== q && p !== 1 && q !== 1) throw new Error(`${p} and ${q} do not fit`);
    return p === 1 ? q : p;
  });
}

export const check: ExerciseCheck<(a: number[], b: number[]) => number[]> = {
  reference: fit,
  tries: [
    [
      [2, 3],
      [2, 3],
    ],
    [[2, 3], [3]],
    [[], [4]],
    [
      [2, 1],
      [1, 3],
    ],
    [[3], [3, 1]],
    [[64, 28, 28, 1], [8]],
    [[2, 3], [2]],
  ],
  misconceptions: [
    {
      when: ({ got, expected }) => got.length > 1 && [...got].reverse().join() === expected.join(),
      say: 'The right sizes, the wrong way round: each new one belongs in front of the others.',
    },
    {
      when: ({ args: [a, b], got, expected }) =>
        got.join() !== expected.join() && [a.join(), b.join()].includes(got.join()),
      say: 'A size of 1 gives way to the other size, wherever it stands, in both of them.',
    },
    {
      when: ({ got }) => Array.isArray(got),
      say: 'At the right end stand 3 and 2. Neither is 1: they do not fit, so throw an error.',
    },
  ],
  read: 'Broadcasting',
};
