/**
 * What the shades and the marks of the plane mean.
 */
import { html, setAttributes, setText } from '../core/dom.js';
import { numeral } from '../core/numerals.js';
import { rampStops } from '../core/shade.js';
import { drawMark } from './marks.js';
import { answerUnits, spanOf } from './shades.js';
import type { SurfaceView } from './surface.js';

const SIZE = 14;

/** Builds the legend. */
export function legend(): { element: HTMLElement; draw: (view: SurfaceView) => void } {
  const subject = html('span', { class: 'soft' });
  const low = html('span', { class: 'num' });
  const high = html('span', { class: 'num' });
  const bar = html('span', { class: 'ramp', 'aria-hidden': true });
  const shades = html('span', { class: 'shades' }, low, bar, high);
  const classes = html('span', { class: 'classes' });
  let drawn = '';
  return {
    element: html('div', { class: 'key' }, subject, shades, classes),
    draw: (view) => {
      const { state, data, layers, dark } = view;
      const out = data.outside;
      const key = JSON.stringify([state.look, data.classes, data.output, dark, out]);
      if (key === drawn) return;
      drawn = key;
      const { look } = state;
      const layer = layers[look?.layer ?? layers.length - 1];
      setText(subject, look === undefined ? 'answer' : lookWords(look, layers.length - 1));
      const { middle, reach } = spanOf(layer);
      setText(low, numeral(middle - reach, 0));
      setText(high, numeral(middle + reach, 0));
      shades.hidden = look === undefined && answerUnits(data.output, data.classes.length) > 1;
      setAttributes(bar, { style: `background: linear-gradient(to right, ${rampStops(dark)})` });
      classes.replaceChildren(
        ...data.classes.map((name, at) => classKey(name, at, data.classes.length, dark)),
        ...(out > 0 ? [`${out} outside`] : []),
      );
    },
  };
}

/** `hidden 2, neuron 3` */
export function lookWords(look: { layer: number; neuron: number }, last: number): string {
  if (look.layer === 0) return `feature ${look.neuron + 1}`;
  return `${look.layer === last ? 'output' : `hidden ${look.layer}`}, neuron ${look.neuron + 1}`;
}

function classKey(name: string, at: number, count: number, dark: boolean): HTMLElement {
  const canvas = html('canvas', { width: 2 * SIZE, height: 2 * SIZE, 'aria-hidden': true });
  const pen = canvas.getContext('2d');
  if (pen !== null) drawMark(pen, at, count, SIZE, dark);
  return html('span', { class: 'class' }, canvas, name);
}
