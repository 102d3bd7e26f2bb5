import { type AskedDecoder, decodeScaled, type ExerciseCheck, tf } from 'neuron-to-diffusion';
import { list, near, networks, steps } from './real-run.js';

type Decode = (
  decoder: AskedDecoder,
  latents: number[],
  shape: [number, number, number],
  scale: number,
) => tf.Tensor3D;

/** The first three channels are the picture already. */
const plain: AskedDecoder = (latents) =>
  tf.slice(latents, [0, 0, 0, 0], [-1, -1, -1, 3]) as tf.Tensor4D;
const { decoder, shape } = networks;
const end = list(steps[steps.length - 1].latents);

const made = (
  net: AskedDecoder,
  latents: readonly number[],
  size: readonly [number, number, number],
  factor: number,
): tf.Tensor3D =>
  tf.tidy(() => {
    const values = latents.map((x) => x * factor);
    return tf.squeeze(net(tf.tensor4d(values, [1, ...size])), [0]) as tf.Tensor3D;
  });
const values = (tensor: tf.Tensor): Float32Array => {
  const numbers = tensor.dataSync() as Float32Array;
  tensor.dispose();
  return numbers;
};
const finish = (x: tf.Tensor): tf.Tensor =>
  tf.tidy(() => tf.clipByValue(tf.add(tf.mul(x, 0.5), 0.5), 0, 1));
/** Whether an answer is the picture that comes out when the latents are multiplied by `factor`. */
const isFor = (
  got: tf.Tensor,
  [net, latents, size]: readonly [
    AskedDecoder,
    readonly number[],
    readonly [number, number, number],
  ],
  factor: number,
  last: (x: tf.Tensor) => tf.Tensor = finish,
): boolean => {
  const right = tf.tidy(() => last(made(net, latents, size, factor)));
  return near(got.dataSync(), values(right));
};

export const check: ExerciseCheck<Decode> = {
  reference: (net, latents, size, scale) => decodeScaled(net, latents, size, scale),
  library: [decodeScaled],
  tries: () => [
    [plain, [-1, 0, 1, 0.5, 3, -2, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8], [2, 2, 3], 1],
    [plain, [-0.1, 0, 0.1, 0.05, 0.06, -0.02, 0, 0, 0, 0.1, 0.1, 0.1], [2, 2, 3], 0.2],
    [decoder, [...end], shape, 1],
    [decoder, end.map((x) => x * 0.18215), shape, 0.18215],
  ],
  tolerance: 1e-4,
  seconds: 30,
  misconceptions: [
    {
      when: ({ got }) => Number(got.shape.length) === 4,
      say: 'The batch of one is still there. tf.squeeze(x, [0]) takes that axis away.',
    },
    {
      when: ({ args: [net, latents, size, scale], got }) =>
        scale !== 1 && isFor(got, [net, latents, size], scale),
      say: 'Multiplied by the scale. The U-Net was trained on latents times the scale: divide to undo it.',
    },
    {
      when: ({ args: [net, latents, size, scale], got }) =>
        scale !== 1 && isFor(got, [net, latents, size], 1),
      say: 'The scale is forgotten. Divide the latents by it, before the decoder sees them.',
    },
    {
      when: ({ args: [net, latents, size, scale], got }) =>
        isFor(got, [net, latents, size], 1 / scale, (x) => tf.clipByValue(x, 0, 1)),
      say: 'The decoder says -1 for black and 1 for white. Half of it, plus a half, is 0 to 1.',
    },
    {
      when: ({ args: [net, latents, size, scale], got }) =>
        isFor(got, [net, latents, size], 1 / scale, (x) => tf.add(tf.mul(x, 0.5), 0.5)),
      say: 'Some numbers are below 0 or above 1, and no screen can show that: cut them off, tf.clipByValue.',
    },
  ],
  read: 'Out of the small world',
};
