import { type ExerciseCheck, tf } from 'neuron-to-diffusion';

type Downhill = (weights: tf.Tensor[], slopes: tf.Tensor[], rate: number) => tf.Tensor[];

const near = (got: tf.Tensor[], wanted: tf.Tensor[]): boolean =>
  got.length === wanted.length &&
  got.every(
    (one, i) =>
      one.shape.join() === wanted[i].shape.join() &&
      tf.max(tf.abs(tf.sub(one, wanted[i]))).dataSync()[0] < 1e-5,
  );

export const check: ExerciseCheck<Downhill> = {
  reference: (weights, slopes, rate) =>
    tf.tidy(() => weights.map((weight, i) => tf.sub(weight, tf.mul(rate, slopes[i])))),
  tries: () => [
    [[tf.tensor1d([1, 2])], [tf.tensor1d([4, -2])], 0.1],
    [
      [tf.tensor2d([[1, -1]]), tf.tensor1d([0.5]), tf.scalar(2)],
      [tf.tensor2d([[3, 2]]), tf.tensor1d([-1]), tf.scalar(4)],
      0.25,
    ],
  ],
  tolerance: 1e-5,
  seconds: 10,
  misconceptions: [
    {
      when: ({ args: [weights, slopes, rate], got }) =>
        tf.tidy(() =>
          near(
            got,
            weights.map((one, i) => tf.add(one, tf.mul(rate, slopes[i]))),
          ),
        ),
      say: 'That goes uphill: the loss would grow. Take the step away instead of adding it.',
    },
    {
      when: ({ args: [weights, slopes], got }) =>
        tf.tidy(() =>
          near(
            got,
            weights.map((one, i) => tf.sub(one, slopes[i])),
          ),
        ),
      say: 'The step is too long: multiply the slope by the learning rate first.',
    },
    {
      when: ({ args: [, slopes, rate], got }) =>
        tf.tidy(() =>
          near(
            got,
            slopes.map((slope) => tf.mul(-rate, slope)),
          ),
        ),
      say: 'That is the step alone. The new weight is the old one and the step together.',
    },
    {
      when: ({ got, expected }) => got.length > 1 && tf.tidy(() => near([got[0]], [expected[0]])),
      say: 'The first is right. Each weight has a slope of its own: `slopes[i]`.',
    },
  ],
  read: 'The same network, twice',
};
