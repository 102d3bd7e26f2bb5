// @ts-check
/**
 * How large parts of an SVG are, where no browser lays them out: texts by a canvas that measures,
 * groups as the union of what they hold, moved and turned by their `transform`. Paths count as
 * nothing: Plotly asks only for texts and the groups around them.
 */
import { createCanvas } from '@napi-rs/canvas';

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box */
/** @typedef {[a: number, b: number, c: number, d: number, e: number, f: number]} Matrix */

export const fontFamily = 'DejaVu Sans, Arial, sans-serif';
const pen = createCanvas(8, 8).getContext('2d');

/** In the element's own coordinates. @param {Element} element @returns {Box | null} */
export function localBox(element) {
  if (element.tagName === 'text') return textBox(element);
  if (element.tagName === 'rect') {
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) =>
      Number(element.getAttribute(name) ?? 0),
    );
    return { left: x, top: y, right: x + width, bottom: y + height };
  }
  if (!['g', 'svg', 'a'].includes(element.tagName)) return null;
  const inside = [...element.children].flatMap((child) => {
    const box = localBox(child);
    return box === null ? [] : [moved(box, matrixOf(child))];
  });
  return inside.length === 0 ? null : around(inside.flatMap(corners));
}

/** In the coordinates of the page. @param {Element} element @returns {Box | null} */
export function pageBox(element) {
  let box = localBox(element);
  for (let at = /** @type {Element | null} */ (element); at !== null; at = at.parentElement) {
    if (box !== null) box = moved(box, matrixOf(at));
  }
  return box;
}

/** Width of a text in pixels, its widest line. @param {Element} text */
export function textWidth(text) {
  pen.font = `${sizeOf(text)}px ${fontFamily}`;
  return Math.max(...linesOf(text).map((line) => pen.measureText(line.textContent ?? '').width));
}

/** @param {Element} text @returns {Box} */
function textBox(text) {
  const [size, width, lines] = [sizeOf(text), textWidth(text), linesOf(text).length];
  const [x, y] = ['x', 'y'].map((name) => Number.parseFloat(text.getAttribute(name) ?? '0') || 0);
  const anchor = text.getAttribute('text-anchor') ?? 'start';
  const left = x - (anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0);
  const top = y - 0.93 * size;
  return { left, top, right: left + width, bottom: top + (1.17 + 1.3 * (lines - 1)) * size };
}

/** @param {Element} text */
function linesOf(text) {
  const lines = [...text.querySelectorAll('tspan.line')];
  return lines.length > 0 ? lines : [text];
}

/** @param {Element} element */
function sizeOf(element) {
  return Number.parseFloat(/** @type {SVGElement} */ (element).style?.fontSize) || 12;
}

/** @param {Element} element @returns {Matrix} */
function matrixOf(element) {
  /** @type {Matrix} */
  let all = [1, 0, 0, 1, 0, 0];
  const text = element.getAttribute('transform') ?? '';
  for (const [, name, list] of text.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a = 0, b = 0, c = 0] = list.split(/[\s,]+/).map(Number);
    if (name === 'translate') all = times(all, [1, 0, 0, 1, a, b]);
    if (name === 'scale') all = times(all, [a, 0, 0, b || a, 0, 0]);
    if (name === 'rotate') {
      const [cos, sin] = [Math.cos((a * Math.PI) / 180), Math.sin((a * Math.PI) / 180)];
      const turn = /** @type {Matrix} */ ([cos, sin, -sin, cos, 0, 0]);
      all = times(times(times(all, [1, 0, 0, 1, b, c]), turn), [1, 0, 0, 1, -b, -c]);
    }
  }
  return all;
}

/** @param {Matrix} m @param {Matrix} n @returns {Matrix} */
function times([a, b, c, d, e, f], [g, h, i, j, k, l]) {
  return [
    a * g + c * h,
    b * g + d * h,
    a * i + c * j,
    b * i + d * j,
    a * k + c * l + e,
    b * k + d * l + f,
  ];
}

/** @param {Box} box @param {Matrix} matrix @returns {Box} */
function moved(box, [a, b, c, d, e, f]) {
  return around(corners(box).map(([x, y]) => [a * x + c * y + e, b * x + d * y + f]));
}

/** @param {Box} box @returns {[x: number, y: number][]} */
function corners({ left, top, right, bottom }) {
  return [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ];
}

/** @param {[x: number, y: number][]} points @returns {Box} */
function around(points) {
  const [x, y] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return {
    left: Math.min(...x),
    top: Math.min(...y),
    right: Math.max(...x),
    bottom: Math.max(...y),
  };
}
