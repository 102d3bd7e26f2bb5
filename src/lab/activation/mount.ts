/**
 * The activation explorer in the page: the plot, the list of functions, the sliders, the table.
 */

import { activations } from '../../neuron/activations.js';
import { button, slider, tableOf, tick } from '../core/controls.js';
import { html, setAttributes, setText, svg } from '../core/dom.js';
import { clamp, numeral } from '../core/numerals.js';
import type { Store } from '../core/store.js';
import { activationPlot, strokeOf } from './plot.js';
import { type ActivationState, curveOf, curvesOf, NAMES, settleActivation } from './state.js';
import { flatWords, pointWords } from './words.js';

/** Builds the lab and returns what draws a state. */
export function mountActivation(
  place: HTMLElement,
  store: Store<ActivationState>,
): (state: ActivationState) => void {
  const plot = activationPlot(store);
  const twin = tableOf('values of the chosen functions');
  const table = html(
    'div',
    { class: 'twin scrolls', tabindex: 0, role: 'region', 'aria-label': 'table of values' },
    twin.element,
  );
  const figure = html('div', { class: 'figure' }, plot.element, table);
  const tabled = button('Table', () => {
    table.hidden = !table.hidden;
    store.redraw();
  });
  table.hidden = true;

  const list = functionList(store);
  const knobs = parameterSliders(store);
  const x = slider({
    name: 'x, where the point stands',
    sign: 'x',
    from: -5,
    to: 5,
    step: 0.1,
    onInput: (value) => store.set({ x: value }),
  });
  const reach = slider({
    name: 'how far the axis reaches',
    sign: '±',
    from: 1,
    to: 10,
    step: 1,
    onInput: (value) => store.set({ reach: value, x: clamp(store.get().x, -value, value) }),
  });
  const switches = {
    derivative: tick('slope curves (derivative)', (derivative) => store.set({ derivative })),
    tangent: tick('tangent', (tangent) => store.set({ tangent })),
    saturation: tick('flat parts', (saturation) => store.set({ saturation })),
  };
  const words = html('p', { class: 'panel words' });
  place.classList.add('activation');
  place.append(
    html(
      'div',
      { class: 'left' },
      figure,
      html('div', { class: 'pair' }, x.element, reach.element),
      html(
        'div',
        { class: 'switches' },
        switches.derivative.element,
        switches.tangent.element,
        switches.saturation.element,
        tabled,
      ),
    ),
    html('div', { class: 'right' }, list.element, knobs.element),
    words,
  );

  return (state) => {
    setAttributes(tabled, { 'aria-pressed': String(!table.hidden) });
    setAttributes(plot.element, { visibility: table.hidden ? 'visible' : 'hidden' });
    x.limit(-state.reach, state.reach);
    x.show(state.x);
    reach.show(state.reach);
    switches.derivative.show(state.derivative);
    switches.tangent.show(state.tangent);
    switches.saturation.show(state.saturation);
    list.draw(state);
    knobs.draw(state);
    plot.draw(state);
    if (!table.hidden) fillTwin(twin.fill, state);
    setText(words, `${pointWords(state)}${state.saturation ? ` ${flatWords(state)}` : ''}`);
  };
}

/** The functions: which are drawn, which is followed, and what they give at the point. */
function functionList(store: Store<ActivationState>): {
  element: HTMLElement;
  draw: (state: ActivationState) => void;
} {
  const rows = NAMES.map((name) => {
    const shown = html('input', { type: 'checkbox' });
    shown.addEventListener('change', () => {
      const { show } = store.get();
      const next = shown.checked ? [...show, name] : show.filter((other) => other !== name);
      const follow = shown.checked ? name : store.get().follow;
      store.set(settleActivation({ ...store.get(), show: next, follow }));
    });
    const followed = html('input', {
      type: 'radio',
      name: 'follow',
      'aria-label': `tangent on ${name}`,
    });
    followed.addEventListener('change', () => {
      const { show } = store.get();
      store.set({ show: show.includes(name) ? show : [...show, name], follow: name });
    });
    const sample = svg(
      'svg',
      { viewBox: '0 0 30 8', class: 'sample', 'aria-hidden': true },
      svg('path', { d: 'M0 4H30', 'stroke-width': 3, ...strokeOf(name) }),
    );
    const value = html('td');
    const slope = html('td');
    const row = html(
      'tr',
      {},
      html('td', {}, html('label', { class: 'dot' }, followed)),
      html(
        'th',
        { scope: 'row' },
        html('label', { class: 'tick' }, shown, sample, html('span', {}, name)),
      ),
      value,
      slope,
    );
    return { name, shown, followed, value, slope, row };
  });
  const element = html(
    'table',
    { class: 'functions' },
    html('caption', { class: 'unseen' }, 'the functions, and their values where the point stands'),
    html(
      'thead',
      {},
      html(
        'tr',
        {},
        html('th', { scope: 'col', title: 'which curve the tangent touches' }, 'point'),
        html('th', { scope: 'col' }, 'function'),
        html('th', { scope: 'col' }, 'value'),
        html('th', { scope: 'col' }, 'slope'),
      ),
    ),
    html('tbody', {}, ...rows.map(({ row }) => row)),
  );
  const draw = (state: ActivationState): void => {
    for (const { name, shown, followed, value, slope, row } of rows) {
      const drawn = state.show.includes(name);
      shown.checked = drawn;
      followed.checked = drawn && state.follow === name;
      row.classList.toggle('on', drawn);
      const activation = activations.find((one) => one.name === name);
      if (activation === undefined) continue;
      const curve = curveOf(state, activation);
      setText(value, drawn ? numeral(curve.f(state.x), 3) : '');
      setText(slope, drawn ? numeral(curve.slope(state.x), 3) : '');
    }
  };
  return { element, draw };
}

/** A slider for each parameter of a function that is drawn. */
function parameterSliders(store: Store<ActivationState>): {
  element: HTMLElement;
  draw: (state: ActivationState) => void;
} {
  const knobs = activations.flatMap(({ name, parameter }) => {
    if (parameter === undefined) return [];
    const control = slider({
      name: `${parameter.name} of ${name}`,
      sign: `${name}: ${parameter.name}`,
      from: parameter.from,
      to: parameter.to,
      step: parameter.to - parameter.from > 2 ? 0.1 : 0.01,
      onInput: (value) => store.set({ parameters: { ...store.get().parameters, [name]: value } }),
    });
    control.element.querySelector('label')?.classList.add('word');
    return [{ name, control }];
  });
  return {
    element: html('div', { class: 'knobs' }, ...knobs.map(({ control }) => control.element)),
    draw: (state) => {
      for (const { name, control } of knobs) {
        control.element.hidden = !state.show.includes(name);
        control.show(state.parameters[name]);
      }
    },
  };
}

function fillTwin(fill: (head: string[], rows: string[][]) => void, state: ActivationState): void {
  const curves = curvesOf(state);
  const head = [
    'x',
    ...curves.flatMap(({ name }) => (state.derivative ? [name, `${name}′`] : [name])),
  ];
  const rows = Array.from({ length: 11 }, (_, i) => {
    const x = -state.reach + (state.reach * i) / 5;
    const cells = curves.flatMap(({ f, slope }) =>
      state.derivative ? [numeral(f(x), 3), numeral(slope(x), 3)] : [numeral(f(x), 3)],
    );
    return [numeral(x, 1), ...cells];
  });
  fill(head, rows);
}
