import { type AskedNetwork, askTwice, type ExerciseCheck, tf } from 'neuron-to-diffusion';
import { list, near, networks, parts, steps } from './real-run.js';

type AskTwice = (
  network: AskedNetwork,
  latents: number[],
  shape: [number, number, number],
  time: number,
  states: tf.Tensor3D,
) => number[][];

/** Says what it was told: the time plus the first number of each text. */
const echo: AskedNetwork = (x, time, states) =>
  tf.tidy(() => {
    const told = tf.reshape(tf.slice(states, [0, 0, 0], [x.shape[0], 1, 1]), [-1, 1, 1, 1]);
    return tf.add(tf.add(x, time), told) as tf.Tensor4D;
  });

export const check: ExerciseCheck<AskTwice> = {
  reference: (net, latents, size, time, states) => askTwice(net, latents, size, time, states),
  library: [askTwice],
  tries: () => [
    [echo, [1, 2, 3, 4], [1, 2, 2], 10, tf.tensor3d([0, 0, 100, 100], [2, 1, 2])],
    [
      networks.network,
      list(steps[1].input),
      networks.shape,
      steps[1].timestep,
      parts.encode('', 'pizza, noto style'),
    ],
  ],
  tolerance: 1e-4,
  seconds: 30,
  misconceptions: [
    {
      when: ({ got, expected }) =>
        got.length === 2 && near(got[0], expected[1]) && near(got[1], expected[0]),
      say: 'Swapped. The first text is the empty one, so the first answer is the one without words.',
    },
    {
      when: ({ got, expected }) =>
        got.length === 2 && near(got[0], expected[0]) && near(got[1], expected[0]),
      say: 'Both answers are those without words: was each latent given its own text?',
    },
    {
      when: ({ got, expected }) =>
        got.length === 1 && near(got[0], [...expected[0], ...expected[1]]),
      say: 'Both answers in one list. tf.unstack takes a batch apart.',
    },
    {
      when: ({ args: [, latents], got }) => got.length === 1 && got[0].length === latents.length,
      say: 'One answer only. Two are wanted: put the latents into the batch twice.',
    },
  ],
  read: 'Two answers',
};
