/** What the microscope shows, in sentences and in written sums. Pure. */
import { numeral } from '../core/numerals.js';
import { levelOf, lookMap, numberAt, stepOf } from './look.js';
import type { Run } from './read.js';
import { ALL_LAYERS, type MicroscopeState } from './state.js';

/** A piece of a prompt as a reader knows it. */
export function pieceWords(piece: string): string {
  return piece.replace(/<\/w>$/, '');
}

/** A token by its place: `“pizza”`, `the start token`. */
export function tokenWords({ tokens }: Run, token: number): string {
  const { piece, word, count } = tokens[token];
  if (word) return `“${pieceWords(piece)}”`;
  return count > 1 ? `the ${count} ${piece} tokens together` : `the ${piece} token`;
}

/** Of what the page was made: `“pizza”, seed 7, 20 steps of ddim, guidance 5`. */
export function runWords(run: Run): string {
  const { prompt, negativePrompt, seed, calls, scheduler, guidance, arrays } = run;
  const negative = negativePrompt === '' ? '' : `, away from “${short(negativePrompt)}”`;
  const guided = arrays.without === undefined ? 'no guidance' : `guidance ${guidance}${negative}`;
  const thinned = run.steps.length < calls ? ` (${run.steps.length} of them here)` : '';
  return `“${short(prompt)}”, seed ${seed}, ${counted(calls, 'step')} of ${scheduler}${thinned}, ${guided}`;
}

/** Where the reader is: `Step 3 of 20, timestep 851: 23 % picture, 97 % noise.` */
export function placeWords(run: Run, state: MicroscopeState): string {
  const step = stepOf(run, state);
  const { signal, noise } = levelOf(step);
  const timestep = numeral(step.timestep, Number.isInteger(step.timestep) ? 0 : 1);
  return (
    `Step ${step.call} of ${run.calls}, timestep ${timestep}: the latents are ` +
    `${numeral(signal)} × picture + ${numeral(noise)} × noise.`
  );
}

/** How much the chosen token is looked at. */
export function lookWords(run: Run, state: MicroscopeState): string {
  const { mean, least, most } = lookMap(run, state);
  const where = state.layer === ALL_LAYERS ? '' : ` in the layer ${state.layer}`;
  return (
    `${sentence(tokenWords(run, state.token))}: ${percent(mean)} of all attention at this step` +
    `${where}; ${percent(least)} at the darkest place, ${percent(most)} at the brightest.`
  );
}

/** One line of the written sum: what it is, and the sum. */
export type SumLine = readonly [string, string];

/** The chosen number on its way through the step. */
export function sumLines(run: Run, state: MicroscopeState): SumLine[] {
  const step = stepOf(run, state);
  const at = (kind: Parameters<typeof numberAt>[2]): string =>
    numeral(numberAt(run, state, kind), 3);
  const inBrackets = (text: string): string => (text.startsWith('−') ? `(${text})` : text);
  const guidance: SumLine[] =
    run.arrays.without === undefined
      ? [['predicted noise', at('with')]]
      : [
          ['noise without words', at('without')],
          ['noise with words', at('with')],
          [
            'guided noise',
            run.rescaled
              ? `${at('guided')} (guided, then rescaled)`
              : `${at('without')} + ${run.guidance} · (${at('with')} − ${inBrackets(at('without'))}) = ${at('guided')}`,
          ],
        ];
  const clean =
    `(${at('before')} − ${numeral(step.noise, 3)} · ${inBrackets(at('guided'))}) / ` +
    `${numeral(step.signal, 3)} = ${at('clean')}`;
  const after = step.again
    ? `${numeral(step.again[0], 3)} · ${inBrackets(at('clean'))} + ${numeral(step.again[1], 3)} · ` +
      `${inBrackets(at('guided'))} = ${at('after')}`
    : at('after');
  return [
    ['latents', at('before')],
    ...guidance,
    ['estimate', step.signal < 0.001 ? at('clean') : clean],
    ['next latents', after],
  ];
}

/** Everything that is to be seen, in words. */
export function sayMicroscope(run: Run, state: MicroscopeState): string {
  const { view, channel, row, column } = state;
  const place = placeWords(run, state);
  if (view === 'words') return `${place} ${lookWords(run, state)}`;
  if (view === 'numbers') return `${place} All numbers of this step stand in tables.`;
  const lines = sumLines(run, state).map(([name, sum]) => `${name} ${sum.split(' = ').pop()}`);
  return `${place} Channel ${channel}, row ${row}, column ${column}: ${lines.join(', ')}.`;
}

/** `12 %`, with a digit more where it is small. */
export function percent(share: number): string {
  return `${numeral(100 * share, share < 0.0995 ? 1 : 0)} %`;
}

function short(text: string): string {
  const letters = [...text];
  return letters.length > 60 ? `${letters.slice(0, 59).join('')}…` : text;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function sentence(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
