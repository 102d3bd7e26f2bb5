// @ts-check
/**
 * Pictures of every output of the notebooks in JupyterLab, to look through before a release: light
 * and dark, 1280 and 700 pixels wide. They go to .n2d/screenshots, which git ignores.
 *
 *   node tools/pages/screenshots.mjs [NAME ...]
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { coursePaths } from '../setup/paths.mjs';
import { startChromium } from './chromium.mjs';
import { startJupyter } from './jupyter.mjs';
import { drawn, openNotebook, runAll } from './notebook.mjs';

const place = coursePaths();
const all = readdirSync(place.notebooks).flatMap((file) =>
  file.endsWith('.ipynb') ? [file.slice(0, -6)] : [],
);
const names = process.argv.length > 2 ? process.argv.slice(2) : all;
const folder = join(place.own, 'screenshots');
const browser = await startChromium();
try {
  for (const dark of [false, true]) {
    const jupyter = await startJupyter({ dark });
    try {
      for (const name of names) await lookAt(jupyter, name, dark ? 'dark' : 'light');
    } finally {
      await jupyter.stop();
    }
  }
  console.log(`written to ${folder}`);
} finally {
  await browser.close();
}

/**
 * Runs a notebook once, and takes its outputs in both widths.
 * @param {import('./jupyter.mjs').Jupyter} jupyter @param {string} name @param {string} theme
 */
async function lookAt(jupyter, name, theme) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  await openNotebook(page, jupyter, name);
  await runAll(page, jupyter, name);
  for (const width of [1280, 700]) {
    const into = join(folder, name, `${theme}-${width}`);
    rmSync(into, { recursive: true, force: true });
    mkdirSync(into, { recursive: true });
    await page.setViewportSize({ width, height: 1000 });
    await drawn(page);
    let count = 0;
    for (const output of await page.locator('.jp-CodeCell .jp-OutputArea-output').all()) {
      count += 1;
      const file = join(into, `${String(count).padStart(2, '0')}.png`);
      await output.scrollIntoViewIfNeeded();
      await output.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      await output.screenshot({ path: file });
    }
    console.log(`${name}, ${theme}, ${width} pixels: ${count} outputs`);
  }
  await page.close();
}
