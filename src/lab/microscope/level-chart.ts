/** How much picture and how much noise there is in the latents, step by step, and where we are. */
import { html, setAttributes, svg } from '../core/dom.js';
import { numeral } from '../core/numerals.js';
import { type Scale, toPixel } from '../core/scale.js';
import { levelOf, stepOf } from './look.js';
import type { Run } from './read.js';
import type { MicroscopeState } from './state.js';

const SIZE = { width: 260, height: 150 };
const DOWN: Scale = { from: 0, to: 1, start: 122, end: 8 };

/** Builds the chart. */
export function levelChart(run: Run): {
  element: HTMLElement;
  draw: (state: MicroscopeState) => void;
} {
  const levels = run.steps.map(levelOf);
  const across: Scale = { from: 1, to: Math.max(2, run.calls), start: 24, end: SIZE.width - 8 };
  const points = (of: (level: { signal: number; noise: number }) => number): string =>
    levels
      .map((level, i) => {
        const x = toPixel(across, run.steps[i].call);
        return `${x.toFixed(1)} ${toPixel(DOWN, of(level)).toFixed(1)}`;
      })
      .join('L');
  const now = svg('path', { class: 'now' });
  const dots = ['signal', 'noise'].map((name) => svg('circle', { r: 4.5, class: name }));
  const words = (x: number, y: number, text: string, anchor: string): SVGTextElement =>
    svg('text', { x, y, class: 'soft num', 'text-anchor': anchor }, text);
  const middle = (across.start + across.end) / 2;
  const picture = svg(
    'svg',
    { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: 'img' },
    svg('path', {
      class: 'axis',
      fill: 'none',
      d: `M${across.start} ${DOWN.end}V${DOWN.start}H${across.end}`,
    }),
    now,
    svg('path', { class: 'level signal', d: `M${points(({ signal }) => signal)}` }),
    svg('path', { class: 'level noise', d: `M${points(({ noise }) => noise)}` }),
    ...dots,
    words(across.start - 5, DOWN.end + 6, '1', 'end'),
    words(across.start - 5, DOWN.start + 2, '0', 'end'),
    words(across.start, SIZE.height - 12, '1', 'middle'),
    words(across.end, SIZE.height - 12, String(run.calls), 'end'),
    words(middle, SIZE.height - 12, 'step', 'middle'),
  );
  const keys = html(
    'p',
    { class: 'soft keys' },
    html('span', { class: 'line', 'aria-hidden': true }),
    'picture',
    html('span', { class: 'line dashed', 'aria-hidden': true }),
    'noise',
  );
  const draw = (state: MicroscopeState): void => {
    const step = stepOf(run, state);
    const level = levelOf(step);
    const x = toPixel(across, step.call);
    setAttributes(now, { d: `M${x} ${DOWN.end}V${DOWN.start}` });
    setAttributes(dots[0], { cx: x, cy: toPixel(DOWN, level.signal) });
    setAttributes(dots[1], { cx: x, cy: toPixel(DOWN, level.noise) });
    setAttributes(picture, {
      'aria-label':
        `Shares over ${run.calls} steps. At step ${step.call}: picture ${numeral(level.signal)}, ` +
        `noise ${numeral(level.noise)}.`,
    });
  };
  return { element: html('div', { class: 'chart' }, picture, keys), draw };
}
