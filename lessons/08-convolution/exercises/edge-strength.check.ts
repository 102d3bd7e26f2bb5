import { conv2d, type ExerciseCheck, tf } from 'neuron-to-diffusion';

type EdgeStrength = (x: tf.Tensor4D, weight: tf.Tensor4D) => tf.Tensor;

const wave = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => (1 + Math.sin(3 * i + 1)) / 2);

/** Upright and level, one channel each: [3, 3, 1, 2]. */
const both = (): tf.Tensor4D =>
  tf.tensor4d([-1, -1, 0, -1, 1, -1, -1, 0, 0, 0, 1, 0, -1, 1, 0, 1, 1, 1], [3, 3, 1, 2]);

const near = (a: tf.Tensor, b: tf.Tensor): boolean => {
  if (a.shape.join() !== b.shape.join()) return false;
  const right = b.dataSync();
  return a.dataSync().every((value, i) => Math.abs(value - right[i]) < 1e-3);
};

export const check: ExerciseCheck<EdgeStrength> = {
  reference: (x, weight) =>
    tf.tidy(() => tf.sqrt(tf.sum(tf.square(conv2d({ weight }, x, { padding: 'valid' })), 3))),
  tries: () => [
    [tf.tensor4d([0, 0, 1, 0, 0, 1, 0, 0, 1], [1, 3, 3, 1]), both()],
    [tf.tensor4d(wave(40), [2, 4, 5, 1]), both()],
  ],
  tolerance: 1e-4,
  seconds: 10,
  misconceptions: [
    {
      when: ({ got, expected }) => tf.tidy(() => near(got, tf.square(expected))),
      say: 'That is the sum of the squares. What is missing is the square root.',
    },
    {
      when: ({ args: [x, weight], got }) =>
        tf.tidy(() => near(got, tf.sum(tf.abs(conv2d({ weight }, x, { padding: 'valid' })), 3))),
      say: 'You add the sizes of the two. Square them first, and take the root of the sum.',
    },
    {
      when: ({ got, expected }) => Number(got.shape[1]) === Number(expected.shape[1]) + 2,
      say: "The map is as large as the picture: it was padded. Say padding: 'valid'.",
    },
    {
      when: ({ got }) => got.shape.at(-1) === 2,
      say: 'Both channels are still there. They are the last axis, number 3: sum over that one.',
    },
  ],
  read: 'Exercise: borders in every direction',
};
