/**
 * What is only looked at in the plot of the neuron lab: axes, the words yes and no, the corners of a
 * truth table.
 */
import { svg } from '../core/dom.js';
import { clamp, numeral } from '../core/numerals.js';
import { type Scale, ticks, toPixel } from '../core/scale.js';
import type { Line, Point } from './geometry.js';
import { truthTable } from './goals.js';
import { type NeuronState, neuronOf } from './state.js';
import { sub } from './words.js';

/** Both axes of a plot, in pixels. */
export interface Axes {
  readonly across: Scale;
  readonly down: Scale;
}

/** Grid, numbers and names of the axes; `flat` when the upright axis is the second input. */
export function drawAxes(group: SVGGElement, { across, down }: Axes, flat: boolean): void {
  const nodes: SVGElement[] = [];
  const words = (value: number): string => numeral(value, value % 1 === 0 ? 0 : 1);
  for (const x of ticks(across.from, across.to, 6)) {
    const px = toPixel(across, x);
    const kind = x === 0 ? 'axis' : 'grid faint';
    nodes.push(svg('path', { class: kind, d: `M${px} ${down.end}V${down.start}` }));
    nodes.push(text(px, down.start + 15, words(x), 'soft num', 'middle'));
  }
  for (const y of ticks(down.from, down.to, 6)) {
    const py = toPixel(down, y);
    const kind = y === 0 ? 'axis' : 'grid faint';
    nodes.push(svg('path', { class: kind, d: `M${across.start} ${py}H${across.end}` }));
    nodes.push(text(across.start - 5, py + 4, words(y), 'soft num', 'end'));
  }
  nodes.push(text((across.start + across.end) / 2, down.start + 31, sub('x', 0), 'var', 'middle'));
  const middle = (down.start + down.end) / 2;
  if (flat) nodes.push(text(2, middle + 30, sub('x', 1), 'var', 'start'));
  else {
    const turned = text(8, middle + 20, 'output', 'soft', 'start');
    turned.setAttribute('transform', `rotate(-90 8 ${middle + 20})`);
    nodes.push(turned);
  }
  group.replaceChildren(...nodes);
}

/** The words yes and no on the two sides of a straight border, where there is room. */
export function drawSides(
  group: SVGGElement,
  { across, down }: Axes,
  line?: Line,
  ends?: readonly [Point, Point],
): void {
  if (line === undefined || ends === undefined) {
    group.replaceChildren();
    return;
  }
  const [from, to] = ends.map(([x, y]) => [toPixel(across, x), toPixel(down, y)]);
  if (Math.hypot(from[0] - to[0], from[1] - to[1]) < 140) {
    group.replaceChildren();
    return;
  }
  const share = 0.33;
  const [x, y] = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
  const size = Math.hypot(...line.weights);
  const [a, b] = line.weights.map((weight) => (line.yes * weight) / size);
  const word = (words: string, side: number): SVGElement =>
    text(
      clamp(x + side * a * 22, across.start + 12, across.end - 12),
      clamp(y - side * b * 18 + 4, down.end + 14, down.start - 6),
      words,
      'halo',
      'middle',
    );
  group.replaceChildren(word('yes', 1), word('no', -1));
}

/** The four corners of a truth table: the wanted answer, and whether the neuron gives it. */
export function drawCorners(group: SVGGElement, state: NeuronState, { across, down }: Axes): void {
  const rows = truthTable(state.goal, neuronOf(state));
  group.replaceChildren(
    ...rows.map(({ inputs: [x, y], wanted, right }) =>
      svg(
        'g',
        {
          transform: `translate(${toPixel(across, x)} ${toPixel(down, y)})`,
          class: right ? 'corner' : 'corner wrong',
        },
        svg('circle', { r: 13, fill: 'var(--paper)' }),
        text(0, 5, String(wanted), 'strong', 'middle'),
        text(23, 6, right ? '✓' : '✗', `halo strong ${right ? 'good' : 'bad'}`, 'middle'),
      ),
    ),
  );
}

function text(x: number, y: number, words: string, kind: string, anchor: string): SVGTextElement {
  return svg('text', { x, y, class: kind, 'text-anchor': anchor }, words);
}
