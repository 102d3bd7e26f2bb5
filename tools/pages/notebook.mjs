// @ts-check
/** Operates a notebook in JupyterLab as a reader does; waits for what is to be seen, never a time. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./jupyter.mjs').Jupyter} Jupyter */
/** @typedef {{ path: string, kernel: { execution_state: string, connections: number } }} Session */

/** A slow machine with other work to do may need this long for one thing, in ms. */
const patience = 240_000;

/**
 * Opens a notebook and waits until all its cells and its kernel are there.
 * @param {Page} page @param {Jupyter} jupyter @param {string} name
 */
export async function openNotebook(page, jupyter, name) {
  const file = JSON.parse(readFileSync(join(jupyter.folder, `${name}.ipynb`), 'utf8'));
  page.setDefaultTimeout(patience);
  await page.goto(jupyter.address(name));
  await page.waitForFunction(
    (cells) =>
      document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell').length === cells,
    file.cells.length,
    { timeout: patience },
  );
  await kernelIdle(jupyter, name);
}

/**
 * Runs everything by the menu, and waits until the last cell is done and drawn.
 * @param {Page} page @param {Jupyter} jupyter @param {string} name
 */
export async function runAll(page, jupyter, name) {
  await chooseInMenu(page, 'Run', 'Run All Cells');
  await page.waitForFunction(() => {
    const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];
    return prompts.every((prompt) => /\[\d+\]/.test(prompt.textContent ?? ''));
  });
  await kernelIdle(jupyter, name);
  await drawn(page);
}

/**
 * Chooses an entry of JupyterLab's menu bar.
 * @param {Page} page @param {...string} path
 */
export async function chooseInMenu(page, ...path) {
  for (const name of path) {
    const labels = page.locator('.lm-MenuBar-itemLabel, .lm-Menu-itemLabel');
    await labels.filter({ hasText: new RegExp(`^${name}$`) }).click();
  }
}

/**
 * Waits until every output stands: no placeholder, no figure or diagram or lab that is still empty.
 * @param {Page} page
 */
export async function drawn(page) {
  await page.waitForFunction(() => {
    /** @param {string} outputs @param {string} content */
    const all = (outputs, content) =>
      [...document.querySelectorAll(`.jp-OutputArea-output${outputs}`)].every(
        (output) => output.querySelector(content) !== null,
      );
    return all('.jp-RenderedPlotly', '.main-svg') && all('.jp-RenderedMermaid', 'img, svg');
  });
  for (const frame of page.frames()) {
    if (frame !== page.mainFrame())
      await frame.waitForSelector('main svg path', { state: 'attached' });
  }
}

/** @param {Jupyter} jupyter @param {string} name */
async function kernelIdle(jupyter, name) {
  const until = Date.now() + patience;
  let seen = 'no kernel';
  while (Date.now() < until) {
    const sessions = /** @type {Session[]} */ (await jupyter.ask('/api/sessions'));
    const kernel = sessions.find((one) => one.path === `${name}.ipynb`)?.kernel;
    if (kernel?.execution_state === 'idle' && kernel.connections > 0) return;
    seen = kernel === undefined ? 'no kernel' : `a kernel that is ${kernel.execution_state}`;
    await pause(100);
  }
  throw new Error(`${name}: waited ${patience / 1000} s and still found ${seen}`);
}
