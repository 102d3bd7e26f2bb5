import { type ExerciseCheck, frameTokens, tf } from 'neuron-to-diffusion';
import { model, near, networks } from './real-run.js';

type Encoder = (rows: number[][]) => tf.Tensor3D;
type RowOf = (text: string) => number[];
type Encode = (encoder: Encoder, rowOf: RowOf, negative: string, prompt: string) => tf.Tensor3D;

const { tokenizer } = model;
const rowOf: RowOf = (text) => frameTokens(tokenizer.encode(text), tokenizer);

/** The letters of a text, and a state of two numbers for each: what a row is, and one more. */
const lettersOf: RowOf = (text) => Array.from({ length: 4 }, (_, i) => text.charCodeAt(i) || 0);
const plain: Encoder = (rows) =>
  tf.tensor3d(rows.map((row) => row.map((letter) => [letter / 100, letter / 100 + 1])));

/** Whether an answer is what the encoder makes of these texts. */
function isOf(got: tf.Tensor, encoder: Encoder, row: RowOf, texts: readonly string[]): boolean {
  const other = encoder(texts.map(row));
  const same = near(got.dataSync(), other.dataSync());
  other.dispose();
  return same;
}

export const check: ExerciseCheck<Encode> = {
  reference: (encoder, row, negative, prompt) => encoder([row(negative), row(prompt)]),
  tries: () => [
    [plain, lettersOf, 'no', 'yes'],
    [networks.encoder, rowOf, '', 'pizza, noto style'],
    [networks.encoder, rowOf, 'blob style', 'red heart'],
  ],
  tolerance: 1e-4,
  misconceptions: [
    {
      when: ({ args: [encoder, row, negative, prompt], got }) =>
        isOf(got, encoder, row, [prompt, negative]),
      say: 'The right states, in the wrong order: the text without your words (or the negative one) comes first.',
    },
    {
      when: ({ args: [encoder, row, , prompt], got }) => isOf(got, encoder, row, [prompt]),
      say: 'Only one text went in. The encoder wants a list of rows: put both in, [row, row].',
    },
    {
      when: ({ args: [encoder, row, negative, prompt], got }) =>
        isOf(got, encoder, row, [`${negative}, ${prompt}`]) ||
        isOf(got, encoder, row, [`${negative} ${prompt}`]) ||
        isOf(got, encoder, row, [negative + prompt]),
      say: 'Those are the states of one text that has both in it. Keep the two apart: each has its own row.',
    },
    {
      when: ({ args: [encoder, row, negative, prompt], got }) =>
        negative !== '' && isOf(got, encoder, row, ['', prompt]),
      say: 'The negative prompt never went in.',
    },
    {
      when: ({ args: [encoder, row, , prompt], got }) => isOf(got, encoder, row, [prompt, prompt]),
      say: 'Twice the same text. The first row is that of the negative prompt.',
    },
  ],
  read: 'Words become numbers',
};
