import { type ExerciseCheck, tf } from 'neuron-to-diffusion';

type ToShares = (scores: tf.Tensor2D) => tf.Tensor;

const near = (a: tf.Tensor, b: tf.Tensor): boolean =>
  a.shape.join() === b.shape.join() &&
  tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]) < 1e-4;

/** Whether the sums along this axis are all 1. */
const addsUp = (got: tf.Tensor, axis: number): boolean =>
  tf.tidy(() => tf.max(tf.abs(tf.sub(tf.sum(got, axis), 1))).dataSync()[0]) < 1e-4;

export const check: ExerciseCheck<ToShares> = {
  reference: (scores) => tf.softmax(scores),
  library: [tf.softmax],
  tries: () => [
    [tf.tensor2d([[1, 2]])],
    [
      tf.tensor2d([
        [3, 1, 0],
        [4, 2, 2],
        [5, 0, 1],
      ]),
    ],
    [
      tf.tensor2d([
        [0, 1],
        [2, -1],
        [-3, 0.5],
      ]),
    ],
  ],
  tolerance: 1e-5,
  seconds: 10,
  misconceptions: [
    {
      when: ({ args: [scores], got }) =>
        tf.tidy(() => near(got, tf.div(scores, tf.sum(scores, 1, true)))),
      say: 'The scores themselves are shared out. A score may be negative: take exp of each first.',
    },
    {
      when: ({ got }) => addsUp(got, 0),
      say: 'Each column adds up to 1: the class was shared out among the pictures. It is the other axis.',
    },
    {
      when: ({ got }) => tf.tidy(() => Math.abs(tf.sum(got).dataSync()[0] - 1) < 1e-4),
      say: 'All shares of all pictures together add up to 1. It should be those of each picture.',
    },
    {
      when: ({ args: [scores], got }) =>
        tf.tidy(() => {
          const e = tf.exp(scores);
          return near(got, tf.div(e, tf.sum(e, 1)));
        }),
      say: 'The right axis, but its sums were laid along the row, each below another class. Keep the axis: a column of sums.',
    },
  ],
  read: 'Try it',
};
