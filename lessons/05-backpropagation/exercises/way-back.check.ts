import type { ExerciseCheck } from 'neuron-to-diffusion';

type WayBack = (x: number, weights: number[]) => number[];

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, i) => Math.abs(value - b[i]) < 1e-9);

interface Walk {
  /** The slope that the step through tanh multiplies with, from its height. */
  readonly bend?: (height: number) => number;
  /** What goes on to the neuron before, from the slope for the net input and the weight. */
  readonly on?: (forNet: number, weight: number) => number;
  /** Which number stands beside the weight: 0 what came in, 1 what went out. */
  readonly beside?: 0 | 1;
}

function walk(x: number, weights: readonly number[], how: Walk = {}): number[] {
  const { bend = (y) => 1 - y * y, on = (forNet, weight) => forNet * weight, beside = 0 } = how;
  const heights = [x];
  for (const w of weights) heights.push(Math.tanh(w * heights[heights.length - 1]));
  const slopes = weights.map(() => 0);
  let behind = 1;
  for (let i = weights.length - 1; i >= 0; i--) {
    const forNet = behind * bend(heights[i + 1]);
    slopes[i] = forNet * heights[i + beside];
    behind = on(forNet, weights[i]);
  }
  return slopes;
}

export const check: ExerciseCheck<WayBack> = {
  reference: (x, weights) => walk(x, weights),
  tries: [
    [0.5, [1, 2]],
    [0.8, [-0.5]],
    [-1, [0.7, -1.2, 0.4]],
    [0.3, [2, 1, -1, 0.5, 3]],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args, got }) => same(got, walk(...args, { on: () => 1 })) && got.length > 1,
      say: 'Each neuron begins with 1 again. Carry the slope that comes from behind along.',
    },
    {
      when: ({ args, got }) => same(got, walk(...args, { bend: () => 1 })),
      say: 'The slope of tanh is missing: 1 minus its height squared, at every neuron.',
    },
    {
      when: ({ args, got }) => same(got, walk(...args, { on: (forNet) => forNet })),
      say: 'On its way to the neuron before, the slope goes through the weight: multiply by it.',
    },
    {
      when: ({ args, got }) => same(got, walk(...args, { beside: 1 })),
      say: 'A weight is multiplied with what came in, so its slope is times that, not times the output.',
    },
    {
      when: ({ got, expected }) => got.length > 1 && same([...got].reverse(), expected),
      say: 'The slopes are right, in the wrong order: the first belongs to the first weight.',
    },
  ],
  read: 'By hand: back',
};
