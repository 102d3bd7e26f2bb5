import { type ExerciseCheck, neuronSlopes } from 'neuron-to-diffusion';

type Slopes = (w: number, b: number, x: number, t: number) => number[];

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, i) => Math.abs(value - b[i]) < 1e-9);
const answer = (w: number, b: number, x: number): number => 1 / (1 + Math.exp(-(w * x + b)));
const forNet = (w: number, b: number, x: number, t: number): number => {
  const y = answer(w, b, x);
  return 2 * (y - t) * y * (1 - y);
};

export const check: ExerciseCheck<Slopes> = {
  reference: (w, b, x, t) => [forNet(w, b, x, t) * x, forNet(w, b, x, t)],
  library: [neuronSlopes],
  tries: [
    [0.25, 0.5, 2, 1],
    [-1, 0.5, 3, 0],
    [2, -1, 0.5, 1],
    [0.3, 0.1, -2, 0],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ got, expected }) =>
        same(
          got,
          expected.map((slope) => -slope),
        ),
      say: 'All signs are turned round: that points downhill already. The slope is 2 (y - t) ..., and the step subtracts it.',
    },
    {
      when: ({ got, expected }) =>
        same(
          got,
          expected.map((slope) => slope / 2),
        ),
      say: 'That is half of it: the slope of a square is 2 times what is squared.',
    },
    {
      when: ({ args: [w, b, x, t], got }) => {
        const gap = 2 * (answer(w, b, x) - t);
        return same(got, [gap * x, gap]);
      },
      say: 'The slope of the sigmoid is missing, y (1 - y): the net input moves the answer only that much.',
    },
    {
      when: ({ args: [, , x], got, expected }) => same(got, [expected[0], expected[1] * x]),
      say: 'The bias has no input. It is a weight on a constant 1, so its last factor is 1.',
    },
    {
      when: ({ args: [w], got, expected }) => same(got, [expected[1] * w, expected[1]]),
      say: 'Turn the weight, and the net input moves by x: it is times the input, not times the weight.',
    },
  ],
  read: 'Which way is down?',
};
