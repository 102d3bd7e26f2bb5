/**
 * The neuron lab in the page: goal and kind of neuron, the drawing, the sliders, the plot, the
 * numbers, the truth table.
 */
import { forward } from '../../neuron/neuron.js';
import { button, type Slider, segments, select, slider, tableOf } from '../core/controls.js';
import { html, setAttributes, setText } from '../core/dom.js';
import { numeral } from '../core/numerals.js';
import { ramp, rampStops } from '../core/shade.js';
import type { Store } from '../core/store.js';
import { isDark } from '../core/theme.js';
import { neuronDrawing } from './drawing.js';
import { GOALS, type Goal, truthTable, verdict } from './goals.js';
import { neuronPlane } from './plane.js';
import { shareOf, spanOf } from './shades.js';
import {
  ACTIVATIONS,
  COMBINATIONS,
  LIMITS,
  type NeuronState,
  neuronOf,
  OUTPUTS,
  PARAMETERS,
  settleNeuron,
  windowOf,
  withInputs,
} from './state.js';
import type { Tries } from './tries.js';
import { borderWords, sub, written } from './words.js';

/** Builds the lab and returns what draws a state. */
export function mountNeuron(
  place: HTMLElement,
  store: Store<NeuronState>,
  tries: Tries,
): (state: NeuronState) => void {
  const goal = segments<Goal>('goal', GOALS, (next) => store.set(begin(store.get(), next)));
  const count = segments<string>('inputs', ['1', '2', '3'], (next) =>
    store.set(withInputs(store.get(), Number(next))),
  );
  const combine = select('combine by', COMBINATIONS, (next) => store.set({ combine: next }));
  const activation = select('activation', ACTIVATIONS, (next) => store.set({ activation: next }));
  const output = select('output', OUTPUTS, (next) => store.set({ output: next }));
  const drawing = neuronDrawing(store);
  const plane = neuronPlane(store);
  const knobs = sliders(store);
  const legend = createLegend();
  const twin = tableOf('outputs of the neuron');
  const table = html(
    'div',
    { class: 'twin scrolls', tabindex: 0, role: 'region', 'aria-label': 'table of outputs' },
    twin.element,
  );
  table.hidden = true;
  const tabled = button('Table', () => {
    table.hidden = !table.hidden;
    store.redraw();
  });
  plane.element.append(table);
  const sum = html('span');
  const rest = html('span');
  const truth = tableOf('the truth table, and what the neuron answers', { class: 'truth' });
  const words = html('p');
  const bottom = html('div', { class: 'bottom' }, truth.element, words);
  place.classList.add('neuron');
  place.append(
    html('div', { class: 'top' }, goal.element, count.element),
    html(
      'div',
      { class: 'left' },
      html('div', { class: 'figure' }, drawing.element),
      html('div', { class: 'kinds' }, combine.element, activation.element, output.element),
      knobs.element,
    ),
    html(
      'div',
      { class: 'right' },
      plane.element,
      html('div', { class: 'legend' }, legend.element, tabled),
    ),
    html('p', { class: 'panel numbers' }, sum, rest),
    bottom,
  );

  let colours = ramp(isDark());
  let dark = isDark();
  return (state) => {
    if (dark !== isDark()) {
      dark = isDark();
      colours = ramp(dark);
    }
    const subject = neuronOf(state);
    const span = spanOf(neuronOf(state));
    goal.show(state.goal);
    count.show(String(state.weights.length));
    combine.show(state.combine);
    activation.show(state.activation);
    output.show(state.output);
    knobs.draw(state);
    const level = Math.round(shareOf(forward(subject, state.at), span) * 127.5 + 127.5);
    const pixel = colours[level];
    drawing.draw(state, `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`);
    plane.draw(state, colours);
    legend.draw(state, dark);
    setAttributes(tabled, { 'aria-pressed': String(!table.hidden) });
    if (!table.hidden) fillTwin(twin.fill, state);
    const numbers = written(state);
    setText(sum, numbers.sum);
    setText(rest, numbers.rest);
    const rows = truthTable(state.goal, subject);
    truth.element.hidden = rows.length === 0;
    if (rows.length > 0) {
      truth.fill(
        [sub('x', 0), sub('x', 1), 'wanted', 'output', ''],
        rows.map(({ inputs: [a, b], wanted, output: got, right }) => [
          String(a),
          String(b),
          String(wanted),
          numeral(got, 3),
          html('span', { class: right ? 'good' : 'bad' }, right ? '✓ right' : '✗ wrong'),
        ]),
      );
    }
    const done = rows.length > 0 && rows.every(({ right }) => right);
    bottom.classList.toggle('done', done);
    setText(
      words,
      rows.length > 0 ? verdict(state.goal, rows, state.combine, tries.soFar()) : exploring(state),
    );
  };
}

/** A goal is played with two inputs, and with the point on a corner of its square. */
function begin(state: NeuronState, goal: Goal): NeuronState {
  if (goal === 'explore') return { ...state, goal };
  return settleNeuron({ ...withInputs(state, 2), goal, at: [0.5, 0.5] });
}

