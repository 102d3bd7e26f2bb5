// @ts-check
/**
 * A Plotly figure as PNG without a browser: plotly.js draws into jsdom, a canvas measures its
 * texts, resvg turns the SVG into pixels. Plotly does not support this officially, so only what the
 * course's figures need is provided; three-dimensional ones (WebGL) are left out.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createCanvas } from '@napi-rs/canvas';
import { Resvg } from '@resvg/resvg-js';
import { JSDOM } from 'jsdom';
import { fontFamily, localBox, pageBox, textWidth } from './svg-boxes.mjs';

/** @typedef {{ data: object[], layout?: Record<string, unknown> }} Spec */

/**
 * Loads Plotly once; gives back what draws a figure, as PNG in base64.
 * @returns {(spec: Spec, size?: { width: number, height: number }) => Promise<string>}
 */
export function createPlotter() {
  const { window } = new JSDOM('<!doctype html><div id="plot"></div>', {
    runScripts: 'outside-only',
    pretendToBeVisual: true,
  });
  shim(window);
  const file = createRequire(import.meta.url).resolve('plotly.js/dist/plotly-cartesian.min.js');
  window.eval(readFileSync(file, 'utf8'));
  return async ({ data, layout = {} }, { width, height } = { width: 800, height: 450 }) => {
    const own = { width, height, ...clean(layout), paper_bgcolor: 'white' };
    const text = await window.Plotly.toImage(
      { data: clean(data), layout: own },
      { format: 'svg', imageDataOnly: true, width: own.width, height: own.height },
    );
    const drawing = new Resvg(text.replace(/font-family: [^;]*;/g, `font-family: ${fontFamily};`), {
      fitTo: { mode: 'zoom', value: 2 },
      font: { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans' },
    });
    return Buffer.from(drawing.render().asPng()).toString('base64');
  };
}

/** A copy, because Plotly writes into what it is given. @template T @param {T} value @returns {T} */
function clean(value) {
  return JSON.parse(JSON.stringify(value));
}

/**
 * What Plotly asks of a browser and jsdom does not have.
 * @param {import('jsdom').DOMWindow} window
 */
function shim(window) {
  /** @param {import('./svg-boxes.mjs').Box | null} box */
  const rect = (box) => {
    const { left, top, right, bottom } = box ?? { left: 0, top: 0, right: 0, bottom: 0 };
    const [width, height] = [right - left, bottom - top];
    return { x: left, y: top, left, top, right, bottom, width, height };
  };
  Object.assign(window.SVGElement.prototype, {
    /** @this {Element} */
    getBBox() {
      return rect(localBox(this));
    },
    /** @this {Element} */
    getBoundingClientRect() {
      return rect(pageBox(this));
    },
    /** @this {Element} */
    getComputedTextLength() {
      return textWidth(this);
    },
  });
  Object.assign(window.URL, { createObjectURL: () => 'blob:none', revokeObjectURL: () => {} });
  const canvases = new WeakMap();
  /** @param {HTMLCanvasElement} element */
  const canvasOf = (element) => {
    const { width, height } = element;
    const known = canvases.get(element);
    if (known?.width === width && known?.height === height) return known;
    const made = createCanvas(width, height);
    canvases.set(element, made);
    return made;
  };
  Object.assign(window.HTMLCanvasElement.prototype, {
    /** @this {HTMLCanvasElement} */
    getContext() {
      return canvasOf(this).getContext('2d');
    },
    /** @this {HTMLCanvasElement} */
    toDataURL() {
      return canvasOf(this).toDataURL('image/png');
    },
  });
}
