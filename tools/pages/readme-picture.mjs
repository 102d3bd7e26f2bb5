// @ts-check
/**
 * Takes the picture of the README: the lab of lesson 01 in the real JupyterLab.
 *
 *   node tools/pages/readme-picture.mjs      writes docs/lesson.png
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { coursePaths } from '../setup/paths.mjs';
import { startChromium } from './chromium.mjs';
import { startJupyter } from './jupyter.mjs';
import { openNotebook, runAll } from './notebook.mjs';

const name = '01-one-neuron';
const folder = join(coursePaths().root, 'docs');
const jupyter = await startJupyter();
const browser = await startChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  await openNotebook(page, jupyter, name);
  await runAll(page, jupyter, name);
  const lab = page.locator('.jp-CodeCell:has(iframe)').first();
  const inside = await (await lab.locator('iframe').elementHandle())?.contentFrame();
  // Cells above grow when they come into view: scroll until the lab stays where it is, and is drawn.
  for (let still = 0; still < 10; ) {
    const moved = await lab.evaluate(async (cell) => {
      const before = cell.getBoundingClientRect().top;
      cell.scrollIntoView({ block: 'start' });
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return Math.abs(cell.getBoundingClientRect().top - before) > 1;
    });
    const words = await inside?.locator('.numbers').innerText();
    still = moved || words === '' ? 0 : still + 1;
  }
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, 'lesson.png') });
} finally {
  await browser.close();
  await jupyter.stop();
}
