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
      [1, -1, 0.5, -0.5],
      [0.5, 0.4, 0.1, -0.2],
    ],
  ],
  misconceptions: [
    {
      when: ({ got }) => got.every((one) => one === 0),
      say: 'It has not moved at all. Set the slopes back before they are collected, not after.',
    },
    {
      when: ({ args: [xs, ts], got: [w, b] }) => {
        const last = xs.length - 1;
        return Math.abs(w * xs[last] + b - ts[last]) < 1e-3;
      },
      say: 'It fits the last example alone: within a step the slopes of all examples are added up.',
    },
    {
      when: ({ got, expected: [w, b] }) => Math.hypot(got[0] - w, got[1] - b) > 0.02,
      say: 'It still swings, or has not arrived: print both slopes at the beginning of a step. Are they 0?',
    },
  ],
  accept: ({ got, expected }) =>
    got.length === 2 && got.every((one, i) => Math.abs(one - expected[i]) < 0.02)
      ? null
      : `Got a weight and a bias of [${got}]; the best line has [${expected.map((one) => one.toFixed(3))}].`,
  read: 'Look closer',
};
