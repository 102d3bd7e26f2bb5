/**
 * The plot of the activation explorer: curves, slopes, flat parts, the point and its tangent.
 *
 * One unit of the drawing is one pixel of the page, so letters keep their size in narrow windows.
 */
import { keyedValue, match } from '../core/controls.js';
import { setAttributes, setText, svg } from '../core/dom.js';
import { dragging, handle, hitArea } from '../core/drag.js';
import { clamp, numeral, snap } from '../core/numerals.js';
import { type Scale, ticks, toPixel, toValue } from '../core/scale.js';
import type { Store } from '../core/store.js';
import { heights, pieces, spread } from './geometry.js';
import { type ActivationState, type Curve, curvesOf, NAMES } from './state.js';
import { flatPartsOf, followedCurve } from './words.js';

const DASHES: readonly string[] = ['9 5', '2 4', 'none', '12 4 2 4'];
const MARGIN = { left: 40, right: 92, top: 14, bottom: 30 };

/** Colour and dash of a function: no two share both. */
export function strokeOf(name: string): { stroke: string; 'stroke-dasharray': string } {
  const index = Math.max(0, NAMES.indexOf(name));
  const dash = DASHES[(index + Math.floor(index / 4)) % 4];
  return { stroke: `var(--c${index % 4})`, 'stroke-dasharray': dash };
}

