import { type ExerciseCheck, random, tf } from 'neuron-to-diffusion';

type Layer = (x: tf.Tensor2D, w: tf.Tensor2D, b: tf.Tensor1D) => tf.Tensor;

const near = (a: tf.Tensor, b: tf.Tensor): boolean =>
  a.shape.join() === b.shape.join() &&
  tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]) < 1e-5;

const net: Layer = (x, w, b) => tf.add(tf.matMul(x, w), b);

function drawn(seed: number, examples: number, inputs: number, neurons: number): Parameters<Layer> {
  const rng = random(seed);
  return [
    tf.tensor2d(rng.randn(examples * inputs), [examples, inputs]),
    tf.tensor2d(rng.randn(inputs * neurons), [inputs, neurons]),
    tf.tensor1d(rng.randn(neurons)),
  ];
}

export const check: ExerciseCheck<Layer> = {
  reference: (x, w, b) => tf.tidy(() => tf.tanh(net(x, w, b))),
  tries: () => [
    [tf.tensor2d([[1, 2]]), tf.tensor2d([[0.5], [-1]]), tf.tensor1d([1])],
    drawn(1, 3, 2, 4),
    drawn(2, 5, 4, 2),
  ],
  tolerance: 1e-5,
  seconds: 10,
  misconceptions: [
    {
      when: ({ args: [x, w], got }) => tf.tidy(() => near(got, tf.tanh(tf.matMul(x, w)))),
      say: 'The biases are missing. Add them to the product: they broadcast over all rows.',
    },
    {
      when: ({ args: [x, w, b], got }) =>
        tf.tidy(() => near(got, tf.add(tf.tanh(tf.matMul(x, w)), b))),
      say: 'The bias belongs to the net input: add it before the tanh, not after.',
    },
    {
      when: ({ args: [x, w, b], got }) => tf.tidy(() => near(got, net(x, w, b))),
      say: 'Those are the net inputs. The activation is missing: send them through `tf.tanh`.',
    },
    {
      when: ({ got, expected }) => tf.tidy(() => near(tf.transpose(got), expected)),
      say: 'The right numbers, the wrong way round: a row for each example, not for each neuron.',
    },
  ],
  read: "The library's",
};
