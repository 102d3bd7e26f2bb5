/**
 * What can be taken hold of in the plot of the neuron lab: the inputs, a straight border (shift it,
 * turn it), a round one (move its centre, change its radius).
 */
import { setAttributes, svg } from '../core/dom.js';
import { dragging, handle, hitArea, type Place, placeOf } from '../core/drag.js';
import { clamp, numeral, snap } from '../core/numerals.js';
import { toPixel, toValue } from '../core/scale.js';
import type { Store } from '../core/store.js';
import {
  borderPoints,
  clip,
  decisionCircle,
  decisionLine,
  direction,
  type Line,
  moveLine,
  netLevels,
  type Point,
  radiusThrough,
  turnLine,
} from './geometry.js';
import type { Axes } from './plane-marks.js';
import { LIMITS, type NeuronState, neuronOf, windowOf } from './state.js';
import { sub } from './words.js';

/** A handle of the plot: its group, and where it stands in a state, if it does. */
export interface PlotHandle {
  readonly group: SVGGElement;
  readonly draw: (state: NeuronState, axes: Axes) => void;
}

/** The border of this state as one line, if it is one. */
function lineOf(state: NeuronState): Line | undefined {
  const subject = neuronOf(state);
  return state.weights.length > 1 ? decisionLine(subject, state.at, netLevels(subject)) : undefined;
}

/** The ends of the piece that can be seen, the lower one first. */
export function endsOf(state: NeuronState): [Point, Point] | undefined {
  const line = lineOf(state);
  const ends = line && clip(line, windowOf(state));
  return ends && (ends[0][1] <= ends[1][1] ? ends : [ends[1], ends[0]]);
}

function along([from, to]: readonly [Point, Point], share: number): Point {
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}

/** The dot: the inputs that go through the neuron now. A press anywhere in the plot brings it. */
export function inputHandle(
  store: Store<NeuronState>,
  drawing: SVGSVGElement,
  frame: SVGElement,
  axes: () => Axes,
  words: (state: NeuronState) => string,
): PlotHandle {
  const set = (values: readonly number[]): void => {
    const state = store.get();
    const { from, to } = windowOf(state);
    const next = values.slice(0, state.at.length).map((v) => clamp(v, from, to));
    store.set({ at: [...next, ...state.at.slice(next.length)] });
  };
  const follow = (place: Place): void => set(valuesAt(axes(), place).map((v) => snap(v, 0.05)));
  const group = svg('g', {}, hitArea(18), ring(), svg('circle', { r: 8, class: 'dot' }));
  const spoken = handle(group, drawing, {
    name: 'the inputs',
    from: -LIMITS.input,
    to: LIMITS.input,
    onDrag: follow,
    onKey: (right, up) => {
      const [x, y] = store.get().at;
      if (y === undefined) set([snap(x + (right + up) * 0.1, 0.1)]);
      else set([snap(x + right * 0.1, 0.1), snap(y + up * 0.1, 0.1)]);
    },
  });
  dragging(frame, drawing, { mouseOnly: true, onTake: follow, onDrag: follow });
  frame.addEventListener('click', (event) => follow(placeOf(event, drawing)));
  return {
    group,
    draw: (state, { across, down }) => {
      const [x, y] = state.at;
      const height = state.at.length > 1 ? y : Number(group.dataset.output ?? 0);
      const { from, to } = windowOf(state);
      put(group, [
        toPixel(across, clamp(x, from, to)),
        clamp(toPixel(down, height), down.end, down.start),
      ]);
      spoken.show(x, words(state));
    },
  };
}

/** Shifts a straight border, or widens a round one: the bias. */
export function biasHandle(
  store: Store<NeuronState>,
  drawing: SVGSVGElement,
  axes: () => Axes,
): PlotHandle {
  const group = svg(
    'g',
    {},
    hitArea(16),
    ring(),
    knob(),
    svg('path', { d: 'M-4 0H4M0 -4V4', class: 'mark' }),
  );
  const set = (bias: number): void => store.set({ bias: clamp(bias, -LIMITS.bias, LIMITS.bias) });
  const spoken = handle(group, drawing, {
    name: 'the border: bias',
    from: -LIMITS.bias,
    to: LIMITS.bias,
    onDrag: (place) => {
      const state = store.get();
      const subject = neuronOf(state);
      const [level] = netLevels(subject);
      const values = valuesAt(axes(), place);
      const line = lineOf(state);
      if (line !== undefined) store.set(moveLine(subject, line, values));
      else if (state.combine === 'distance' && state.at.length > 1) {
        set(radiusThrough(subject, state.at, values, level));
      } else if (level !== undefined) set(snap(level - state.weights[0] * values[0], 0.01));
    },
    onKey: (right, up) => set(snap(store.get().bias + (right + up) * 0.1, 0.1)),
  });
  const place = (state: NeuronState, { across, down }: Axes): Point | undefined => {
    const subject = neuronOf(state);
    const levels = netLevels(subject);
    const ends = endsOf(state);
    const onPlot = ([x, y]: Point): Point => [toPixel(across, x), toPixel(down, y)];
    if (ends) return onPlot(along(ends, 0.5));
    if (state.at.length > 1) {
      const circle = decisionCircle(subject, state.at, levels);
      if (circle === undefined) return undefined;
      const [x, y] = circle.centre;
      const { from, to } = windowOf(state);
      const turns: Point[] = [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ];
      const spots = turns.map(([a, b]): Point => [x + a * circle.radius, y + b * circle.radius]);
      const seen = spots.find((spot) => spot.every((v) => v > from && v < to));
      return seen && onPlot(seen);
    }
    const [mark] = borderPoints(subject, windowOf(state), levels);
    const straight = state.combine === 'weighted sum' && Math.abs(state.weights[0]) > 0.05;
    if (mark === undefined || !straight || levels.length !== 1) return undefined;
    return [toPixel(across, mark), down.end + (down.start - down.end) * 0.12];
  };
  return {
    group,
    draw: (state, now) => {
      put(group, place(state, now));
      spoken.show(state.bias, `bias ${numeral(state.bias)}`);
    },
  };
}

