/**
 * A line chart as a small SVG text: what a training run shows while it is under way, several times a
 * second. When it is done, a `linePlot` takes its place.
 */
import { formatNumber } from './format.js';
import { gridColor, ink, nth, palette } from './palette.js';
import { escapeHtml } from './table.js';

export interface LiveSeries {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

const dashes = ['', '7 4', '2 3', '7 3 2 3', '12 4', '12 3 2 3'];
const size = { width: 640, height: 260, left: 64, right: 16, top: 38, bottom: 44 };

/** The chart of all series; values that are not finite are gaps. */
export function liveSvg(title: string, xLabel: string, series: readonly LiveSeries[]): string {
  const xs = series.flatMap((one) => one.x);
  const ys = series.flatMap((one) => one.y).filter(Number.isFinite);
  const [x0, x1] = ends(xs);
  const [y0, y1] = padded(ends(ys));
  const across = (x: number) =>
    size.left + ((x - x0) / (x1 - x0 || 1)) * (size.width - size.left - size.right);
  const up = (y: number) =>
    size.height -
    size.bottom -
    ((y - y0) / (y1 - y0 || 1)) * (size.height - size.top - size.bottom);
  const marks = [0, 0.25, 0.5, 0.75, 1];
  const grid = marks.map((part) => {
    const value = y0 + part * (y1 - y0);
    const y = up(value).toFixed(1);
    return (
      `<line x1="${size.left}" x2="${size.width - size.right}" y1="${y}" y2="${y}" stroke="${gridColor}"/>` +
      `<text x="${size.left - 8}" y="${y}" text-anchor="end" dominant-baseline="middle">${formatNumber(value, 3)}</text>`
    );
  });
  const below = [x0, x1].map((value, i) => {
    const anchor = i === 0 ? 'start' : 'end';
    return `<text x="${across(value).toFixed(1)}" y="${size.height - size.bottom + 18}" text-anchor="${anchor}">${formatNumber(value)}</text>`;
  });
  const lines = series.map(({ x, y }, i) => {
    const path = x
      .map((value, k) => [across(value), up(y[k])] as const)
      .filter(([, height]) => Number.isFinite(height))
      .map(([a, b], k) => `${k === 0 ? 'M' : 'L'}${a.toFixed(1)} ${b.toFixed(1)}`)
      .join('');
    return `<path d="${path}" fill="none" stroke="${nth(palette, i)}" stroke-width="2" stroke-dasharray="${nth(dashes, i)}"/>`;
  });
  const legend = series.map(({ name, y }, i) => {
    const left = size.left + i * 190;
    return (
      `<line x1="${left}" x2="${left + 26}" y1="30" y2="30" stroke="${nth(palette, i)}" stroke-width="2.5" stroke-dasharray="${nth(dashes, i)}"/>` +
      `<text x="${left + 32}" y="34">${escapeHtml(name)} ${y.length > 0 ? formatNumber(y[y.length - 1]) : ''}</text>`
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="${ink}">` +
    `<title>${escapeHtml(title)}</title>` +
    `<text x="8" y="16" font-size="14" font-weight="600">${escapeHtml(title)}</text>` +
    [...grid, ...below, ...lines, ...legend].join('') +
    `<text x="${(size.left + size.width - size.right) / 2}" y="${size.height - 8}" text-anchor="middle">${escapeHtml(xLabel)}</text></svg>`
  );
}

function ends(values: readonly number[]): [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return low <= high ? [low, high] : [0, 1];
}

function padded([low, high]: [number, number]): [number, number] {
  const room = (high - low) * 0.05 || Math.abs(high) * 0.1 || 1;
  return [low - room, high + room];
}
