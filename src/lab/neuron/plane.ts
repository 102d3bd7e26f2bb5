/**
 * The plot of the neuron lab: the plane of two inputs (or the curve of one) with the output as
 * shading, the border between yes and no, and everything in it that can be taken hold of.
 *
 * One unit of the drawing is one pixel of the page; the shading is a canvas below it.
 */
import { forward } from '../../neuron/neuron.js';
import { html, setAttributes, setText, svg } from '../core/dom.js';
import { clamp, numeral } from '../core/numerals.js';
import { type Scale, toPixel } from '../core/scale.js';
import { shade } from '../core/shade.js';
import type { Store } from '../core/store.js';
import { answerOf, border, borderPoints, decisionLine, netLevels } from './geometry.js';
import { YES } from './goals.js';
import { biasHandle, centreHandle, endsOf, inputHandle, turnHandle } from './plane-handles.js';
import { type Axes, drawAxes, drawCorners, drawSides } from './plane-marks.js';
import { shareOf, spanOf } from './shades.js';
import { type NeuronState, neuronOf, windowOf } from './state.js';
import { sub } from './words.js';

const MARGIN = { left: 34, right: 12, top: 8, bottom: 34 };
/** Shaded points along one axis. */
const GRID = 120;
const NO_SCALE: Scale = { from: -3, to: 3, start: 0, end: 1 };

/** Builds the plot; `draw` puts a state into it, in the colours of a ramp. */
export function neuronPlane(store: Store<NeuronState>): {
  element: HTMLElement;
  draw: (state: NeuronState, colours: Uint32Array) => void;
} {
  const canvas = html('canvas', { 'aria-hidden': true });
  const frame = svg('rect', { fill: 'transparent', stroke: 'var(--edge)' });
  const cut = svg('rect');
  const back = svg('g', { 'aria-hidden': true });
  const under = svg('path', { class: 'edges under' });
  const edge = svg('path', { class: 'edges' });
  const curve = svg('path', { class: 'curve' });
  const corners = svg('g', { 'aria-hidden': true });
  const sides = svg('g', { 'aria-hidden': true });
  const answer = svg('text', { class: 'num strong halo', 'aria-hidden': true });
  const element = svg(
    'svg',
    { role: 'group', 'aria-label': 'plot of the output over the inputs' },
    svg('defs', {}, svg('clipPath', { id: 'plane' }, cut)),
    back,
    frame,
    svg('g', { 'clip-path': 'url(#plane)', 'aria-hidden': true }, under, edge, curve),
    corners,
    sides,
  );
  const figure = html('div', { class: 'figure plane' }, canvas, element);
  let axes: Axes = { across: NO_SCALE, down: NO_SCALE };
  const now = (): Axes => axes;
  const point = inputHandle(store, element, frame, now, pointWords);
  const handles = [
    centreHandle(store, element, now),
    biasHandle(store, element, now),
    turnHandle(store, element, now),
    point,
  ];
  element.append(...handles.map(({ group }) => group), answer);

  const draw = (state: NeuronState, colours: Uint32Array): void => {
    const subject = neuronOf(state);
    const span = spanOf(subject);
    const window = windowOf(state);
    const flat = state.weights.length > 1;
    const width = Math.max(240, figure.clientWidth);
    const side = Math.min(420, width - MARGIN.left - MARGIN.right);
    const height = side + MARGIN.top + MARGIN.bottom;
    const box = { x: MARGIN.left, y: MARGIN.top, width: side, height: side };
    setAttributes(element, { viewBox: `0 0 ${width} ${height}`, style: `height:${height}px` });
    setAttributes(frame, box);
    setAttributes(cut, box);
    setAttributes(canvas, {
      style: `left:${box.x}px;top:${box.y}px;width:${side}px;height:${side}px`,
    });
    const air = (span.high - span.low) * 0.08;
    const tall = flat ? window : { from: span.low - air, to: span.high + air };
    axes = {
      across: { ...window, start: box.x, end: box.x + side },
      down: { ...tall, start: box.y + side, end: box.y },
    };

    const rows = flat ? GRID : 1;
    if (canvas.width !== GRID || canvas.height !== rows) {
      canvas.width = GRID;
      canvas.height = rows;
    }
    const inputs = [...state.at];
    const cell = (window.to - window.from) / GRID;
    const answerAt = answerOf(subject);
    shade(canvas, colours, (i, j) => {
      inputs[0] = window.from + (i + 0.5) * cell;
      if (flat) inputs[1] = window.from + (j + 0.5) * cell;
      return shareOf(answerAt(inputs), span);
    });

    drawAxes(back, axes, flat);
    const d = borderPath(state, axes);
    setAttributes(under, { d });
    setAttributes(edge, { d });
    setAttributes(curve, { d: flat ? '' : curvePath(state, axes) });
    drawSides(
      sides,
      axes,
      flat ? decisionLine(subject, state.at, netLevels(subject)) : undefined,
      endsOf(state),
    );
    drawCorners(corners, state, axes);

    const output = forward(subject, state.at);
    point.group.dataset.output = String(output);
    for (const one of handles) one.draw(state, axes);
    const x = toPixel(axes.across, clamp(state.at[0], window.from, window.to));
    const y = clamp(toPixel(axes.down, flat ? state.at[1] : output), box.y, box.y + side);
    const left = x > box.x + side - 66;
    setText(answer, numeral(output, 3));
    setAttributes(answer, {
      x: x + (left ? -14 : 14),
      y: y < box.y + 24 ? y + 20 : y - 10,
      'text-anchor': left ? 'end' : 'start',
    });
  };
  return { element: figure, draw };
}

/** The border between yes and no, as a path. */
function borderPath(state: NeuronState, { across, down }: Axes): string {
  const x = (v: number): string => toPixel(across, v).toFixed(1);
  const y = (v: number): string => toPixel(down, v).toFixed(1);
  const ends = endsOf(state);
  if (ends) return `M${ends.map((end) => `${x(end[0])} ${y(end[1])}`).join('L')}`;
  const subject = neuronOf(state);
  const levels = netLevels(subject);
  if (state.weights.length === 1) {
    const marks = borderPoints(subject, windowOf(state), levels);
    return marks.map((mark) => `M${x(mark)} ${down.start}V${down.end}`).join('');
  }
  return border(subject, state.at, windowOf(state), levels)
    .map(([a, b, c, e]) => `M${x(a)} ${y(b)}L${x(c)} ${y(e)}`)
    .join('');
}

/** The output of a neuron with one input, as a path. */
function curvePath(state: NeuronState, { across, down }: Axes): string {
  const answer = answerOf(neuronOf(state));
  const { from, to } = windowOf(state);
  const points = Array.from({ length: 301 }, (_, i) => {
    const x = from + ((to - from) * i) / 300;
    const y = clamp(answer([x]), down.from - 9, down.to + 9);
    return `${toPixel(across, x).toFixed(1)} ${toPixel(down, y).toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}

function pointWords(state: NeuronState): string {
  const output = forward(neuronOf(state), state.at);
  const inputs = state.at.slice(0, 2).map((v, i) => `${sub('x', i)} ${numeral(v)}`);
  return `${inputs.join(', ')}: output ${numeral(output, 3)}, ${output >= YES ? 'yes' : 'no'}`;
}
