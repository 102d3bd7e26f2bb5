/**
 * The neuron itself: inputs, wires with their weights, the sum, the activation, the output.
 *
 * A wire is thick where its weight is large and dashed where it is negative; the number on a wire is
 * a handle. One unit of the drawing is one pixel of the page.
 */
import { explain } from '../../neuron/neuron.js';
import { match } from '../core/controls.js';
import { setAttributes, setText, svg } from '../core/dom.js';
import { handle } from '../core/drag.js';
import { clamp, numeral, snap } from '../core/numerals.js';
import type { Store } from '../core/store.js';
import { activationOf, LIMITS, type NeuronState, neuronOf } from './state.js';
import { sub } from './words.js';

const HEIGHT = 206;
/** How far along its wire a number sits. */
const BEAD = 0.47;
/** Builds the drawing; `draw` puts a state into it, with the colour of its output. */
export function neuronDrawing(store: Store<NeuronState>): {
  element: SVGSVGElement;
  draw: (state: NeuronState, colour: string) => void;
} {
  const titles = ['inputs', 'weights', 'sum', 'activation', 'output'].map((word) =>
    svg('text', { class: 'soft', y: 12, 'text-anchor': 'middle' }, word),
  );
  const wires = svg('g', { fill: 'none' });
  const body = svg('g');
  const element = svg(
    'svg',
    { role: 'group', 'aria-label': 'drawing of the neuron; each weight can be taken hold of' },
    svg('g', { 'aria-hidden': true }, ...titles, wires, body),
  );
  const beads = [0, 1, 2, 3].map((index) => bead(element, index, store));
  element.append(...beads.map(({ group }) => group));

  const draw = (state: NeuronState, colour: string): void => {
    const width = Math.max(300, element.parentElement?.clientWidth ?? 400);
    setAttributes(element, { viewBox: `0 0 ${width} ${HEIGHT}` });
    const gap = clamp((width - 290) / 4, 14, 44);
    const act = width - 26 - 24 - gap - 24;
    const x = { input: 42, sum: act - 24 - gap - 27, act, out: width - 26 };
    const middle = 22 + (HEIGHT - 22) / 2;
    const count = state.at.length + 1;
    const ys = Array.from({ length: count }, (_, i) => {
      const apart = Math.min(62, (HEIGHT - 62) / (count - 1));
      return middle + (i - (count - 1) / 2) * apart;
    });
    const spots = [x.input, x.input + 19 + (x.sum - x.input - 46) * BEAD, x.sum, x.act, x.out];
    titles.forEach((title, i) => {
      setAttributes(title, { x: i === 4 ? Math.min(x.out, width - 20) : spots[i] });
    });
    setText(titles[2], state.combine === 'weighted sum' ? 'sum' : 'combined');
    const values = [...state.weights, state.bias];
    match(wires, count + 2, () => svg('path'));
    ys.forEach((y, i) => {
      setAttributes(wires.children[i], {
        d: `M${x.input + 19} ${y}L${x.sum - 27} ${middle + (y - middle) * 0.12}`,
        ...wireOf(values[i], i < state.weights.length ? LIMITS.weight : LIMITS.bias),
      });
    });
    setAttributes(wires.children[count], {
      d: `M${x.sum + 27} ${middle}H${x.act - 25}`,
      ...plainWire,
    });
    setAttributes(wires.children[count + 1], {
      d: `M${x.act + 25} ${middle}H${x.out - 25}`,
      ...plainWire,
    });
    body.replaceChildren(...bodyOf(state, x, ys, middle, colour));
    beads.forEach(({ group, show }, i) => {
      const row = i === 3 ? count - 1 : i;
      const shown = i === 3 || i < state.weights.length;
      setAttributes(group, {
        visibility: shown ? 'visible' : 'hidden',
        tabindex: shown ? 0 : -1,
        'aria-hidden': shown ? false : 'true',
      });
      if (!shown) return;
      const y = ys[row];
      const place = middle + (y - middle) * (1 - 0.88 * BEAD);
      setAttributes(group, { transform: `translate(${spots[1].toFixed(1)} ${place.toFixed(1)})` });
      show(values[row], i === 3 ? 'b' : sub('w', i));
    });
  };
  return { element, draw };
}

const plainWire = {
  stroke: 'var(--edge)',
  'stroke-width': 2,
  'stroke-dasharray': 'none',
};

/** Thickness and dash of a wire. */
function wireOf(weight: number, most: number): Record<string, string | number> {
  const size = Math.abs(weight);
  return {
    stroke: size < 0.005 ? 'var(--line)' : weight < 0 ? 'var(--low)' : 'var(--high)',
    'stroke-width': (1 + 8 * Math.sqrt(Math.min(1, size / most)) * Math.min(1, size + 0.2)).toFixed(
      1,
    ),
    'stroke-dasharray': weight < 0 && size >= 0.005 ? '9 6' : 'none',
  };
}

