/**
 * The network as text to take away, and a network from text: TypeScript, JSON, Mermaid.
 */
import { button, segments } from '../core/controls.js';
import { html, setText } from '../core/dom.js';
import type { Panel } from './drawer.js';
import { jsonOf, mermaidOf, typescriptOf } from './export.js';
import { readNetwork } from './read-network.js';
import type { NetworkState } from './state.js';
import type { Trainer } from './trainer.js';

const KINDS = ['TypeScript', 'JSON', 'Mermaid'] as const;
type Kind = (typeof KINDS)[number];

/** The panel; `onRead` gets the state of a network that was read. */
export function filesPanel(onRead: (state: NetworkState) => void): Panel {
  let kind: Kind = 'TypeScript';
  let state: NetworkState | undefined;
  let trainer: Trainer | undefined;
  let shown = '';
  const field = html('textarea', {
    ...{ rows: 9, readonly: true, spellcheck: 'false', 'aria-label': 'the network as text' },
  });
  const write = (): void => {
    if (state === undefined || trainer === undefined) return;
    const { network, epoch } = trainer;
    const texts: Readonly<Record<Kind, () => string>> = {
      TypeScript: () => typescriptOf(state as NetworkState, network, epoch),
      JSON: () => jsonOf(state as NetworkState, network),
      Mermaid: () => mermaidOf(network),
    };
    field.value = texts[kind]();
  };
  const kinds = segments<Kind>('the network as', KINDS, (next) => {
    kind = next;
    write();
  });
  kinds.show(kind);
  const copied = html('span', { class: 'soft', role: 'status' });
  const copy = button('Copy', () => void toClipboard(field, copied));
  const given = html('textarea', {
    ...{ rows: 4, spellcheck: 'false', 'aria-label': 'JSON of a network' },
    placeholder: 'paste here what JSON gave',
  });
  const answer = html('p', { role: 'status' });
  const read = button('Read it', () => {
    if (state === undefined) return;
    const found = readNetwork(given.value, state);
    const failed = 'trouble' in found;
    setText(answer, failed ? found.trouble : ['The network is read.', ...found.notes].join(' '));
    answer.className = failed ? 'bad' : '';
    if (!failed) onRead(found.state);
  });
  return {
    ...{ name: 'Export and import', part: 'files' },
    element: html(
      'div',
      { class: 'files-panel' },
      html('div', {}, html('div', { class: 'row' }, kinds.element, copy, copied), field),
      html(
        'div',
        {},
        html('h2', {}, 'A network from JSON'),
        given,
        html('div', { class: 'row' }, read),
        answer,
      ),
    ),
    draw: (next, live) => {
      const key = `${live.epoch}.${live.step}`;
      if (state === next && trainer === live && shown === key) return;
      [state, trainer, shown] = [next, live, key];
      write();
    },
  };
}

async function toClipboard(field: HTMLTextAreaElement, said: Element): Promise<void> {
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    setText(said, 'copied');
  } catch {
    setText(said, 'press Ctrl+C or Command+C');
  }
}
