import { type ExerciseCheck, emojiStyles } from 'neuron-to-diffusion';

const asked = (thing: string, style: string): string =>
  style === '' ? thing : `${thing}, ${style} style`;

export const check: ExerciseCheck<(thing: string, style: string) => string> = {
  reference: asked,
  tries: [
    ['pizza', 'noto'],
    ['red heart', 'blob'],
    ['octopus', ''],
    ...emojiStyles.map((style): [string, string] => ['cat face', style]),
  ],
  misconceptions: [
    {
      when: ({ args: [, style], got }) => style === '' && got.trim() !== got.replace(/,.*$/, ''),
      say: 'Without a style there is no comma and no word "style": the thing alone.',
    },
    {
      when: ({ got, expected }) => `${got} style` === expected,
      say: 'The word style is missing at the end.',
    },
    {
      when: ({ got, expected }) => got.replace(/\s/g, '') === expected.replace(/\s/g, ''),
      say: 'Only the spaces differ: one behind the comma, one before the word style.',
    },
    {
      when: ({ args: [thing, style], got }) => got === asked(style, thing),
      say: 'First the thing, then the style.',
    },
  ],
  read: 'Exercise: ask for it',
};
