import { type ExerciseCheck, tf } from 'neuron-to-diffusion';

type Step = (w: tf.Tensor, x: tf.Tensor, t: tf.Tensor, rate: number) => tf.Tensor;

const near = (a: tf.Tensor, b: tf.Tensor): boolean =>
  a.shape.join() === b.shape.join() && tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] < 1e-5;

/** The step against the slope, `times` as long. */
const stepped = (...[w, x, t, rate, times]: [...Parameters<Step>, number]): tf.Tensor => {
  const gap = tf.sub(tf.sigmoid(tf.matMul(x, w)), t);
  return tf.sub(w, tf.mul((times * rate) / x.shape[0], tf.matMul(x, gap, true)));
};

export const check: ExerciseCheck<Step> = {
  reference: (w, x, t, rate) => tf.tidy(() => stepped(w, x, t, rate, 1)),
  tries: () => [
    [tf.tensor2d([[0]]), tf.tensor2d([[1], [2]]), tf.tensor2d([[1], [0]]), 1],
    [
      tf.tensor2d([[0.5], [-1]]),
      tf.tensor2d([
        [1, 2],
        [-1, 0.5],
        [0, 3],
      ]),
      tf.tensor2d([[1], [0], [1]]),
      0.3,
    ],
  ],
  tolerance: 1e-5,
  seconds: 10,
  misconceptions: [
    {
      when: ({ args, got }) => tf.tidy(() => near(got, stepped(...args, -1))),
      say: 'Clean, but uphill: take the step away from the weights.',
    },
    {
      when: ({ args, got }) => tf.tidy(() => near(got, stepped(...args, args[1].shape[0]))),
      say: 'Clean, but too far: the sum over the examples is to be divided by their number.',
    },
    {
      when: ({ got }) => got === undefined,
      say: 'Nothing comes back. Return what the tidy returns, and return the new weights inside of it.',
    },
  ],
  read: 'Try it',
};
