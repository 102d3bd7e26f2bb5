/**
 * The plane: what the network (or one of its neurons) says everywhere, as shading, with the points
 * over it, and a place that can be moved about to read the numbers.
 */
import type { Layer } from '../../neuron/layer.js';
import { contour } from '../core/contour.js';
import { html, setAttributes, svg } from '../core/dom.js';
import { handle, hitArea, placeOf } from '../core/drag.js';
import { clamp, numeral } from '../core/numerals.js';
import { type Scale, toPixel, toValue } from '../core/scale.js';
import { shade } from '../core/shade.js';
import { type Data, WINDOW } from './data.js';
import type { Grid } from './grid.js';
import { drawMarks } from './marks.js';
import { answerUnits, classRamps, shadeClasses, shareOf, spanOf } from './shades.js';
import type { NetworkState } from './state.js';

const MARGIN = { left: 26, right: 2, top: 2, bottom: 20 };
const LARGEST = 300;

/** What the plane shows. */
export interface SurfaceView {
  readonly state: NetworkState;
  readonly data: Data;
  /** What was computed last; undefined before the first pass. */
  readonly grid: Grid | undefined;
  readonly layers: readonly Layer[];
  readonly colours: Uint32Array;
  readonly dark: boolean;
  /** Width of the place it stands in, in pixels. */
  readonly width: number;
}

export interface Surface {
  readonly element: HTMLElement;
  /** Where the reader looks; undefined before the first look. */
  readonly at: () => readonly [number, number] | undefined;
  /** The shading, after a pass of the grid. */
  readonly shade: (view: SurfaceView) => void;
  /** Axes and points, where they changed. */
  readonly draw: (view: SurfaceView) => void;
  /** What the place that is looked at says, for a screen reader. */
  readonly say: (words: string) => void;
}

