/** The numbers of a step from left to right, all channels, and one of them written out. */
import { slider } from '../core/controls.js';
import { html, setText } from '../core/dom.js';
import type { Store } from '../core/store.js';
import { KINDS, type Kind } from './data.js';
import type { Run } from './read.js';
import { sheet } from './sheet.js';
import type { MicroscopeState } from './state.js';
import { sumLines } from './words.js';

/** Name and meaning of each kind of array. */
export function meanings(run: Run): Readonly<Record<Kind, readonly [string, string]>> {
  const { channels, height, width, guidance, negativePrompt } = run;
  const without =
    negativePrompt === '' ? 'when it is told no words.' : 'when it is told the negative prompt.';
  const times = run.rescaled ? `${guidance} times as far, rescaled.` : `${guidance} times as far.`;
  return {
    before: [
      '1. Latents',
      `What the step begins with: ${channels} channels of ${height} × ${width} numbers.`,
    ],
    without: ['2. Noise without words', `The noise that the U-Net sees ${without}`],
    with: ['3. Noise with words', 'The noise that it sees when it is told your prompt.'],
    guided: [
      '4. Guided noise',
      run.arrays.without === undefined
        ? 'Without guidance the same.'
        : `From 2 to 3, and on: ${times}`,
    ],
    clean: ['5. Estimate', 'The latents with all of that noise taken away.'],
    after: ['6. Next latents', 'A little less noisy than 1: the next step begins here.'],
  };
}

/** Builds the view. */
export function latentsView(
  run: Run,
  store: Store<MicroscopeState>,
): { element: HTMLElement; draw: (state: MicroscopeState) => void } {
  const words = meanings(run);
  const sheets = KINDS.filter((kind) => run.arrays[kind] !== undefined).map((kind) =>
    sheet(run, store, kind, words[kind]),
  );
  const knob = (name: 'channel' | 'row' | 'column', to: number) => {
    const control = slider({
      ...{ name, sign: name, from: 1, to: Math.max(2, to), step: 1 },
      onInput: (value) => store.set({ [name]: Math.min(to, Math.round(value)) }),
    });
    control.element.querySelector('label')?.classList.add('word');
    return { name, control };
  };
  const knobs = [knob('channel', run.channels), knob('row', run.height), knob('column', run.width)];
  const rows = html('tbody');
  const answer =
    run.answer === 'noise'
      ? ''
      : ` This U-Net answers with ${run.answer}; the noise is computed from it.`;
  const element = html(
    'div',
    { class: 'latents' },
    html('div', { class: 'sheets' }, ...sheets.map((one) => one.element)),
    html(
      'section',
      { class: 'panel one' },
      html('h2', {}, 'One number on its way through the step'),
      html('p', { class: 'what' }, `Choose it here, or click on one above.${answer}`),
      html('div', { class: 'knobs' }, ...knobs.map(({ control }) => control.element)),
      html(
        'div',
        { class: 'scrolls', tabindex: 0, role: 'region', 'aria-label': 'the number, written out' },
        html('table', { class: 'sums numbers' }, rows),
      ),
    ),
  );
  const draw = (state: MicroscopeState): void => {
    for (const one of sheets) one.draw(state);
    for (const { name, control } of knobs) control.show(state[name]);
    const lines = sumLines(run, state);
    if (rows.children.length !== lines.length) {
      rows.replaceChildren(
        ...lines.map(() => html('tr', {}, html('th', { scope: 'row' }), html('td'))),
      );
    }
    lines.forEach(([name, sum], i) => {
      setText(rows.children[i].children[0], name);
      setText(rows.children[i].children[1], sum);
    });
  };
  return { element, draw };
}
