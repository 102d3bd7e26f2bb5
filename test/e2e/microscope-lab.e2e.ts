/** The microscope as a reader meets it, on a real run: by keyboard, by mouse, in a notebook's frame. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  disposeModel,
  type LabView,
  loadModel,
  microscopeLab,
  recordTrace,
  textToImage,
  useBackend,
} from '../../src/index.js';
import { startChromium } from './chromium.js';
import {
  address,
  build,
  done,
  frames,
  open,
  serious,
  small,
  text,
  troubles,
  type Visit,
  watch,
} from './lab-page.js';

/** Words that a page must not run. */
const prompt = 'a cat </script><img src=x onerror=alert(1)><script>alert(2)</script>';
const views = ['latents', 'words', 'numbers'] as const;

let browser: Browser;
let lab: LabView;
let source = '';

beforeAll(async () => {
  await useBackend();
  const model = await loadModel('test/golden/stable-diffusion/models/tiny-sd1');
  const recorder = recordTrace(model);
  const scheduler = { scheduler: 'ddim' };
  const asked = { prompt, steps: 5, seed: 1, guidance: 5, scheduler };
  await textToImage(model, { ...asked, ...recorder.options });
  disposeModel(model);
  lab = microscopeLab(recorder.trace());
  source = await build('microscope', lab.data);
  browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
});

const visit = (line = '', more: Visit = {}): Promise<Page> =>
  open(browser, 'microscope', { line, ...more });

const slider = (page: Page, name: string) =>
  page.locator(`input[type=range][aria-label="${name}"]`);

/** The pixels of the first picture. */
const pixels = (page: Page): Promise<string> =>
  page
    .locator('canvas.picture')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

