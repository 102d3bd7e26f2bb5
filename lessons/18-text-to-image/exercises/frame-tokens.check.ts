import { type ExerciseCheck, frameTokens } from 'neuron-to-diffusion';
import { model } from './real-run.js';

interface Frame {
  startId: number;
  endId: number;
  padId: number;
  length: number;
}

const { tokenizer } = model;
const { startId, endId, padId, length } = tokenizer;
const micro: Frame = { startId, endId, padId, length };
const toy: Frame = { startId: 90, endId: 99, padId: 0, length: 6 };
const long =
  'a red heart and a blue heart and a green heart and a yellow heart and a black heart, noto style';
const same = (a: number[], b: number[]): boolean => a.join() === b.join();

export const check: ExerciseCheck<(ids: number[], frame: Frame) => number[]> = {
  reference: (ids, frame) => frameTokens(ids, frame),
  library: [frameTokens],
  tries: [
    [[5, 6], toy],
    [[1, 2, 3, 4, 5, 6, 7], toy],
    [[], toy],
    [tokenizer.encode('pizza, noto style'), micro],
    [tokenizer.encode(long), micro],
  ],
  misconceptions: [
    {
      when: ({ args: [, frame], got }) => got.length > frame.length,
      say: 'That is longer than a prompt may be. Keep only as many tokens as fit between start and end.',
    },
    {
      when: ({ args: [, { startId: first }], got }) => got[0] !== first,
      say: 'The row begins with the start token.',
    },
    {
      when: ({ args: [ids, frame], got }) =>
        ids.length > frame.length - 2 && !got.includes(frame.endId),
      say: 'The end token was cut off. Cut the words first, then put the end behind them.',
    },
    {
      when: ({ args: [, frame], got, expected }) =>
        frame.padId !== frame.endId &&
        same(
          got,
          expected.map((id) => (id === frame.padId ? frame.endId : id)),
        ),
      say: 'One end token, then padId. In some models the two are the same number, in this frame not.',
    },
    {
      when: ({ args: [, frame], got }) => got.length < frame.length,
      say: 'Too short: fill up with padId until there are `length` numbers.',
    },
  ],
  read: 'Words become numbers',
};
