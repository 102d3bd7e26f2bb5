/**
 * The plane in numbers: what the network answers at places all over it. What the shading shows, for
 * those who do not see it.
 */
import { networkForward } from '../../neuron/network-forward.js';
import { tableOf } from '../core/controls.js';
import { html, setText } from '../core/dom.js';
import { numeral } from '../core/numerals.js';
import type { Panel } from './drawer.js';
import { featureRows } from './features.js';

const PLACES = [-1.2, -0.8, -0.4, 0, 0.4, 0.8, 1.2];

/** The panel. */
export function tablePanel(): Panel {
  const table = tableOf('the answers of the network over the plane');
  const words = html('p', { class: 'soft' });
  const scroll = html(
    'div',
    { class: 'scrolls', tabindex: 0, role: 'group', 'aria-label': 'table of answers' },
    table.element,
  );
  return {
    ...{ name: 'Table', part: 'scores' },
    element: html('div', {}, words, scroll),
    draw: ({ features }, { network, data: { output, classes } }) => {
      const answer = (x1: number, x2: number): string => {
        const said = networkForward(network, featureRows(features, [[x1, x2]])[0]);
        if (said.length === 1) return numeral(said[0]);
        const best = said.indexOf(Math.max(...said));
        return `${classes[best]} ${numeral(100 * said[best], 0)} %`;
      };
      setText(words, kinds[output](classes));
      table.fill(
        ['x₂ ↓  x₁ →', ...PLACES.map((x1) => numeral(x1, 1))],
        [...PLACES].reverse().map((x2) => [numeral(x2, 1), ...PLACES.map((x1) => answer(x1, x2))]),
      );
    },
  };
}

type Words = (classes: readonly string[]) => string;

/** What the numbers in the table mean. */
const kinds: Readonly<Record<string, Words>> = {
  sigmoid: ([no, yes]) => `0 is class ${no}, 1 is class ${yes}, 0.50 is the border.`,
  tanh: ([no, yes]) => `−1 is class ${no}, 1 is class ${yes}, 0.00 is the border.`,
  softmax: () => 'The likeliest class, and how likely the network takes it to be.',
  linear: () => 'The number that the network gives.',
};