function bodyOf(
  state: NeuronState,
  x: { input: number; sum: number; act: number; out: number },
  ys: readonly number[],
  middle: number,
  colour: string,
): SVGElement[] {
  const subject = neuronOf(state);
  const { net, output } = explain(subject, state.at);
  const activation = activationOf(state);
  const text = (px: number, py: number, words: string, kind = 'num'): SVGElement =>
    svg('text', { x: px, y: py, class: kind, 'text-anchor': 'middle' }, words);
  const disc = (cx: number, cy: number, r: number, fill = 'var(--paper)'): SVGElement =>
    svg('circle', { cx, cy, r, fill, stroke: 'var(--edge)', 'stroke-width': 1.5 });
  const rows = ys.flatMap((y, i) => {
    const last = i === ys.length - 1;
    const shape = last
      ? svg('rect', {
          x: x.input - 17,
          y: y - 15,
          width: 34,
          height: 30,
          rx: 4,
          fill: 'var(--panel)',
          stroke: 'var(--edge)',
          'stroke-width': 1.5,
        })
      : disc(x.input, y, 19);
    return [
      shape,
      text(x.input, y + 4, last ? '1' : numeral(state.at[i])),
      ...(last ? [] : [text(11, y + 5, sub('x', i), 'var')]),
    ];
  });
  const half = 24;
  const points = Array.from({ length: 33 }, (_, i) => -4 + i / 4);
  const heights = points.map((p) => activation.apply(p));
  const low = Math.max(-2, Math.min(0, ...heights));
  const high = Math.min(4, Math.max(1, ...heights));
  const px = (v: number): number => x.act + (clamp(v, -4, 4) / 4) * (half - 5);
  const py = (v: number): number =>
    middle + half - 6 - ((clamp(v, low, high) - low) / (high - low)) * (2 * half - 12);
  return [
    ...rows,
    disc(x.sum, middle, 27),
    text(x.sum, middle - 4, subject.combine.symbol, 'symbol'),
    text(x.sum, middle + 15, numeral(net)),
    svg('rect', {
      x: x.act - half,
      y: middle - half,
      width: 2 * half,
      height: 2 * half,
      rx: 6,
      fill: 'var(--paper)',
      stroke: 'var(--edge)',
      'stroke-width': 1.5,
    }),
    svg('path', { d: `M${px(-4)} ${py(0)}H${px(4)}`, class: 'grid' }),
    svg('path', {
      d: `M${points.map((p, i) => `${px(p).toFixed(1)} ${py(heights[i]).toFixed(1)}`).join('L')}`,
      fill: 'none',
      stroke: 'var(--accent)',
      'stroke-width': 2.5,
    }),
    svg('circle', { cx: px(net), cy: py(activation.apply(net)), r: 4.5, fill: 'var(--ink)' }),
    text(x.act, middle + half + 16, state.activation, 'soft'),
    disc(x.out, middle, 24, colour),
    text(x.out, middle + 4, numeral(output, Math.abs(output) < 1 ? 3 : 2), 'num strong'),
  ];
}

/** The number on a wire: drag it up or down, or use the arrow keys. The fourth is the bias. */
function bead(
  drawing: SVGSVGElement,
  index: number,
  store: Store<NeuronState>,
): { group: SVGGElement; show: (value: number, letter: string) => void } {
  const isBias = index === 3;
  const most = isBias ? LIMITS.bias : LIMITS.weight;
  const number = svg('text', { x: 33, y: 4, class: 'num strong', 'text-anchor': 'end' });
  const letter = svg('text', { x: -33, y: 5, class: 'var small' });
  const group = svg(
    'g',
    { class: 'bead' },
    svg('rect', { x: -38, y: -15, width: 76, height: 30, class: 'hit' }),
    svg('rect', { x: -38, y: -12, width: 76, height: 24, rx: 12, class: 'plate' }),
    svg('rect', { x: -40, y: -16, width: 80, height: 32, rx: 16, class: 'ring' }),
    number,
    letter,
  );
  const read = (): number => (isBias ? store.get().bias : (store.get().weights[index] ?? 0));
  const write = (value: number): void => {
    const next = clamp(value, -most, most);
    const weights = store.get().weights.map((old, i) => (i === index ? next : old));
    store.set(isBias ? { bias: next } : { weights });
  };
  let start = { y: 0, value: 0 };
  const spoken = handle(group, drawing, {
    name: isBias ? 'bias' : `weight ${index + 1}`,
    from: -most,
    to: most,
    onTake: ({ y }) => {
      start = { y, value: read() };
    },
    onDrag: ({ y }) => write(snap(start.value + ((start.y - y) * most) / 120, 0.05)),
    onKey: (right, up) => write(snap(read() + (right + up) * 0.1, 0.1)),
  });
  return {
    group,
    show: (value, sign) => {
      setText(number, numeral(value));
      setText(letter, sign);
      spoken.show(value, numeral(value));
    },
  };
}