function exploring(state: NeuronState): string {
  const third =
    state.weights.length === 3
      ? ` The picture is the slice at ${sub('x', 2)} = ${numeral(state.at[2])}.`
      : '';
  return `${borderWords(state)}${third} Drag the dot to try other inputs, the numbers on the wires or the marks on the border to change the neuron; or use Tab and the arrow keys.`;
}

/** A slider for every input, every weight, the bias, and the activation's parameter. */
function sliders(store: Store<NeuronState>): {
  element: HTMLElement;
  draw: (state: NeuronState) => void;
} {
  const at = (values: readonly number[], index: number, value: number): number[] =>
    values.map((old, i) => (i === index ? value : old));
  const inputs = [0, 1, 2].map((i) =>
    slider({
      name: `input ${i + 1}`,
      sign: sub('x', i),
      from: -LIMITS.input,
      to: LIMITS.input,
      step: 0.1,
      onInput: (v) => store.set({ at: at(store.get().at, i, v) }),
    }),
  );
  const weights = [0, 1, 2].map((i) =>
    slider({
      name: `weight ${i + 1}`,
      sign: sub('w', i),
      from: -LIMITS.weight,
      to: LIMITS.weight,
      step: 0.1,
      onInput: (v) => store.set({ weights: at(store.get().weights, i, v) }),
    }),
  );
  const bias = slider({
    name: 'bias',
    sign: 'b',
    from: -LIMITS.bias,
    to: LIMITS.bias,
    step: 0.1,
    onInput: (v) => store.set({ bias: v }),
  });
  const tuned: Readonly<Record<string, Slider>> = Object.fromEntries(
    Object.entries(PARAMETERS).map(([name, { word, from, to }]) => {
      const control = slider({
        name: `${word} of ${name}`,
        sign: word,
        from,
        to,
        step: to - from > 2 ? 0.1 : 0.01,
        onInput: (v) => store.set({ parameters: { ...store.get().parameters, [name]: v } }),
      });
      control.element.querySelector('label')?.classList.add('word');
      return [name, control];
    }),
  );
  const pairs = inputs.flatMap((input, i) => [input.element, weights[i].element]);
  const last = html(
    'div',
    { class: 'tuned' },
    ...Object.values(tuned).map(({ element }) => element),
  );
  const element = html('div', { class: 'sliders' }, ...pairs, last, bias.element);
  const draw = (state: NeuronState): void => {
    const { from, to } = windowOf(state);
    inputs.forEach((input, i) => {
      const shown = i < state.at.length;
      input.element.hidden = !shown;
      weights[i].element.hidden = !shown;
      if (!shown) return;
      input.limit(from, to);
      input.show(state.at[i]);
      weights[i].show(state.weights[i]);
    });
    bias.show(state.bias);
    for (const [name, control] of Object.entries(tuned)) {
      control.element.hidden = name !== state.activation;
      control.show(state.parameters[name]);
    }
  };
  return { element, draw };
}

/** The bar that says which shade is which output. */
function createLegend(): {
  element: HTMLElement;
  draw: (state: NeuronState, dark: boolean) => void;
} {
  const low = html('span', { class: 'num' });
  const high = html('span', { class: 'num' });
  const bar = html('div', { class: 'ramp', 'aria-hidden': true }, html('span', {}, '0.5'));
  return {
    element: html(
      'div',
      { class: 'key' },
      html('span', { class: 'soft' }, 'output'),
      low,
      bar,
      high,
    ),
    draw: (state, dark) => {
      const span = spanOf(neuronOf(state));
      setText(low, `${span.openBelow ? '≤ ' : ''}${numeral(span.low, span.low % 1 === 0 ? 0 : 2)}`);
      setText(high, `${span.openAbove ? '≥ ' : ''}${numeral(span.high, 0)}`);
      setAttributes(bar, { style: `background: linear-gradient(to right, ${rampStops(dark)})` });
    },
  };
}

/** Outputs on a coarse grid: what the shading says, in numbers. */
function fillTwin(fill: (head: string[], rows: string[][]) => void, state: NeuronState): void {
  const subject = neuronOf(state);
  const { from, to } = windowOf(state);
  const places = [0, 1, 2, 3, 4, 5, 6].map((i) => from + ((to - from) * i) / 6);
  const one = (x: number): string => numeral(x, 1);
  if (state.weights.length === 1) {
    fill(
      [sub('x', 0), 'output'],
      places.map((x) => [one(x), numeral(forward(subject, [x]), 3)]),
    );
    return;
  }
  const rest = state.at.slice(2);
  const rows = [...places]
    .reverse()
    .map((y) => [one(y), ...places.map((x) => numeral(forward(subject, [x, y, ...rest]), 2))]);
  fill([`${sub('x', 1)} ↓  ${sub('x', 0)} →`, ...places.map(one)], rows);
}