/** Turns a straight border around its middle: both weights, their length stays. */
export function turnHandle(
  store: Store<NeuronState>,
  drawing: SVGSVGElement,
  axes: () => Axes,
): PlotHandle {
  const square = { x: -6.5, y: -6.5, width: 13, height: 13, rx: 2, transform: 'rotate(45)' };
  const group = svg('g', {}, hitArea(16), ring(), svg('rect', { ...square, class: 'knob' }));
  let pivot: Point = [0, 0];
  const middle = (): Point => {
    const ends = endsOf(store.get());
    return ends ? along(ends, 0.5) : pivot;
  };
  const turnTo = (place: Point): void => {
    const line = lineOf(store.get());
    if (line !== undefined) store.set(turnLine(neuronOf(store.get()), line, pivot, place));
  };
  const spoken = handle(group, drawing, {
    name: 'turn the border: both weights',
    from: -180,
    to: 180,
    onTake: () => {
      pivot = middle();
    },
    onDrag: (place) => turnTo(valuesAt(axes(), place)),
    onKey: (right, up) => {
      const line = lineOf(store.get());
      if (line === undefined) return;
      pivot = middle();
      const angle = ((direction(line) + (up - right) * 2 + 90) * Math.PI) / 180;
      turnTo([pivot[0] + Math.cos(angle), pivot[1] + Math.sin(angle)]);
    },
  });
  return {
    group,
    draw: (state, { across, down }) => {
      const ends = endsOf(state);
      const line = lineOf(state);
      const spot = ends && along(ends, 0.14);
      put(group, spot && [toPixel(across, spot[0]), toPixel(down, spot[1])]);
      if (line === undefined) return;
      const angle = direction(line);
      spoken.show(angle, `yes lies towards ${numeral(angle, 0)} degrees`);
    },
  };
}

/** Moves the centre of a round border: the weights of a distance neuron are a point. */
export function centreHandle(
  store: Store<NeuronState>,
  drawing: SVGSVGElement,
  axes: () => Axes,
): PlotHandle {
  const group = svg('g', {}, hitArea(16), ring(), knob(), svg('circle', { r: 2.5, class: 'pip' }));
  const set = (x: number, y: number): void => {
    const limit = (v: number): number => clamp(v, -LIMITS.weight, LIMITS.weight);
    store.set({ weights: [limit(x), limit(y), ...store.get().weights.slice(2)] });
  };
  const spoken = handle(group, drawing, {
    name: 'the centre: both weights',
    from: -LIMITS.weight,
    to: LIMITS.weight,
    onDrag: (place) => {
      const [x, y] = valuesAt(axes(), place);
      set(snap(x, 0.05), snap(y, 0.05));
    },
    onKey: (right, up) => {
      const [a, b] = store.get().weights;
      set(snap(a + right * 0.1, 0.1), snap(b + up * 0.1, 0.1));
    },
  });
  return {
    group,
    draw: (state, { across, down }) => {
      const [a, b] = state.weights;
      const { from, to } = windowOf(state);
      const round = state.combine === 'distance' && b !== undefined;
      const seen = round && [a, b].every((v) => v >= from && v <= to);
      put(group, seen ? [toPixel(across, a), toPixel(down, b)] : undefined);
      if (round) spoken.show(a, `${sub('w', 0)} ${numeral(a)}, ${sub('w', 1)} ${numeral(b)}`);
    },
  };
}

function valuesAt({ across, down }: Axes, { x, y }: Place): Point {
  return [toValue(across, x), toValue(down, y)];
}

/** Moves a group there; without a place it is hidden, also from the keyboard. */
function put(group: SVGGElement, place: Point | undefined): void {
  setAttributes(group, {
    visibility: place ? 'visible' : 'hidden',
    tabindex: place ? 0 : -1,
    'aria-hidden': place ? false : 'true',
  });
  if (place)
    setAttributes(group, { transform: `translate(${place.map((v) => v.toFixed(1)).join(' ')})` });
}

function ring(): SVGCircleElement {
  return svg('circle', { r: 13, class: 'ring' });
}

function knob(): SVGCircleElement {
  return svg('circle', { r: 8, class: 'knob' });
}