/** Builds the plane; `onPick` hears of every place that is clicked or entered. */
export function surface(onLook: () => void, onPick: (x: number, y: number) => void): Surface {
  const shading = html('canvas', { 'aria-hidden': true });
  const marks = html('canvas', { 'aria-hidden': true });
  const frame = svg('rect', { fill: 'transparent', stroke: 'var(--edge)' });
  const axes = svg('g', { 'aria-hidden': true });
  const under = svg('path', { class: 'edges under', 'aria-hidden': true });
  const border = svg('path', { class: 'edges', 'aria-hidden': true });
  const cross = svg('g', { class: 'cross' });
  const element = svg(
    'svg',
    { role: 'group', 'aria-label': 'the plane of the two inputs' },
    axes,
    under,
    border,
    frame,
    cross,
  );
  const figure = html('div', { class: 'figure plane' }, shading, marks, element);
  let across: Scale = { ...WINDOW, start: 0, end: 1 };
  let down: Scale = across;
  let at: readonly [number, number] | undefined;
  let drawn: unknown[] = [];

  const look = (x: number, y: number): void => {
    const inside = (value: number): number =>
      Number(clamp(value, WINDOW.from, WINDOW.to).toFixed(3));
    at = [inside(x), inside(y)];
    moveCross();
    cross.classList.add('used');
    onLook();
  };
  const moveCross = (): void => {
    const [x, y] = [toPixel(across, at?.[0] ?? 0), toPixel(down, at?.[1] ?? 0)];
    setAttributes(cross, { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` });
  };
  cross.append(hitArea(14), svg('path', { d: 'M-9 0H-3M3 0H9M0 -9V-3M0 3V9', class: 'hair' }));
  cross.append(svg('circle', { r: 12, class: 'ring' }));
  const spoken = handle(cross, element, {
    name: 'place to look at, Enter picks it',
    ...WINDOW,
    onDrag: ({ x, y }) => look(toValue(across, x), toValue(down, y)),
    onKey: (right, up) => look((at?.[0] ?? 0) + right * 0.05, (at?.[1] ?? 0) + up * 0.05),
  });
  cross.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onPick(at?.[0] ?? 0, at?.[1] ?? 0);
  });
  frame.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'mouse') lookAt(event);
  });
  const lookAt = (event: PointerEvent | MouseEvent): void => {
    const place = placeOf(event, element);
    look(toValue(across, place.x), toValue(down, place.y));
  };
  element.addEventListener('click', (event) => {
    lookAt(event);
    if (at !== undefined) onPick(at[0], at[1]);
  });

  const draw = (view: SurfaceView): void => {
    const { state, data, colours, dark, width } = view;
    const now = [data, state.tests, dark, width, devicePixelRatio];
    if (now.every((value, i) => value === drawn[i])) return;
    drawn = now;
    const side = Math.max(160, Math.min(LARGEST, width - MARGIN.left - MARGIN.right));
    const box = { x: MARGIN.left, y: MARGIN.top, width: side, height: side };
    const height = side + MARGIN.top + MARGIN.bottom;
    across = { ...WINDOW, start: box.x, end: box.x + side };
    down = { ...WINDOW, start: box.y + side, end: box.y };
    const whole = side + MARGIN.left + MARGIN.right;
    setAttributes(figure, { style: `width:${whole}px` });
    setAttributes(element, { viewBox: `0 0 ${whole} ${height}`, style: `height:${height}px` });
    setAttributes(frame, box);
    const style = `left:${box.x}px;top:${box.y}px;width:${side}px;height:${side}px`;
    for (const canvas of [shading, marks]) setAttributes(canvas, { style });
    axes.replaceChildren(...axisWords(across, down));
    moveCross();
    const pen = marks.getContext('2d');
    if (pen === null) return;
    marks.width = Math.round(side * devicePixelRatio);
    marks.height = marks.width;
    pen.scale(devicePixelRatio, devicePixelRatio);
    const ink = {
      across: (value: number) => toPixel(across, value) - box.x,
      down: (value: number) => toPixel(down, value) - box.y,
      ...{ colours, dark },
    };
    drawMarks(pen, data, data.train, ink);
    if (state.tests) drawMarks(pen, data, data.test, ink, true);
  };

  return {
    ...{ element: figure, draw },
    at: () => at,
    shade: (view) => {
      if (view.grid === undefined) return;
      paint(shading, view, view.grid);
      const d = borderOf(view, view.grid, across, down);
      setAttributes(under, { d });
      setAttributes(border, { d });
    },
    say: (words) => spoken.show(at?.[0] ?? 0, words),
  };
}

/** The layer and neuron in the plane: the one looked at, else the answer. */
function seen({ state, data }: SurfaceView, grid: Grid): { layer: number; unit: number } {
  const last = grid.values.length - 1;
  const { look } = state;
  if (look !== undefined && grid.values[look.layer]?.[look.neuron] !== undefined) {
    return { layer: look.layer, unit: look.neuron };
  }
  return { layer: last, unit: data.output === 'softmax' && data.classes.length === 2 ? 1 : 0 };
}

const isOf = ({ state, data }: SurfaceView): boolean =>
  state.look === undefined && answerUnits(data.output, data.classes.length) > 1;

function paint(canvas: HTMLCanvasElement, view: SurfaceView, grid: Grid): void {
  const { state, data, layers, colours, dark } = view;
  if (canvas.width !== grid.side) {
    canvas.width = grid.side;
    canvas.height = grid.side;
  }
  const { layer, unit } = seen(view, grid);
  if (isOf(view)) {
    shadeClasses(canvas, classRamps(data.classes.length, dark), grid.values[layer], state.sharp);
    return;
  }
  const values = grid.values[layer][unit];
  const span = spanOf(layers[layer]);
  shade(canvas, colours, (i, j) => {
    const share = shareOf(values[j * grid.side + i], span);
    return state.sharp ? Math.sign(share) * 0.8 : share;
  });
}

/** Where the value passes the middle, as a path; none for several classes at once. */
function borderOf(view: SurfaceView, grid: Grid, across: Scale, down: Scale): string {
  const { data, layers } = view;
  if (isOf(view) || data.classes.length === 0) return '';
  const { layer, unit } = seen(view, grid);
  const values = grid.values[layer][unit];
  const cell = (WINDOW.to - WINDOW.from) / grid.side;
  const first = WINDOW.from + cell / 2;
  const near = (value: number): number => Math.round((value - first) / cell);
  const window = { from: first, to: WINDOW.to - cell / 2 };
  const height = (x: number, y: number): number => values[near(y) * grid.side + near(x)];
  const pixel = (scale: Scale, value: number): string => toPixel(scale, value).toFixed(1);
  return contour(height, spanOf(layers[layer]).middle, window, grid.side - 1)
    .map(
      ([a, b, c, d]) =>
        `M${pixel(across, a)} ${pixel(down, b)}L${pixel(across, c)} ${pixel(down, d)}`,
    )
    .join('');
}

function axisWords(across: Scale, down: Scale): SVGElement[] {
  const word = (x: number, y: number, words: string, anchor: string): SVGElement =>
    svg('text', { x, y, class: 'soft num', 'text-anchor': anchor }, words);
  const ticks = [-1, 0, 1].flatMap((value) => [
    word(toPixel(across, value), down.start + 15, numeral(value, 0), 'middle'),
    word(across.start - 5, toPixel(down, value) + 4, numeral(value, 0), 'end'),
  ]);
  return [
    ...ticks,
    word(across.end - 2, down.start + 15, 'x₁', 'end'),
    word(across.start - 5, down.end + 12, 'x₂', 'end'),
  ];
}

/** The words of a place: `x₁ 0.20, x₂ −0.40: 0.811`. */
export function placeWords(at: readonly [number, number], answer: string): string {
  return `x₁ ${numeral(at[0])}, x₂ ${numeral(at[1])}: ${answer}`;
}
