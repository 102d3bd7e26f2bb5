/**
 * An evaluation as a page of its own: the table, and pictures that nobody picked. The first of each
 * kind of prompt, in the order of the lot, each above a real picture of the same thing.
 */

import { pngBytes } from '../view/picture.js';
import { pictureSheet } from '../view/picture-sheet.js';
import { escapeHtml, tableHtml } from '../view/table.js';
import { type Figures, figureTable } from './figures.js';
import type { DrawnKind, DrawnPrompts } from './measure-drawn.js';
import { promptKinds } from './test-prompts.js';

/** How many of each kind. */
const shown = 32;

/** The whole page: HTML without scripts, with the pictures in it. */
export function evaluationPage(figures: Figures, drawn: DrawnPrompts, side: number): string {
  const { scope, things, steps, guidance, seed, model } = figures.settings;
  const sections = promptKinds.map((kind) => {
    const some = drawn[kind].prompts.slice(0, shown).map((_, i) => pair(drawn[kind], i, side));
    return `<h2>Prompts ${kind}</h2>\n<div class="pairs">\n${some.join('\n')}\n</div>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>What the micro model draws</title>
<style>${style}</style>
</head>
<body>
<h1>What the micro model draws</h1>
<p>Scope ${scope} (${things} things), DDIM, ${steps} steps, guidance ${guidance}, seed ${seed}; model
<code>${escapeHtml(model.slice(0, 12))}</code>. Above is what was drawn, below a real picture of the same thing.
The pictures are the first ${shown} of a shuffle by the seed; nobody picked them.</p>
${tableStart}${tableHtml(figureTable(figures))}${tableEnd}
${sections.join('\n')}
</body>
</html>
`;
}

/** The same page with other figures. */
export function withFigures(page: string, figures: Figures): string {
  const [start, end] = [page.indexOf(tableStart), page.indexOf(tableEnd)];
  if (start === -1 || end === -1) return page;
  const before = page.slice(0, start + tableStart.length);
  return before + tableHtml(figureTable(figures)) + page.slice(end);
}

const tableStart = '<div class="table">';
const tableEnd = '</div><!-- table -->';

function pair({ prompts, drawn, real }: DrawnKind, i: number, side: number): string {
  const { prompt } = prompts[i];
  const words = escapeHtml(prompt);
  const image = (pixels: Uint8Array, alt: string): string => {
    const sheet = pictureSheet({ pixels, side, places: [i], columns: 1, alt });
    const source = `data:image/png;base64,${base64(pngBytes(sheet))}`;
    return `<img src="${source}" width="96" height="96" alt="${alt}">`;
  };
  return (
    `<figure>${image(drawn, `drawn: ${words}`)}${image(real, `real: ${words}`)}` +
    `<figcaption>${words}</figcaption></figure>`
  );
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

const style = `
:root { color-scheme: light dark; --page: #fff; --ink: #222; --line: #ccc; }
@media (prefers-color-scheme: dark) { :root { --page: #16181c; --ink: #e4e4e4; --line: #444; } }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; background: var(--page);
  color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
.table { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { border-bottom: 1px solid var(--line); padding: 0.2rem 0.8rem 0.2rem 0; }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); gap: 1rem; }
figure { margin: 0; width: 6rem; }
img { display: block; background: #fff; image-rendering: pixelated; }
figcaption { font-size: 0.8rem; line-height: 1.2; margin-top: 0.2rem; overflow-wrap: anywhere; }
`;