/** Builds the plot; the second part draws a state. */
export function activationPlot(store: Store<ActivationState>): {
  element: SVGSVGElement;
  draw: (state: ActivationState) => void;
} {
  const hatch = svg(
    'pattern',
    {
      id: 'flat',
      width: 8,
      height: 8,
      patternUnits: 'userSpaceOnUse',
      patternTransform: 'rotate(45)',
    },
    svg('rect', { width: 8, height: 8, fill: 'var(--panel)' }),
    svg('path', { d: 'M0 0V8', stroke: 'var(--line)', 'stroke-width': 3 }),
  );
  const frame = svg('rect', { fill: 'transparent' });
  const clip = svg('rect');
  const back = svg('g', { 'aria-hidden': true });
  const curves = svg('g', { 'aria-hidden': true, 'clip-path': 'url(#frame)' });
  const labels = svg('g', { 'aria-hidden': true });
  const upright = svg('path', { stroke: 'var(--edge)', 'stroke-dasharray': '3 3' });
  const tangent = svg('path', { stroke: 'var(--ink)', 'stroke-width': 2, fill: 'none' });
  const dots = svg('g', { 'aria-hidden': true });
  const slope = svg('text', { class: 'num', 'aria-hidden': true });
  const point = svg(
    'g',
    {},
    hitArea(18),
    svg('circle', { r: 12, class: 'ring' }),
    svg('circle', { r: 7, fill: 'var(--ink)', stroke: 'var(--paper)', 'stroke-width': 2 }),
  );
  const element = svg(
    'svg',
    { role: 'group', 'aria-label': 'plot of the functions' },
    svg('defs', {}, hatch, svg('clipPath', { id: 'frame' }, clip)),
    back,
    frame,
    svg('g', { 'clip-path': 'url(#frame)', 'aria-hidden': true }, upright),
    curves,
    svg('g', { 'clip-path': 'url(#frame)', 'aria-hidden': true }, tangent),
    dots,
    labels,
    slope,
    point,
  );
  let across: Scale = { from: -5, to: 5, start: 0, end: 1 };
  const moveTo = (x: number): void => {
    const { reach } = store.get();
    store.set({ x: clamp(snap(x, 0.01), -reach, reach) });
  };
  const follow = ({ x }: { x: number }): void => moveTo(toValue(across, x));
  const spoken = handle(point, element, {
    name: 'the point on the curve: x',
    from: -10,
    to: 10,
    onDrag: follow,
    onKey: (right, up) => moveTo(snap(store.get().x + (right + up) * 0.1, 0.1)),
  });
  point.addEventListener('keydown', (event) => {
    const { reach, x } = store.get();
    if (event.key !== 'Home' && event.key !== 'End') return;
    event.preventDefault();
    moveTo(keyedValue(event, x, { from: -reach, to: reach, step: 0.1 }) ?? x);
  });
  dragging(frame, element, { mouseOnly: true, onTake: follow, onDrag: follow });

  const draw = (state: ActivationState): void => {
    const width = Math.max(280, element.parentElement?.clientWidth ?? 560);
    const height = Math.round(clamp(width * 0.75, 280, 372));
    setAttributes(element, { viewBox: `0 0 ${width} ${height}` });
    const shown = curvesOf(state);
    const [low, high] = heights(shown, state.reach);
    const box = {
      x: MARGIN.left,
      y: MARGIN.top,
      width: width - MARGIN.left - MARGIN.right,
      height: height - MARGIN.top - MARGIN.bottom,
    };
    across = { from: -state.reach, to: state.reach, start: box.x, end: box.x + box.width };
    const down: Scale = { from: low, to: high, start: box.y + box.height, end: box.y };
    setAttributes(frame, { ...box });
    setAttributes(clip, { ...box });
    drawBack(back, state, across, down, shown);
    drawCurves(curves, state, across, down, shown);
    drawLabels(labels, state, across, down, shown);

    const followed = followedCurve(state);
    const px = toPixel(across, state.x);
    setAttributes(upright, { d: `M${px} ${box.y}V${box.y + box.height}` });
    match(dots, shown.length, () =>
      svg('circle', { r: 4.5, 'stroke-width': 2, fill: 'var(--paper)' }),
    );
    shown.forEach((curve, i) => {
      const y = toPixel(down, curve.f(state.x));
      setAttributes(dots.children[i], {
        cx: px,
        cy: y,
        stroke: strokeOf(curve.name).stroke,
        visibility: y >= box.y - 1 && y <= box.y + box.height + 1 ? 'visible' : 'hidden',
      });
    });
    setAttributes(point, { visibility: followed ? 'visible' : 'hidden' });
    setAttributes(tangent, { visibility: followed && state.tangent ? 'visible' : 'hidden' });
    setAttributes(slope, { visibility: followed && state.tangent ? 'visible' : 'hidden' });
    if (followed === undefined) return;
    const value = followed.f(state.x);
    const rise = followed.slope(state.x);
    const py = clamp(toPixel(down, value), box.y, box.y + box.height);
    setAttributes(point, { transform: `translate(${px} ${py})` });
    const steep =
      (-rise * (down.start - down.end)) / (high - low) / (box.width / (2 * state.reach));
    const run = 90 / Math.hypot(1, steep);
    const ty = toPixel(down, value);
    setAttributes(tangent, {
      d: `M${px - run} ${ty - run * steep}L${px + run} ${ty + run * steep}`,
    });
    const left = px > box.x + box.width - 96;
    const above = py > box.y + 40;
    setText(slope, `slope ${numeral(rise, 3)}`);
    setAttributes(slope, {
      x: px + (left ? -14 : 14),
      y: above ? (rise > 0.02 === left ? py - 14 : py + 24) : py + 26,
      'text-anchor': left ? 'end' : 'start',
      class: 'num halo',
    });
    spoken.show(
      state.x,
      `x ${numeral(state.x)}, ${state.follow} ${numeral(value, 3)}, slope ${numeral(rise, 3)}`,
    );
  };
  return { element, draw };
}

