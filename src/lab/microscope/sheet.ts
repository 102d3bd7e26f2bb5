/** All channels of an array side by side as heat maps; a click chooses one of the numbers. */
import { freshId } from '../core/controls.js';
import { html, setAttributes, setText, svg } from '../core/dom.js';
import { placeOf } from '../core/drag.js';
import { numeral } from '../core/numerals.js';
import { ramp } from '../core/shade.js';
import type { Store } from '../core/store.js';
import { isDark } from '../core/theme.js';
import type { Kind } from './data.js';
import { numberAt, reachOf } from './look.js';
import type { Run } from './read.js';
import type { MicroscopeState } from './state.js';

/** No sheet is higher, in CSS pixels, so that all six fit a notebook's frame. */
const HIGHEST = 180;

export interface Sheet {
  readonly element: HTMLElement;
  readonly draw: (state: MicroscopeState) => void;
}

/** The sheet of one kind of array, with its name and a sentence that says what it is. */
export function sheet(
  run: Run,
  store: Store<MicroscopeState>,
  kind: Kind,
  [name, sentence]: readonly [string, string],
): Sheet {
  const { channels, height, width } = run;
  const columns = Math.ceil(Math.sqrt(channels));
  const rows = Math.ceil(channels / columns);
  // one empty square between two channels
  const across = columns * (width + 1) - 1;
  const down = rows * (height + 1) - 1;
  const canvas = html('canvas', { width: across, height: down });
  const ring = { fill: 'none', 'vector-effect': 'non-scaling-stroke' };
  const tile = svg('rect', { ...ring, class: 'tile', width: width + 1, height: height + 1 });
  const halo = svg('rect', { ...ring, class: 'halo', width: 1, height: 1 });
  const cell = svg('rect', { ...ring, class: 'cell', width: 1, height: 1 });
  const id = freshId('sheet');
  const picture = svg(
    'svg',
    { viewBox: `0 0 ${across} ${down}`, role: 'img', 'aria-labelledby': id },
    ...[tile, halo, cell],
  );
  picture.addEventListener('pointerdown', (event) => {
    const { x, y } = placeOf(event, picture);
    const [column, row] = [Math.floor(x % (width + 1)), Math.floor(y % (height + 1))];
    const channel = Math.floor(y / (height + 1)) * columns + Math.floor(x / (width + 1));
    if (column >= width || row >= height || channel >= channels || x < 0 || y < 0) return;
    store.set({ channel: channel + 1, row: row + 1, column: column + 1 });
  });
  const figure = html('div', { class: 'figure' }, canvas, picture);
  figure.style.maxWidth = `${Math.round((HIGHEST * across) / down)}px`;
  const scale = html('p', { class: 'soft ends' });
  const element = html(
    'section',
    { class: 'sheet' },
    html('h2', { id }, name),
    html('p', { class: 'what' }, sentence),
    figure,
    scale,
  );
  const draw = (state: MicroscopeState): void => {
    const values = run.arrays[kind]?.[state.step - 1];
    if (values === undefined) return;
    const reach = reachOf(values);
    paint(canvas, values, reach, { height, width, columns });
    const left = ((state.channel - 1) % columns) * (width + 1);
    const top = Math.floor((state.channel - 1) / columns) * (height + 1);
    setAttributes(tile, { x: left - 0.5, y: top - 0.5 });
    const place = { x: left + state.column - 1, y: top + state.row - 1 };
    setAttributes(halo, place);
    setAttributes(cell, place);
    const digits = reach >= 10 ? 0 : 1;
    setText(
      scale,
      `orange ${numeral(-reach, digits)} … blue ${numeral(reach, digits)}; here ${numeral(numberAt(run, state, kind), 3)}`,
    );
  };
  return { element, draw };
}

function paint(
  canvas: HTMLCanvasElement,
  values: Float32Array,
  reach: number,
  { height, width, columns }: { height: number; width: number; columns: number },
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const colours = ramp(isDark());
  const picture = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(picture.data.buffer);
  for (let i = 0; i < values.length; i++) {
    const channel = Math.floor(i / (height * width));
    const y = Math.floor(channel / columns) * (height + 1) + (Math.floor(i / width) % height);
    const x = (channel % columns) * (width + 1) + (i % width);
    const level = Math.round(127.5 + (127.5 * values[i]) / reach);
    pixels[y * canvas.width + x] = colours[Math.min(255, Math.max(0, level))];
  }
  context.putImageData(picture, 0, 0);
}
