/**
 * A view as a bundle of MIME types, each with its text beside it.
 *
 * A figure goes without a PNG: JupyterLab would show the PNG, and hide the live figure until the
 * mouse enters. A second, folded output has the figure in words and as a table.
 */
import { pngBytes } from '../view/picture.js';
import { escapeHtml, tableHtml, tableText } from '../view/table.js';
import type { Figure, LabView, Picture, View } from '../view/view.js';
import type { Bundle } from './display.node.js';
import { framedLabPage } from './lab-page.node.js';
import { sliderKeys } from './slider-keys.js';

export interface Output {
  readonly data: Bundle;
  readonly metadata?: object;
}

/** What a notebook gets for a view, in order. */
export function outputsOf(view: View): Output[] {
  switch (view.kind) {
    case 'table':
      return [{ data: { 'text/html': tableHtml(view), 'text/plain': tableText(view) } }];
    case 'figure':
      return [{ data: { [plotly]: spec(view), 'text/plain': view.alt } }, { data: inWords(view) }];
    case 'diagram':
      return [{ data: { 'text/vnd.mermaid': view.mermaid, 'text/plain': view.alt } }];
    case 'picture': {
      const size = { width: view.width * view.scale, height: view.height * view.scale };
      const data = {
        'text/html': image(view, size),
        'image/png': base64(view),
        'text/plain': view.alt,
      };
      return [{ data, metadata: { 'image/png': size } }];
    }
    case 'lab':
      return [{ data: { 'text/html': frame(view), 'text/plain': view.alt } }];
  }
}

/** JupyterLab gives a bare PNG no text alternative, so it gets an element that has one. */
function image(view: Picture, { width, height }: { width: number; height: number }): string {
  const source = `data:image/png;base64,${base64({ ...view, scale: 1 })}`;
  const style = 'image-rendering:pixelated';
  return `<img alt="${escapeHtml(view.alt)}" width="${width}" height="${height}" style="${style}" src="${source}">`;
}

function base64(view: Picture): string {
  return Buffer.from(pngBytes(view)).toString('base64');
}

/** What a terminal gets. */
export function textOf(view: View): string {
  if (view.kind === 'table') return tableText(view);
  if (view.kind === 'figure') return `${view.alt}\n${tableText(view.table, 12)}`;
  return view.alt;
}

const plotly = 'application/vnd.plotly.v1+json';

function spec({ data, layout, frames }: Figure): object {
  const config = { responsive: true, displaylogo: false };
  return { data, layout, config, ...(frames ? { frames } : {}) };
}

function inWords(view: Figure): Bundle {
  const summary = '<summary style="cursor:pointer;font-size:0.85em">In words and numbers</summary>';
  return {
    'text/html': `<details>${summary}<p>${escapeHtml(view.alt)}</p>${tableHtml(view.table, 40)}</details>${
      view.layout.sliders === undefined ? '' : `<script>${sliderKeys}</script>`
    }`,
    'text/plain': '(in words and numbers)',
  };
}

/** The lab's page in a frame that may run its script and nothing else. */
function frame(view: LabView): string {
  const page = framedLabPage(view);
  const title = escapeHtml(view.alt);
  const style = `width:100%;height:${view.height}px;border:0;color-scheme:normal`;
  return (
    `<iframe sandbox="allow-scripts" title="${title}" style="${style}" srcdoc="${escapeHtml(page)}"></iframe>` +
    `<script>${themeScript}</script>`
  );
}

/** Tells the frame whether JupyterLab is dark, now and whenever that changes. */
const themeScript = `(() => {
  const frame = document.currentScript?.previousElementSibling ?? [...document.querySelectorAll('iframe[srcdoc]')].pop();
  const tell = () => frame?.contentWindow?.postMessage({ type: 'n2d-theme', dark: document.body.dataset.jpThemeLight === 'false' }, '*');
  frame?.addEventListener('load', tell);
  tell();
  new MutationObserver(tell).observe(document.body, { attributes: true, attributeFilter: ['data-jp-theme-light'] });
})();`;
