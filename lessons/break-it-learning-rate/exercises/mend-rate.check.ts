import type { ExerciseCheck } from 'neuron-to-diffusion';

type Learn = (xs: number[], ts: number[]) => number[];

const mean = (values: readonly number[]): number =>
  values.reduce((a, b) => a + b, 0) / values.length;

/** The line of least squares, by formula: [weight, bias]. */
const line: Learn = (xs, ts) => {
  const [x0, t0] = [mean(xs), mean(ts)];
  const w = mean(xs.map((x, i) => (x - x0) * (ts[i] - t0))) / mean(xs.map((x) => (x - x0) ** 2));
  return [w, t0 - w * x0];
};

export const check: ExerciseCheck<Learn> = {
  reference: line,
  tries: [
    [
      [-1, -0.5, 0, 0.5, 1],
      [-1.1, 0.2, 0.9, 2.1, 2.9],
    ],
    [
      [-1, 1],
      [3, -2],
    ],
    [
      [-0.9, -0.3, 0.4, 0.8],
      [0.5, 0.4, 0.1, -0.2],
    ],
  ],
  misconceptions: [
    {
      when: ({ got, expected: [w, b] }) => Math.hypot(got[0] - w, got[1] - b) > 100,
      say: 'It still explodes. The way is right and the step too long: look at the one number that says how long.',
    },
    {
      when: ({ got, expected: [w, b] }) => Math.abs(got[0] - w) < 0.05 && got[1] === 0 && b !== 0,
      say: 'Now the bias does not learn. It was not the fault: let it step too.',
    },
    {
      when: ({ got, expected: [w, b] }) => Math.hypot(...got) < 0.8 * Math.hypot(w, b),
      say: 'It is on its way, and slow: after 100 steps it should be there. The rate is too low now.',
    },
  ],
  accept: ({ got, expected }) =>
    got.length === 2 && got.every((one, i) => Math.abs(one - expected[i]) < 0.05)
      ? null
      : `Got a weight and a bias of [${got}]; the best line has [${expected.map((one) => one.toFixed(3))}].`,
  read: 'Try it',
};
