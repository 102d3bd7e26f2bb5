/** The table twins: all steps, the tokens, and the chosen channel of every array. */
import { tableOf } from '../core/controls.js';
import { html, setText } from '../core/dom.js';
import { numeral } from '../core/numerals.js';
import { KINDS, type Kind } from './data.js';
import { meanings } from './latents-view.js';
import { lookMap, spreadOf, tokenShares } from './look.js';
import type { Run } from './read.js';
import type { MicroscopeState } from './state.js';
import { percent, tokenWords } from './words.js';

/** Builds the view. */
export function numbersView(run: Run): {
  element: HTMLElement;
  draw: (state: MicroscopeState) => void;
} {
  const kinds = KINDS.filter((kind) => run.arrays[kind] !== undefined);
  const words = meanings(run);
  const nameOf = (kind: Kind): string => words[kind][0].replace(/^\d\. /, '');
  const steps = tableOf('all steps');
  const tokens = tableOf('the tokens of the prompt');
  const grids = kinds.map((kind) => ({ kind, table: tableOf(nameOf(kind)), title: html('h3') }));
  const part = (title: HTMLElement, what: string, table: HTMLElement): HTMLElement =>
    html(
      'section',
      {},
      title,
      ...(what === '' ? [] : [html('p', { class: 'what' }, what)]),
      html(
        'div',
        {
          class: 'scrolls twin',
          tabindex: 0,
          role: 'region',
          'aria-label': title.textContent ?? '',
        },
        table,
      ),
    );
  const element = html(
    'div',
    { class: 'twins' },
    part(
      html('h2', {}, 'All steps'),
      'Signal and noise: how much of picture and noise is in the latents. The other columns: how far the numbers lie from 0 (root of the mean square).',
      steps.element,
    ),
    part(html('h2', {}, 'Tokens'), 'At the chosen step, in the chosen layers.', tokens.element),
    html('h2', {}, 'One channel, number by number'),
    html('p', { class: 'what' }, 'At the chosen step. Choose another channel under latents.'),
    html(
      'div',
      { class: 'grids' },
      ...grids.map(({ kind, table, title }) => {
        setText(title, nameOf(kind));
        return part(title, '', table.element);
      }),
    ),
    html(
      'p',
      { class: 'soft' },
      'To travel in this page, numbers are rounded: latents, noise and attention to 1 part in 32,767 of the largest of their step, colours to 1 in 255.',
    ),
  );
  const draw = (state: MicroscopeState): void => {
    const rows = run.steps.map((step, i) => [
      `${step.call}${i + 1 === state.step ? ' (here)' : ''}`,
      numeral(step.timestep, Number.isInteger(step.timestep) ? 0 : 1),
      numeral(step.signal, 3),
      numeral(step.noise, 3),
      ...kinds.map((kind) => numeral(spreadOf(run.arrays[kind]?.[i] ?? []), 2)),
      percent(lookMap(run, { ...state, step: i + 1 }).mean),
      step.mixture,
    ]);
    const looked = `attention to ${tokenWords(run, state.token)}`;
    const names = kinds.map(nameOf);
    const head = ['step', 'timestep', 'signal', 'noise', ...names, looked, 'mixed of'];
    steps.fill(head, rows);
    const shares = tokenShares(run, state);
    tokens.fill(
      ['token', 'number', 'attention'],
      run.tokens.map((token, i) => [tokenWords(run, i), String(token.id), percent(shares[i])]),
    );
    const { height, width } = run;
    for (const { kind, table, title } of grids) {
      setText(title, `${nameOf(kind)}, channel ${state.channel}`);
      const first = (state.channel - 1) * height * width;
      const values = run.arrays[kind]?.[state.step - 1] ?? new Float32Array(0);
      table.fill(
        ['row', ...Array.from({ length: width }, (_, i) => String(i + 1))],
        Array.from({ length: height }, (_, y) => [
          String(y + 1),
          ...Array.from({ length: width }, (_, x) => numeral(values[first + y * width + x], 2)),
        ]),
      );
    }
  };
  return { element, draw };
}
