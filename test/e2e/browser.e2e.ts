/**
 * The library in a browser: every file that is not for Node in one bundle, in Chromium. What it
 * computes there is what it computes here: a training run, and a tiny U-Net on WebAssembly.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as here from '../../src/index.js';
import { startChromium } from './chromium.js';

const root = join(import.meta.dirname, '..', '..');
const src = join(root, 'src');
let browser: Browser;
let page: Page;

/** Files that a browser can have, in one module. */
async function bundle(): Promise<string> {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter(
      (path) => /\.ts$/.test(path) && !/\.node\.ts$|^cli\/|^index\.ts$|\/main\.ts$/.test(path),
    );
  expect(files.length).toBeGreaterThan(200);
  const lines = files.map((path) => `export * from './${path.replace(/\.ts$/, '.js')}';`);
  const { outputFiles, warnings } = await build({
    stdin: { contents: lines.join('\n'), resolveDir: src, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'n2d',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'silent',
  });
  expect(warnings.map(({ text }) => text).filter((text) => text.includes('node:'))).toEqual([]);
  return outputFiles[0].text;
}

/** The .wasm files as addresses that need no server. */
function wasmFiles(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm'));
  const names = readdirSync(folder).filter((name) => name.endsWith('.wasm'));
  return Object.fromEntries(
    names.map((name) => {
      const bytes = readFileSync(join(folder, name)).toString('base64');
      return [name, `data:application/wasm;base64,${bytes}`];
    }),
  );
}

beforeAll(async () => {
  browser = await startChromium();
  page = await browser.newPage();
  await page.goto('about:blank');
  await page.addScriptTag({ content: await bundle() });
}, 120_000);

afterAll(async () => {
  await browser?.close();
});

type Library = typeof here &
  Pick<typeof import('../../src/tensor/backend.js'), 'useBackendInBrowser'>;

/** Runs one function of the library's in the page and here, and hands both results back. */
async function both<T>(compute: (library: Library) => T | Promise<T>): Promise<[T, T]> {
  const there = await page.evaluate(`(${compute})(globalThis.n2d)`);
  return [there as T, await compute(here as unknown as Library)];
}

describe('in Chromium', () => {
  it('trains a network of plain numbers to the same loss', async () => {
    const [there, ours] = await both((library) => {
      const { examples, multilayerPerceptron, network, random, toyPoints, trainingRun } = library;
      const net = network(multilayerPerceptron([2, 4, 1], { rng: random(3) }));
      const { inputs, targets } = toyPoints('moons', { rng: random(1) });
      const run = trainingRun(net, examples(inputs, targets), { loss: library.squaredError });
      return [1, 2, 3, 4, 5].map(() => run.epoch().loss);
    });
    expect(there.length).toBe(5);
    expect(there[4]).toBeLessThan(there[0]);
    for (const [i, loss] of there.entries()) expect(loss).toBeCloseTo(ours[i], 9);
  });

  it('runs a tiny U-Net on WebAssembly as Node does', async () => {
    await page.evaluate(`n2d.useBackendInBrowser('wasm', ${JSON.stringify(wasmFiles())})`);
    await here.useBackend('wasm');
    const [there, ours] = await both(
      async ({ tf, unet, unetShapes, tinyUnet, randomWeights, random }) => {
        const weights = randomWeights(unetShapes(tinyUnet), random(0));
        const text = tf.zeros([1, 77, tinyUnet.contextWidth]) as here.tf.Tensor3D;
        const y = unet(weights, tinyUnet, tf.ones([1, 8, 8, 4]), 501, text);
        return [tf.getBackend(), ...(await y.data())];
      },
    );
    expect(there[0]).toBe('wasm');
    expect(there.length).toBe(1 + 8 * 8 * 4);
    for (let i = 1; i < there.length; i++) {
      expect(there[i] as number).toBeCloseTo(ours[i] as number, 4);
    }
  });
});
