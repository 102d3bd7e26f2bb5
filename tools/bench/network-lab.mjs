// @ts-check
/**
 * The network lab while it trains, in Chromium: milliseconds of script in a frame, and epochs a
 * second, at 2-8-8-8-1, tanh, 500 points, batches of 10.
 *
 * Script is measured twice: by the clock around every animation frame's callbacks, which other work
 * on the machine makes longer; and by the browser itself, as the time that the page's thread worked
 * (Performance.getMetrics in thread ticks, divided by the frames), timers and events included.
 *
 * Run: node tools/bench/network-lab.mjs [seconds] [line of a state]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { labPage } from '../labs.mjs';
import { startChromium } from '../pages/chromium.mjs';

const seconds = Number(process.argv[2] ?? 10);
const given = process.argv[3];
const line = 'data=xor&count=500&test=0&layers=8:tanh,8:tanh,8:tanh&answer=tanh&batch=10';

const folder = mkdtempSync(join(tmpdir(), 'network-lab-'));
const browser = await startChromium();
try {
  const file = join(folder, 'network.html');
  writeFileSync(file, await labPage('network'));
  console.log(`Chromium ${browser.version()}, ${cpus()[0].model}, ${seconds} s each`);
  const lines =
    given === undefined ? [line, `${line}&edges=gradients`, `${line}&test=50`] : [given];
  for (const one of lines) console.log(await measure(pathToFileURL(file).href, one));
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

/**
 * @param {string} page
 * @param {string} state
 */
async function measure(page, state) {
  const tab = await browser.newPage({ viewport: { width: 1000, height: 800 } });
  await tab.addInitScript(() => {
    /** @type {number[]} */
    const spent = [];
    Object.assign(window, { spent });
    const ask = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (work) =>
      ask((time) => {
        const start = performance.now();
        work(time);
        spent.push(performance.now() - start);
      });
  });
  await tab.goto(`${page}#${state}`);
  await tab.getByRole('button', { name: 'Play' }).click();
  await tab.waitForTimeout(2000);
  const session = await tab.context().newCDPSession(tab);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const script = async () =>
    (await session.send('Performance.getMetrics')).metrics.find(
      (metric) => metric.name === 'ScriptDuration',
    )?.value ?? Number.NaN;
  const epoch = () => tab.getByRole('spinbutton', { name: 'epoch' }).inputValue().then(Number);
  const before = [await script(), await epoch(), performance.now()];
  await tab.evaluate('spent.length = 0');
  await tab.waitForTimeout(1000 * seconds);
  /** @type {number[]} */
  const spent = await tab.evaluate('spent.slice()');
  const after = [await script(), await epoch(), performance.now()];
  await tab.close();
  const sorted = [...spent].sort((a, b) => a - b);
  /** @param {number} share */
  const at = (share) => (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(1);
  const elapsed = (after[2] - before[2]) / 1000;
  return [
    state,
    `  script in a frame: ${at(0.5)} ms at the median, ${at(0.95)} at 95 %, ${at(0.99)} at 99 %, ${at(1)} at most`,
    `  the thread worked, mean of all frames: ${((1000 * (after[0] - before[0])) / spent.length).toFixed(1)} ms`,
    `  ${(spent.length / elapsed).toFixed(0)} frames a second, ${((after[1] - before[1]) / elapsed).toFixed(0)} epochs a second`,
  ].join('\n');
}
