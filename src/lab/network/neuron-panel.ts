/**
 * One neuron in numbers: its bias and the weight of every line that comes in, each to be changed. The
 * same numbers that the drawing shows, for the keyboard and for screen readers.
 */
import { button } from '../core/controls.js';
import { html, setText } from '../core/dom.js';
import { numeral } from '../core/numerals.js';
import type { Panel } from './drawer.js';
import { featuresOf } from './features.js';
import { lookWords } from './legend.js';
import type { NetworkState } from './state.js';
import type { Trainer } from './trainer.js';

/** More lines than this are not listed. */
const LISTED = 32;

/** The panel; `onWeights` gets all parameters with one changed, `onFresh` wants those of the seed. */
export function neuronPanel(
  onWeights: (parameters: Float64Array) => void,
  onFresh: () => void,
): Panel {
  const title = html('h2', {});
  const words = html('p', { class: 'soft' });
  const grid = html('div', { class: 'weights' });
  const fresh = button('First weights from the seed again', onFresh);
  const element = html('div', { class: 'neuron-panel' }, title, grid, words, fresh);
  let built = '';
  let boxes: (readonly [HTMLInputElement, number])[] = [];
  let live: Trainer | undefined;

  const box = (name: string, at: number): HTMLElement => {
    const input = html('input', { type: 'number', step: 0.1, 'aria-label': name });
    input.addEventListener('change', () => {
      const value = Number(input.value);
      if (live === undefined || input.value.trim() === '' || !Number.isFinite(value)) return;
      const parameters = live.network.parameters.slice();
      parameters[at] = value;
      onWeights(parameters);
    });
    boxes.push([input, at]);
    return html('label', { class: 'field' }, html('span', {}, name), input);
  };

  const build = (state: NetworkState, { network }: Trainer): void => {
    boxes = [];
    const { look } = state;
    if (look === undefined || look.layer === 0) {
      setText(title, 'No neuron is chosen');
      setText(
        words,
        'Press a neuron in the drawing: its weights stand here, and its heat map fills the plane.',
      );
      grid.replaceChildren();
      return;
    }
    const { window, weightsAt, biasesAt } = network.layers[look.layer];
    const from = (source: number): string =>
      look.layer === 1
        ? featuresOf(state.features)[source].sign
        : `hidden ${look.layer - 1}, ${source + 1}`;
    const shown = Math.min(window, LISTED);
    setText(title, lookWords(look, network.layers.length - 1));
    grid.replaceChildren(
      box('bias', biasesAt + look.neuron),
      ...Array.from({ length: shown }, (_, source) =>
        box(`from ${from(source)}`, weightsAt + look.neuron * window + source),
      ),
    );
    const more = window > shown ? ` ${window - shown} more lines are not listed.` : '';
    setText(words, `A number that you change here starts a new run from these weights.${more}`);
  };

  return {
    ...{ name: 'Neuron', part: 'neuron', element },
    draw: (state, trainer) => {
      live = trainer;
      fresh.hidden = state.weights === '';
      const key = JSON.stringify([
        state.look,
        state.features,
        state.layers,
        trainer.network.outputs,
      ]);
      if (key !== built) {
        built = key;
        build(state, trainer);
      }
      for (const [input, at] of boxes) {
        if (input === document.activeElement) continue;
        const text = numeral(trainer.network.parameters[at], 3).replace('−', '-');
        if (input.value !== text) input.value = text;
      }
    },
  };
}