describe('microscope', () => {
  test.each([
    [800, false],
    [800, true],
    [360, false],
  ])(
    'axe finds nothing serious, all can be hit (%i pixels wide, dark: %s)',
    async (width, dark) => {
      for (const view of views) {
        const page = await visit(`view=${view}`, { width, dark });
        expect([view, await serious(page), await small(page)]).toEqual([view, [], []]);
        await done(page);
      }
    },
  );

  test.each([360, 700, 800, 900])('nothing sticks out at the side at %i pixels', async (width) => {
    for (const view of views) {
      const page = await visit(`view=${view}`, { width, height: lab.height });
      const size = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.scrollHeight,
      ]);
      expect([view, size[0] <= width]).toEqual([view, true]);
      if (width >= 700 && view === 'latents') expect(size[1]).toBeLessThanOrEqual(lab.height);
      await done(page);
    }
  });

  test('the step moves by keyboard and by buttons; pictures, numbers and link follow', async () => {
    const page = await visit();
    expect(await text(page, '.where')).toMatch(/^Step 3 of 5, timestep 401/);
    const before = await pixels(page);
    await slider(page, 'step').press('ArrowRight');
    await frames(page);
    expect(await text(page, '.where')).toMatch(/^Step 4 of 5/);
    expect(await pixels(page)).not.toBe(before);
    await page.getByRole('button', { name: 'Next' }).press('Enter');
    await frames(page);
    expect(await text(page, '.where')).toMatch(/^Step 5 of 5/);
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
    await expect.poll(() => page.url()).toMatch(/#step=5$/);
    await page.getByRole('button', { name: 'Reset' }).click();
    await frames(page);
    expect(await text(page, '.where')).toMatch(/^Step 3 of 5/);
    await done(page);
  });

  test('plays to the end and stops there', async () => {
    const page = await visit('step=4');
    await page.getByRole('button', { name: 'Play' }).press('Enter');
    await page.waitForFunction(() =>
      document.querySelector('.where')?.textContent?.startsWith('Step 5'),
    );
    await page.getByRole('button', { name: 'Play' }).waitFor();
    await done(page);
  });

  test('one number is chosen by keyboard or by a click, and written out', async () => {
    const page = await visit('step=2');
    await slider(page, 'channel').press('End');
    await slider(page, 'row').press('Home');
    await frames(page);
    const sums = await page.locator('.sums tr').allInnerTexts();
    expect(sums).toHaveLength(6);
    expect(sums[3]).toMatch(/^guided noise\s+−?[\d.]+ \+ 5 · \(.*\) = −?[\d.]+$/);
    await page
      .locator('.sheet svg')
      .first()
      .click({ position: { x: 6, y: 6 } });
    await frames(page);
    await page.waitForFunction(() => /channel=1&row=1&column=1|row=1&column=1/.test(location.hash));
    await done(page);
  });

  test('a token is chosen by the arrow keys; the map and its words follow', async () => {
    const page = await visit('view=words&token=1');
    const before = await text(page, '.said');
    expect(before).toMatch(/^“a”: [\d.]+ % of all attention/);
    await page.getByRole('radio', { name: /^a token/ }).press('ArrowRight');
    await frames(page);
    expect(await text(page, '.said')).not.toBe(before);
    await page.getByLabel('where in the U-Net').selectOption('middle, 1x1');
    await frames(page);
    expect(await text(page, '.said')).toMatch(/in the layer middle, 1x1/);
    await page.getByRole('radio', { name: 'numbers' }).check();
    await frames(page);
    const row = page.locator('.twin').first().locator('tbody tr');
    expect(await row.count()).toBe(5);
    expect(await row.nth(2).innerText()).toMatch(/^3 \(here\)\s+401/);
    await expect.poll(() => page.url()).toMatch(/view=numbers.*layer=middle/);
    await done(page);
  });

  test('says what is to be seen after a change, once it is over', async () => {
    const page = await visit('view=words');
    await page.waitForTimeout(700);
    await slider(page, 'step').press('Home');
    await expect.poll(() => text(page, '[aria-live]')).toMatch(/^Step 1 of 5, .* of all attention/);
    await done(page);
  });

  test("a stranger's words and links run nothing", async () => {
    const page = await visit('step=<img src=x onerror=alert(1)>&layer="><script>&token=1e9&x=1');
    await page.waitForTimeout(200);
    expect(await text(page, '.run')).toContain('onerror=alert(1)');
    expect(await text(page, '.notice p')).toMatch(/no setting|so it/);
    expect(await page.locator('img, main script, .notice script').count()).toBe(0);
    await done(page);
  });

  test.each([
    ['no data', undefined],
    ['what is no run', '{"steps":[{}]}'],
  ])('a page with %s says so', async (_, data) => {
    await build('microscope', data);
    const page = await browser.newPage();
    watch(page);
    await page.goto(address('microscope'));
    expect(await text(page, 'main')).toMatch(/This page holds no run.*recordTrace\(model\)/s);
    expect(await serious(page)).toEqual([]);
    await done(page);
    await build('microscope', lab.data);
  });

  test('in the sandboxed frame of a notebook: state, theme, and the line to copy', async () => {
    const host = await browser.newPage({ viewport: { width: 800, height: 1000 } });
    watch(host);
    await host.setContent('<body style="margin:0"></body>');
    await host.evaluate(
      (html) => {
        const frame = document.createElement('iframe');
        frame.sandbox.add('allow-scripts');
        frame.srcdoc = html;
        frame.style.cssText = 'width:780px;height:900px;border:0';
        document.body.append(frame);
      },
      source.replace(
        '<script>',
        '<script>window.N2D_STATE = "step=5&view=words";</script><script>',
      ),
    );
    const frame = host.frames()[1];
    await frame.locator('main svg path:visible').first().waitFor();
    await frames(frame);
    expect(await text(frame, '.where')).toMatch(/^Step 5 of 5/);
    await host.evaluate(() => {
      const target = document.querySelector('iframe')?.contentWindow;
      target?.postMessage({ type: 'n2d-theme', dark: true }, '*');
    });
    await frame.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
    await frame.getByRole('button', { name: 'Copy as code' }).click();
    const field = frame.getByRole('textbox', { name: 'text to copy' });
    await field.waitFor();
    expect(await field.inputValue()).toBe("show(microscopeLab(trace, 'step=5&view=words'));");
    troubles.splice(0, troubles.length, ...troubles.filter((one) => !/[Cc]lipboard/.test(one)));
    await done(host);
  });
});
