import {
  type ExerciseCheck,
  type LoopParts,
  type LoopWish,
  type NoiseLevel,
  paintWith,
  type tf,
} from 'neuron-to-diffusion';
import { near, parts } from './real-run.js';

/** Whether a picture is the one that these parts, or this wish, would have made. */
function is(got: tf.Tensor, others: LoopParts, wish: LoopWish): boolean {
  const other = paintWith(others, wish);
  const same = near(got.dataSync(), other.dataSync());
  other.dispose();
  return same;
}

/** Parts that take only the first steps. */
function some(all: LoopParts, count: number): LoopParts {
  let taken = 0;
  return { ...all, step: (...args) => (taken++ < count ? all.step(...args) : args[0]) };
}

/**
 * The same parts, but the last step begins far from the end: from time 1, where it begins by rights, a
 * good model's last step changes next to nothing, and nobody would see that it is missing.
 */
const early: LoopParts = {
  ...parts,
  times: (steps) => parts.times(steps).map((time) => time + 200),
};

/** Parts that take the picture in mind at the level of the next step. */
function ahead(all: LoopParts): LoopParts {
  let levels: NoiseLevel[] = [];
  let taken = 0;
  return {
    ...all,
    levels: (times) => {
      levels = all.levels(times);
      return levels;
    },
    clean: (latents, answer) => all.clean(latents, answer, levels[++taken]),
  };
}

const wish: LoopWish = {
  prompt: 'pizza, noto style',
  negative: '',
  seed: 7,
  steps: 3,
  guidance: 3,
};

export const check: ExerciseCheck<(parts: LoopParts, wish: LoopWish) => tf.Tensor3D> = {
  reference: (given, asked) => paintWith(given, asked),
  library: [paintWith],
  tries: () => [
    [parts, { ...wish }],
    [
      early,
      { ...wish, prompt: 'red heart', negative: 'blob style', seed: 1, steps: 4, guidance: 2 },
    ],
  ],
  tolerance: 1e-3,
  seconds: 60,
  misconceptions: [
    {
      when: ({ args: [given, asked], got }) =>
        is(got, { ...given, encode: (a, b) => given.encode(b, a) }, asked),
      say: 'Words and no words are swapped somewhere: the negative prompt and its answer come first.',
    },
    {
      when: ({ args: [given, asked], got }) => is(got, some(given, 0), asked),
      say: 'That is the noise of the beginning, decoded: what step gives back must become the new latents.',
    },
    {
      when: ({ args: [given, asked], got }) => is(got, some(given, 1), asked),
      say: 'Only one step was taken. Decode behind the loop, not inside it.',
    },
    {
      when: ({ args: [given, asked], got }) => is(got, some(given, asked.steps - 1), asked),
      say: 'One step is missing: there are as many steps as times; levels has one more.',
    },
    {
      when: ({ args: [given, asked], got }) => is(got, ahead(given), asked),
      say: 'What clean gives belongs to the level of now, levels[i]: that of the latents it gets.',
    },
    {
      when: ({ args: [given, asked], got }) => is(got, given, { ...asked, guidance: 1 }),
      say: 'Guidance does nothing here: the plain answer with words went on.',
    },
  ],
  read: 'The loop, all of it',
};