function drawBack(
  group: SVGGElement,
  state: ActivationState,
  across: Scale,
  down: Scale,
  shown: readonly Curve[],
): void {
  const followed = followedCurve(state);
  const parts = state.saturation && followed ? flatPartsOf(state, followed) : [];
  const nodes: SVGElement[] = parts.map(({ from, to }) =>
    svg('rect', {
      x: toPixel(across, from),
      y: down.end,
      width: toPixel(across, to) - toPixel(across, from),
      height: down.start - down.end,
      fill: 'url(#flat)',
    }),
  );
  for (const x of ticks(across.from, across.to, across.end - across.start > 300 ? 10 : 5)) {
    const px = toPixel(across, x);
    nodes.push(
      svg('path', { class: x === 0 ? 'axis' : 'grid', d: `M${px} ${down.end}V${down.start}` }),
    );
    nodes.push(
      svg(
        'text',
        { x: px, y: down.start + 16, 'text-anchor': 'middle', class: 'soft num' },
        tickWords(x),
      ),
    );
  }
  for (const y of ticks(down.from, down.to, 6)) {
    const py = toPixel(down, y);
    nodes.push(
      svg('path', { class: y === 0 ? 'axis' : 'grid', d: `M${across.start} ${py}H${across.end}` }),
    );
    nodes.push(
      svg(
        'text',
        { x: across.start - 6, y: py + 4, 'text-anchor': 'end', class: 'soft num' },
        tickWords(y),
      ),
    );
  }
  nodes.push(svg('text', { x: across.end + 8, y: down.start + 16, class: 'var' }, 'x'));
  for (const { from, to } of parts) {
    const wide = toPixel(across, to) - toPixel(across, from);
    if (wide < 34 || shown.length === 0) continue;
    nodes.push(
      svg(
        'text',
        {
          x: toPixel(across, from) + wide / 2,
          y: down.end + (down.start - down.end) * 0.42,
          'text-anchor': 'middle',
          class: 'soft halo',
        },
        wide > 90 ? `${state.follow} is flat` : 'flat',
      ),
    );
  }
  group.replaceChildren(...nodes);
}

function drawCurves(
  group: SVGGElement,
  state: ActivationState,
  across: Scale,
  down: Scale,
  shown: readonly Curve[],
): void {
  const { reach } = state;
  const path = (f: (x: number) => number): string =>
    pieces(f, -reach, reach, 240)
      .map(
        (piece) =>
          `M${piece.map(([x, y]) => `${toPixel(across, x).toFixed(1)} ${toPixel(down, clamp(y, -1e4, 1e4)).toFixed(1)}`).join('L')}`,
      )
      .join('');
  const slopes = state.derivative ? shown : [];
  match(group, shown.length + slopes.length, () =>
    svg('path', { fill: 'none', 'stroke-linejoin': 'round' }),
  );
  slopes.forEach(({ name, slope }, i) => {
    setAttributes(group.children[i], { ...strokeOf(name), d: path(slope), 'stroke-width': 1.5 });
  });
  shown.forEach(({ name, f }, i) => {
    const width = name === state.follow ? 3.5 : 2.5;
    setAttributes(group.children[slopes.length + i], {
      ...strokeOf(name),
      d: path(f),
      'stroke-width': width,
    });
  });
}

/** Names at the right ends of the curves, moved apart, each tied to its curve by a thin line. */
function drawLabels(
  group: SVGGElement,
  state: ActivationState,
  across: Scale,
  down: Scale,
  shown: readonly Curve[],
): void {
  const ends = shown.flatMap(({ name, f, slope }) => {
    const own = [{ name, words: name, at: f(state.reach), bold: name === state.follow }];
    return state.derivative
      ? [...own, { name, words: `${name}′`, at: slope(state.reach), bold: false }]
      : own;
  });
  const places = ends.map(({ at }) => clamp(toPixel(down, at), down.end, down.start));
  const gap = Math.min(14, (down.start - down.end) / Math.max(1, ends.length - 1));
  const moved = spread(places, gap, down.end + 2, down.start - 2);
  group.replaceChildren(
    ...ends.flatMap(({ name, words, bold }, i) => [
      svg('path', {
        d: `M${across.end} ${places[i]}L${across.end + 12} ${moved[i]}`,
        stroke: strokeOf(name).stroke,
        fill: 'none',
        opacity: 0.7,
      }),
      svg(
        'text',
        {
          x: across.end + 15,
          y: moved[i] + 4,
          style: `fill: ${strokeOf(name).stroke}`,
          'font-weight': bold ? 700 : 400,
        },
        words,
      ),
    ]),
  );
}

function tickWords(value: number): string {
  return numeral(value, 6).replace(/\.?0+$/, '') || '0';
}
