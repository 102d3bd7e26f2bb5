/**
 * The buttons of the drawing: features, neurons, and what stands above a hidden layer.
 */
import { button } from '../core/controls.js';
import { html, setAttributes, setText } from '../core/dom.js';
import { FEATURES } from './features.js';
import { SHOWN } from './grid.js';
import { ACTIVATIONS, fits, type HiddenLayer } from './layers-field.js';
import { NEURON, ROW, TOP } from './layout.js';
import type { Look, NetworkState } from './state.js';

export interface DrawingEvents {
  readonly onLayers: (layers: readonly HiddenLayer[]) => void;
  readonly onFeature: (name: string) => void;
  /** A neuron was pressed. */
  readonly onLook: (look: Look) => void;
  /** The pointer is over a neuron, or no longer. */
  readonly onHover: (look: Look) => void;
}

export interface Buttons {
  readonly nodes: readonly HTMLElement[];
  /** The canvas of a neuron, and its place among the neurons of its layer. */
  readonly pictures: readonly (readonly [HTMLCanvasElement, number])[];
}

const place = (x: number, y: number): string => `left:${x.toFixed(1)}px;top:${y}px`;

/** A word above a column. */
export function title(words: string, x: number, anchor: string): HTMLElement {
  return html('span', { class: `title soft ${anchor}`, style: place(x, 36) }, words);
}

/** Every feature; the used ones have a picture. */
export function featureButtons({ features }: NetworkState, events: DrawingEvents): Buttons {
  const pictures: [HTMLCanvasElement, number][] = [];
  const nodes = FEATURES.map(({ name, sign }, row) => {
    const used = features.includes(name);
    const picture = html('canvas', { width: 40, height: 40, 'aria-hidden': true });
    if (used) pictures.push([picture, pictures.length]);
    const unit = pictures.length - 1;
    const element = html(
      'button',
      {
        type: 'button',
        class: 'feature',
        ...(used ? {} : { 'data-part': 'features' }),
        'aria-pressed': String(used),
        'aria-label': `feature ${sign}`,
        style: place(0, TOP + row * ROW),
      },
      html('span', { class: 'sign' }, sign),
      picture,
    );
    element.addEventListener('click', () => events.onFeature(name));
    if (used) hovers(element, { layer: 0, neuron: unit }, events);
    return element;
  });
  return { nodes, pictures };
}

/** The neurons of a layer that are drawn. */
export function neuronButtons(
  { look, layers }: NetworkState,
  layer: number,
  size: number,
  x: number,
  events: DrawingEvents,
): Buttons {
  const shown = Math.min(size, SHOWN);
  const pictures: [HTMLCanvasElement, number][] = [];
  const nodes: HTMLElement[] = Array.from({ length: shown }, (_, neuron) => {
    const picture = html('canvas', { width: 40, height: 40, 'aria-hidden': true });
    pictures.push([picture, neuron]);
    const seen = look?.layer === layer && look.neuron === neuron;
    const name = layer > layers.length ? 'output' : `hidden ${layer}`;
    const element = html(
      'button',
      {
        type: 'button',
        class: 'unit',
        'aria-pressed': String(seen),
        'aria-label': `${name}, neuron ${neuron + 1}`,
        style: place(x, TOP + neuron * ROW),
      },
      picture,
    );
    element.addEventListener('click', () => events.onLook(seen ? undefined : { layer, neuron }));
    hovers(element, { layer, neuron }, events);
    return element;
  });
  if (size > shown) {
    const more = `and ${(size - shown).toLocaleString('en-US')} more`;
    nodes.push(
      html('span', { class: 'more soft', style: place(x - 24, TOP + shown * ROW - 2) }, more),
    );
  }
  return { nodes, pictures };
}

function hovers(element: HTMLElement, look: Look, { onHover }: DrawingEvents): void {
  element.addEventListener('pointerenter', () => onHover(look));
  element.addEventListener('pointerleave', () => onHover(undefined));
}

/** What stands above a hidden layer: its activation, fewer and more neurons. */
export function layerHead(
  state: NetworkState,
  at: number,
  x: number,
  events: DrawingEvents,
): HTMLElement {
  const { layers } = state;
  const { size, activation } = layers[at];
  const change = (next: Partial<HiddenLayer>): void =>
    events.onLayers(layers.map((layer, i) => (i === at ? { ...layer, ...next } : layer)));
  const list = html(
    'select',
    { 'aria-label': `activation of hidden ${at + 1}`, 'data-part': 'activations' },
    ...ACTIVATIONS.map((name) => html('option', { value: name }, name)),
  );
  list.value = activation;
  list.addEventListener('change', () => change({ activation: list.value }));
  const fewer = button('−', () => change({ size: size - 1 }));
  const more = button('+', () => change({ size: size + 1 }));
  setAttributes(fewer, {
    'aria-label': `one neuron less in hidden ${at + 1}`,
    disabled: size === 1,
  });
  const grown = layers.map((layer, i) => (i === at ? { ...layer, size: size + 1 } : layer));
  setAttributes(more, {
    'aria-label': `one neuron more in hidden ${at + 1}`,
    disabled: !fits(grown),
  });
  const count = html('span', { class: 'num' });
  setText(count, String(size));
  const head = html(
    'div',
    { class: 'head' },
    list,
    html('div', { 'data-part': 'layers' }, fewer, count, more),
  );
  setAttributes(head, { style: place(x + NEURON / 2 - 41, 0) });
  return head;
}
