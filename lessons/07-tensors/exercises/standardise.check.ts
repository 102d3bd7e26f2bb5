import { type ExerciseCheck, random, tf } from 'neuron-to-diffusion';

type Standardise = (x: tf.Tensor2D) => tf.Tensor;

const near = (a: tf.Tensor, b: tf.Tensor): boolean =>
  a.shape.join() === b.shape.join() && tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] < 1e-4;

const left = (x: tf.Tensor, axis?: number): tf.Tensor => tf.sub(x, tf.mean(x, axis, true));
const variance = (x: tf.Tensor, axis?: number): tf.Tensor =>
  tf.mean(tf.square(left(x, axis)), axis, true);
const along = (x: tf.Tensor, axis?: number): tf.Tensor =>
  tf.div(left(x, axis), tf.sqrt(variance(x, axis)));

/** The sentence for an answer that comes of another computation. */
const told = (
  way: (x: tf.Tensor) => tf.Tensor,
  say: string,
): ExerciseCheck<Standardise>['misconceptions'][number] => ({
  when: ({ args: [x], got }) => tf.tidy(() => near(got, way(x))),
  say,
});

export const check: ExerciseCheck<Standardise> = {
  reference: (x) => tf.tidy(() => along(x, 0)),
  tries: () => [
    [
      tf.tensor2d([
        [1, 100],
        [3, 500],
      ]),
    ],
    [tf.tensor2d(random(4).randn(12), [4, 3])],
  ],
  tolerance: 1e-4,
  seconds: 10,
  misconceptions: [
    told((x) => along(x, 1), 'You did it for each row. For columns the rows must vanish: axis 0.'),
    told((x) => along(x), 'That is one mean for all columns together. Each has its own: axis 0.'),
    told((x) => tf.div(left(x, 0), variance(x, 0)), 'The root is missing in what you divide by.'),
    told((x) => left(x, 0), 'The means are 0 now. Now divide by the standard deviation.'),
    told(
      (x) => tf.div(x, tf.sqrt(variance(x, 0))),
      'The sizes are right, the middle is not. Take the mean away first.',
    ),
  ],
  read: 'Shapes',
};
