// @ts-check
/**
 * How fast the plain-number engine trains: `node tools/bench/network.mjs [--playground nn.ts]
 * [--browser]`.
 *
 * The network, the points and the batches are those of `network-epochs.mjs`. With `--playground`
 * and the path of TensorFlow Playground's `src/nn.ts` (from its repository; it is not ours and not
 * kept here) both engines run in turn, in the same process; the goal is 3 times as many epochs a
 * second. With `--browser` they run in Chromium (/usr/bin/chromium, or CHROMIUM).
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values: options } = parseArgs({
  options: { playground: { type: 'string' }, browser: { type: 'boolean', default: false } },
});

const folder = fileURLToPath(new URL('.', import.meta.url));
const theirs = options.playground && resolve(options.playground);
const { outputFiles } = await build({
  stdin: {
    contents: `import * as playground from 'playground';
      import { measure } from './network-epochs.mjs';
      export const run = () => measure(playground);`,
    resolveDir: folder,
    loader: 'js',
  },
  bundle: true,
  write: false,
  format: 'iife',
  globalName: 'bench',
  logLevel: 'error',
  plugins: [
    {
      name: 'playground',
      setup(bundler) {
        bundler.onResolve({ filter: /^playground$/ }, () =>
          theirs ? { path: theirs } : { path: 'none', namespace: 'none' },
        );
        bundler.onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: 'export {};' }));
      },
    },
  ],
});
const script = outputFiles[0].text;

/** @type {Record<string, number>} */
const result = options.browser
  ? await inChromium(script)
  : new Function(`${script}; return bench.run();`)();

for (const [name, epochs] of Object.entries(result)) {
  console.log(`${name}: ${Math.round(epochs)} epochs a second`);
}
if (result.theirs) console.log(`ratio: ${(result.ours / result.theirs).toFixed(2)}`);

/** @param {string} text */
async function inChromium(text) {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    return await page.evaluate(`${text}; bench.run()`);
  } finally {
    await browser.close();
  }
}
