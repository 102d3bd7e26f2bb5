/**
 * The loss, epoch by epoch: training solid, test dashed, and a mark at the epoch where the run is.
 */
import type { EpochResult } from '../../neuron/training-run.js';
import { button } from '../core/controls.js';
import { html, setAttributes, setText, svg } from '../core/dom.js';
import { numeral } from '../core/numerals.js';
import { type Scale, toPixel } from '../core/scale.js';

const HEIGHT = 104;
const MARGIN = { left: 36, right: 8, top: 6, bottom: 18 };
/** More points than this are not drawn: a pixel has one. */
const MOST = 240;

export interface LossChart {
  readonly element: HTMLElement;
  readonly draw: (past: readonly EpochResult[], epoch: number, width: number) => void;
}

/** Builds the chart; `onKeep` is called when a curve was kept or forgotten. */
export function lossChart(onKeep: () => void): LossChart {
  let kept: readonly EpochResult[] = [];
  let shown: readonly EpochResult[] = [];
  const before = svg('path', { class: 'loss before' });
  const train = svg('path', { class: 'loss' });
  const test = svg('path', { class: 'loss test' });
  const now = svg('path', { class: 'now' });
  const frame = svg('path', { class: 'axis', fill: 'none' });
  const [high, low, last] = ['end', 'end', 'end'].map((anchor) =>
    svg('text', { class: 'soft num', 'text-anchor': anchor }),
  );
  const name = svg('text', { class: 'soft', 'text-anchor': 'middle' }, 'epoch');
  const picture = svg(
    'svg',
    { role: 'img' },
    frame,
    now,
    before,
    test,
    train,
    high,
    low,
    last,
    name,
  );
  const mark = html(
    'span',
    {},
    html('span', { class: 'line before', 'aria-hidden': true }),
    'kept',
  );
  mark.hidden = true;
  const keep = button('Keep curve', () => {
    kept = kept.length > 0 ? [] : [...shown];
    setText(keep, kept.length > 0 ? 'Forget curve' : 'Keep curve');
    mark.hidden = kept.length === 0;
    onKeep();
  });
  setAttributes(keep, { title: 'compare the next run with this one' });
  const legend = html(
    'p',
    { class: 'soft keys' },
    'loss:',
    html('span', { class: 'line', 'aria-hidden': true }),
    'training',
    html('span', { class: 'line dashed', 'aria-hidden': true }),
    'test',
    mark,
    keep,
  );
  const draw = (past: readonly EpochResult[], epoch: number, width: number): void => {
    shown = past;
    const ends = Math.max(10, past.length, kept.length);
    const across: Scale = { from: 0, to: ends, start: MARGIN.left, end: width - MARGIN.right };
    const losses = [...thin(past), ...thin(kept)].flatMap(({ loss, testLoss = loss }) => [
      loss,
      testLoss,
    ]);
    const top = Math.max(1e-6, ...losses.filter(Number.isFinite));
    const down: Scale = { from: 0, to: top, start: HEIGHT - MARGIN.bottom, end: MARGIN.top };
    setAttributes(picture, {
      viewBox: `0 0 ${width} ${HEIGHT}`,
      style: `height:${HEIGHT}px`,
      'aria-label': lossWords(past, epoch, kept),
    });
    const line = (
      results: readonly EpochResult[],
      of: (result: EpochResult) => number | undefined,
    ): string =>
      thin(results)
        .flatMap((result) => {
          const value = of(result);
          if (value === undefined || !Number.isFinite(value)) return [];
          return [`${toPixel(across, result.epoch).toFixed(1)} ${toPixel(down, value).toFixed(1)}`];
        })
        .join('L');
    const path = (points: string): string => (points === '' ? '' : `M${points}`);
    setAttributes(train, { d: path(line(past, ({ loss }) => loss)) });
    setAttributes(test, { d: path(line(past, ({ testLoss }) => testLoss)) });
    setAttributes(before, { d: path(line(kept, ({ loss }) => loss)) });
    const x = toPixel(across, epoch).toFixed(1);
    setAttributes(now, { d: epoch > 0 ? `M${x} ${MARGIN.top}V${down.start}` : '' });
    setAttributes(frame, { d: `M${MARGIN.left} ${MARGIN.top}V${down.start}H${across.end}` });
    setText(high, past.length > 0 ? numeral(top, top < 0.1 ? 3 : 2) : '');
    setAttributes(high, { x: MARGIN.left - 4, y: MARGIN.top + 9 });
    setText(low, '0');
    setAttributes(low, { x: MARGIN.left - 4, y: down.start + 2 });
    setText(last, String(ends));
    setAttributes(last, { x: across.end, y: HEIGHT - 4 });
    setAttributes(name, { x: (across.start + across.end) / 2, y: HEIGHT - 4 });
  };
  return { element: html('div', { class: 'chart' }, legend, picture), draw };
}

/** About `MOST` of a list, the last one among them. */
function thin<T>(list: readonly T[]): readonly T[] {
  if (list.length <= MOST) return list;
  const step = Math.ceil(list.length / MOST);
  return list.filter((_, i) => i % step === 0 || i === list.length - 1);
}

/** The chart in words. */
export function lossWords(
  past: readonly EpochResult[],
  epoch: number,
  kept: readonly EpochResult[] = [],
): string {
  const here = past[epoch - 1];
  if (here === undefined) return 'Loss over the epochs: nothing is learned yet.';
  const then = kept[Math.min(epoch, kept.length) - 1];
  const before =
    then === undefined ? '' : ` The kept curve: ${numeral(then.loss, 3)} at epoch ${then.epoch}.`;
  const test = here.testLoss === undefined ? '' : `, test loss ${numeral(here.testLoss, 3)}`;
  return (
    `Loss over ${past.length} epochs, from ${numeral(past[0].loss, 3)}. ` +
    `At epoch ${epoch}: training loss ${numeral(here.loss, 3)}${test}.${before}`
  );
}
