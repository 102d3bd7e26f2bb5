/** A lab's built page with a state and data put in: for the frame of a notebook, or as a file. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PlaygroundError } from '../math/errors.js';
import type { LabView } from '../view/view.js';

/** The page that begins with the view's state and has no address of its own. */
export function framedLabPage(view: LabView): string {
  return withScript(view, `window.N2D_STATE = ${literal(view.state)};`);
}

/** The page that keeps its state in its address, and begins with the view's where that has none. */
export function wholeLabPage(view: LabView): string {
  const begin = `if (location.hash.length < 2) history.replaceState(null, '', ${literal(`#${view.state}`)});`;
  return withScript(view, view.state === '' ? '' : begin);
}

function withScript({ name, data }: LabView, script: string): string {
  const given = data === undefined ? '' : `window.N2D_DATA = ${literal(data)};`;
  // A function: in a plain replacement a $ would stand for something.
  return builtPage(name).replace('<script>', () => `<script>${given}${script}</script><script>`);
}

/** A text as it may stand in a script of a page. */
function literal(text: string): string {
  return JSON.stringify(text).replace(/</g, '\\u003c');
}

function builtPage(name: string): string {
  const path = fileURLToPath(new URL(`../../dist/lab/${name}.html`, import.meta.url));
  if (!existsSync(path)) {
    throw new PlaygroundError(
      `lab '${name}': its page is not built; run 'npm run build' in the project's folder`,
    );
  }
  return readFileSync(path, 'utf8');
}
