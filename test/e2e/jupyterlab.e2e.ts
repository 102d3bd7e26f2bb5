/**
 * A lesson as a learner meets it: the course's own JupyterLab in Chromium, on copies of the
 * notebooks. Everything is waited for by what is to be seen; nothing waits for a time.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Jupyter, startJupyter } from '../../tools/pages/jupyter.mjs';
import { chooseInMenu, openNotebook, runAll } from '../../tools/pages/notebook.mjs';
import { coursePaths } from '../../tools/setup/paths.mjs';
import { startChromium } from './chromium.js';

const here = existsSync(coursePaths().kernelSpec);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const lesson = '01-one-neuron';

let jupyter: Jupyter;
let browser: Browser;
let page: Page;
const troubles: string[] = [];

beforeAll(async () => {
  if (!here) return;
  jupyter = await startJupyter();
  browser = await startChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on('pageerror', (error) => troubles.push(error.message));
  await openNotebook(page, jupyter, lesson);
  await runAll(page, jupyter, lesson);
}, 600_000);

afterAll(async () => {
  await browser?.close();
  await jupyter?.stop();
}, 60_000);

function output(kind: string): Locator {
  return page.locator(`.jp-OutputArea-output${kind}`);
}

/**
 * The page inside a lab's frame. Chromium draws it only while it can be seen, and the cells above
 * may still be growing, so it is brought into view until it has been drawn.
 */
async function insideOf(frame: Locator): Promise<Frame> {
  const inside = await (await frame.elementHandle())?.contentFrame();
  if (!inside) throw new Error('the lab has no page in its frame');
  const drawn = async (): Promise<string> => {
    await frame.scrollIntoViewIfNeeded();
    return inside.locator('.numbers').innerText();
  };
  await expect.poll(drawn).not.toBe('');
  return inside;
}

/** What axe finds that keeps a reader out. */
async function serious(where: Page | Frame, within: string): Promise<unknown[]> {
  await where.evaluate(axe);
  return where.evaluate(async (within) => {
    type Found = { id: string; impact: string; nodes: { html: string }[] };
    type Axe = { run: (where: string, how: object) => Promise<{ violations: Found[] }> };
    const { axe } = window as unknown as { axe: Axe };
    const { violations } = await axe.run(within, { iframes: false });
    return violations
      .filter(({ impact }) => ['serious', 'critical'].includes(impact))
      .map(({ id, nodes }) => ({ id, where: nodes.slice(0, 3).map((node) => node.html) }));
  }, within);
}

async function nothingSerious(): Promise<void> {
  for (const kind of ['.js-plotly-plot', '.jp-RenderedMermaid', ':has(details)', ':has(iframe)']) {
    expect({ kind, found: await serious(page, `.jp-OutputArea-output${kind}`) }).toEqual({
      kind,
      found: [],
    });
  }
  const labs = output(':has(iframe)').locator('iframe');
  for (const lab of await labs.all()) {
    expect(await serious(await insideOf(lab), 'html')).toEqual([]);
  }
}

describe.skipIf(!here)('a lesson in JupyterLab (skipped where npm start has not set it up)', () => {
  test('has run from top to bottom: figures, drawings and labs are there, no error', async () => {
    const measured = JSON.parse(
      readFileSync(`${coursePaths().root}/lessons/${lesson}/measured.json`, 'utf8'),
    );
    expect(await output('.js-plotly-plot').count()).toBe(measured.figures);
    expect(await output('.jp-RenderedMermaid').count()).toBe(measured.diagrams);
    expect(await output(':has(iframe)').count()).toBe(measured.labs);
    expect(await output('[data-mime-type="application/vnd.jupyter.stderr"]').count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  test('the drawing is an SVG that Mermaid made from the live neuron', async () => {
    const drawing = output('.jp-RenderedMermaid').first().locator('img');
    const source = decodeURIComponent((await drawing.getAttribute('src')) ?? '');
    expect(source).toMatch(/^data:image\/svg\+xml/);
    for (const part of ['Σ', 'sigmoid', '0.7109']) expect(source).toContain(part);
  });

  test('the figure is live: its slider moves by keyboard, and the plot follows', async () => {
    const plot = output('.js-plotly-plot').first();
    const slider = plot.getByRole('slider', { name: 'bias' });
    const map = plot.locator('.heatmaplayer image');
    const [title, colours] = [plot.locator('.gtitle'), await map.getAttribute('href')];
    expect(await title.textContent()).toBe('Days for a swim, bias -1');
    await slider.press('ArrowRight');
    await expect.poll(() => title.textContent()).toBe('Days for a swim, bias -0.5');
    await expect.poll(() => map.getAttribute('href')).not.toBe(colours);
    expect(await slider.getAttribute('aria-valuetext')).toBe('-0.5');
  });

  test('the lab plays: a weight moves by keyboard; numbers and border follow', async () => {
    const frame = output(':has(iframe)').first().locator('iframe');
    const lab = await insideOf(frame);
    const numbers = async (): Promise<string> => {
      await frame.scrollIntoViewIfNeeded();
      return lab.locator('.numbers').innerText();
    };
    const border = lab.locator('.edges').last();
    await expect.poll(numbers).toContain('0.9 · 3 + 0.4 · (−2) + (−1) = 0.90');
    const before = await border.getAttribute('d');
    await lab.locator('input[type=range][aria-label="weight 1"]').press('ArrowLeft');
    await expect.poll(numbers).toContain('0.9 · 2.9 + 0.4 · (−2)');
    await expect.poll(() => border.getAttribute('d')).not.toBe(before);
  });

  test('an exercise says what to do, then what is wrong, then that it is right', async () => {
    const cell = page.locator('.jp-CodeCell').filter({ hasText: "check('net-input'" });
    const said = cell.locator('.jp-OutputArea');
    expect(await said.textContent()).toContain('net-input: your turn');
    const editor = cell.locator('.cm-content');
    const answer = async (from: string): Promise<void> => {
      const code = `function netInput(inputs: number[], weights: number[], bias: number): number {
  return inputs.reduce((sum, x, i) => sum + x * weights[i], ${from});
}
await check('net-input', netInput);`;
      await editor.focus();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.insertText(code);
      await expect.poll(() => editor.innerText()).toBe(code);
      await editor.press('Shift+Enter');
    };
    await answer('0');
    await expect.poll(() => said.textContent()).toContain('The bias is missing');
    await answer('bias');
    await expect.poll(() => said.textContent()).toMatch(/✓ net-input/);
    expect(await said.textContent()).not.toContain('The bias is missing');
  });

  test('axe finds nothing serious in figures, drawings and labs, light and dark', async () => {
    await nothingSerious();
    await chooseInMenu(page, 'Settings', 'Theme', 'JupyterLab Dark');
    await page.waitForSelector('body[data-jp-theme-light="false"]', { state: 'attached' });
    for (const lab of await output(':has(iframe)').locator('iframe').all()) {
      await (await insideOf(lab)).waitForSelector('html[data-theme="dark"]', { state: 'attached' });
    }
    await nothingSerious();
    expect(troubles).toEqual([]);
  });
});
