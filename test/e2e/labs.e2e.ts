/**
 * The labs as a reader meets them: built pages in Chromium, operated by keyboard and by mouse, alone
 * and inside the sandboxed frame of a notebook.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activationLab } from '../../src/lab/activation-lab.js';
import { neuronLab } from '../../src/lab/neuron-lab.js';
import { startChromium } from './chromium.js';
import {
  address,
  build,
  done,
  frames,
  open as openLab,
  serious,
  small,
  text,
  troubles,
  type Visit,
  watch,
} from './lab-page.js';

const labs = ['neuron', 'activation'] as const;
type Name = (typeof labs)[number];

let browser: Browser;
const pages = new Map<Name, string>();

beforeAll(async () => {
  browser = await startChromium();
  for (const name of labs) pages.set(name, await build(name));
});

const open = (name: Name, visit: Visit = {}): Promise<Page> => openLab(browser, name, visit);

afterAll(async () => {
  await browser?.close();
});

describe.each(labs)('%s lab', (name) => {
  test.each([
    [800, false],
    [800, true],
    [360, false],
  ])('axe finds nothing serious (%i pixels wide, dark: %s)', async (width, dark) => {
    const page = await open(name, { width, dark });
    expect(await serious(page)).toEqual([]);
    await done(page);
  });

  test.each([700, 760, 800, 900])(
    'fits its frame at %i pixels: nothing is cut, nothing scrolls',
    async (width) => {
      const height = (name === 'neuron' ? neuronLab() : activationLab()).height;
      const lines =
        name === 'neuron'
          ? [
              '',
              'weights=1,2,3&at=1,1,1&activation=leaky-relu&output=rounded',
              'goal=xor',
              'weights=1',
            ]
          : ['', 'show=sigmoid,leaky-relu,elu,silu,softplus&derivative=on'];
      for (const line of lines) {
        const page = await open(name, { width, height, line });
        const size = await page.evaluate(() => [
          document.documentElement.scrollHeight,
          document.documentElement.scrollWidth,
        ]);
        expect([line, size[0] <= height, size[1] <= width]).toEqual([line, true, true]);
        await done(page);
      }
    },
  );

  test('at 360 pixels nothing sticks out at the side', async () => {
    const page = await open(name, { width: 360 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
    await done(page);
  });

  test('everything that can be pressed is 24 pixels or more', async () => {
    const page = await open(name);
    expect(await small(page)).toEqual([]);
    await done(page);
  });

  test('a link from a stranger runs nothing; what is wrong with it is said', async () => {
    const line = `weights=<img src=x onerror=alert(1)>&show="><script>alert(2)</script>&bias=1e999&reach=7777&__proto__=1`;
    const page = await open(name, { line });
    await page.waitForTimeout(200);
    expect(await text(page, '.notice p')).toMatch(/There is no setting|so it/);
    expect(await page.locator('img, .notice script, main script').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Close' }).click();
    expect(await page.locator('.notice').isVisible()).toBe(false);
    await done(page);
  });

  test('in the sandboxed frame of a notebook: state, theme, and the string to copy', async () => {
    const state = name === 'neuron' ? 'bias=2.5' : 'show=relu&follow=relu&x=-2';
    const host = await browser.newPage({ viewport: { width: 800, height: 760 } });
    watch(host);
    const source = (pages.get(name) ?? '').replace(
      '<meta charset="utf-8">',
      `<meta charset="utf-8"><script>window.N2D_STATE = ${JSON.stringify(state)};</script>`,
    );
    await host.setContent('<body style="margin:0"></body>');
    await host.evaluate((html) => {
      const frame = document.createElement('iframe');
      frame.sandbox.add('allow-scripts');
      frame.srcdoc = html;
      frame.style.cssText = 'width:780px;height:700px;border:0';
      document.body.append(frame);
    }, source);
    await host.waitForFunction(() => document.querySelector('iframe') !== null);
    const frame = host.frames()[1];
    await frame.locator('main svg path:visible').first().waitFor();
    await frames(frame);
    const words = name === 'neuron' ? '.numbers' : '.words';
    expect(await text(frame, words)).toMatch(name === 'neuron' ? /2\.5/ : /relu at x = −2\.00/);
    await host.evaluate(() => {
      const target = document.querySelector('iframe')?.contentWindow;
      target?.postMessage({ type: 'n2d-theme', dark: true }, '*');
      target?.postMessage({ type: 'something else', dark: false }, '*');
      target?.postMessage('n2d-theme', '*');
    });
    await frame.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
    await frame.getByRole('button', { name: 'Copy as code' }).click();
    await frame.waitForFunction(() => !document.querySelector<HTMLElement>('.notice')?.hidden);
    const field = frame.getByRole('textbox', { name: 'text to copy' });
    expect(await field.inputValue()).toBe(`show(${name}Lab('${state}'));`);
    const selected = await field.evaluate((input: HTMLInputElement) =>
      input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0),
    );
    expect(selected).toBe(await field.inputValue());
    troubles.splice(
      0,
      troubles.length,
      ...troubles.filter((trouble) => !/[Cc]lipboard/.test(trouble)),
    );
    await done(host);
  });

  test('Reset brings the beginning back', async () => {
    const line = name === 'neuron' ? 'bias=2' : 'x=2';
    const page = await open(name, { line });
    const words = name === 'neuron' ? '.numbers' : '.words';
    const before = await text(page, words);
    await page
      .getByRole('slider', { name: name === 'neuron' ? 'weight 1' : /^x, where/ })
      .first()
      .press('ArrowRight');
    await frames(page);
    expect(await text(page, words)).not.toBe(before);
    await page.getByRole('button', { name: 'Reset' }).click();
    await frames(page);
    expect(await text(page, words)).toBe(before);
    await done(page);
  });

  test('the table twin shows the numbers of the plot', async () => {
    const page = await open(name);
    await page.getByRole('button', { name: 'Table' }).click();
    await frames(page);
    expect(await page.locator('.twin tbody tr').count()).toBeGreaterThan(5);
    expect(await text(page, '.twin tbody')).toMatch(/0\.\d\d/);
    await done(page);
  });

  test('says what is to be seen after a change, once it is over', async () => {
    const page = await open(name);
    await page.waitForTimeout(700);
    await page
      .getByRole('slider', { name: name === 'neuron' ? 'bias' : /^x, where/ })
      .first()
      .press('ArrowRight');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('[aria-live]')].some(
        (voice) => (voice.textContent ?? '').length > 20,
      ),
    );
    expect(await text(page, '[aria-live]')).toMatch(
      name === 'neuron' ? /the neuron says/ : /at x = 1\.10/,
    );
    await expect.poll(() => page.url()).toMatch(name === 'neuron' ? /#bias=0\.2$/ : /#x=1\.1$/);
    await done(page);
  });
});

describe('neuron lab', () => {
  test('a slider moved by keyboard changes numbers, drawing and border', async () => {
    const page = await open('neuron');
    expect(await text(page, '.numbers')).toBe(
      '1 · 0.8 + 2 · (−0.5) + 0.1 = −0.10 → sigmoid → 0.475',
    );
    const border = await page.locator('.edges').last().getAttribute('d');
    const weight = page.locator('input[type=range][aria-label="weight 1"]');
    await weight.press('ArrowRight');
    await weight.press('PageUp');
    await frames(page);
    expect(await text(page, '.numbers')).toBe(
      '1 · 1.9 + 2 · (−0.5) + 0.1 = 1.00 → sigmoid → 0.731',
    );
    expect(await page.locator('.edges').last().getAttribute('d')).not.toBe(border);
    expect(await page.locator('.bead').first().getAttribute('aria-valuetext')).toBe('1.90');
    await weight.press('Home');
    await frames(page);
    expect(await text(page, '.numbers')).toMatch(/^1 · \(−5\)/);
    await done(page);
  });

  test('keys that come faster than the page is drawn all count', async () => {
    const page = await open('neuron');
    await page.locator('input[type=range][aria-label="weight 1"]').evaluate((slider) => {
      for (const key of ['ArrowRight', 'PageUp', 'ArrowRight']) {
        slider.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
      }
    });
    await frames(page);
    expect(await text(page, '.numbers')).toMatch(/^1 · 2 \+/);
    await done(page);
  });

  test('weights, inputs and border can be dragged', async () => {
    const page = await open('neuron');
    const drag = async (selector: string, dx: number, dy: number): Promise<void> => {
      const box = await page.locator(selector).boundingBox();
      if (box === null) throw new Error(`${selector} cannot be seen`);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2 + dx, box.y + box.height / 2 + dy, { steps: 8 });
      await page.mouse.up();
      await frames(page);
    };
    await drag('[role=slider][aria-label="weight 2"] .plate', 0, -24);
    expect(await text(page, '.numbers')).toBe('1 · 0.8 + 2 · 0.5 + 0.1 = 1.90 → sigmoid → 0.870');
    await drag('[role=slider][aria-label="the inputs"] .dot', -50, 50);
    expect(await text(page, '.numbers')).toMatch(/^0 · 0\.8 \+ 1 · 0\.5 \+ 0\.1/);
    const before = await page.locator('.edges').last().getAttribute('d');
    await drag('[role=slider][aria-label="the border: bias"] .knob', 50, 0);
    expect(await text(page, '.numbers')).toMatch(/^0 · 0\.8 \+ 1 · 0\.5 \+ \(−0\.\d+\)/);
    await drag('[role=slider][aria-label^="turn the border"] .knob', -60, -30);
    expect(await text(page, '.numbers')).not.toMatch(/0 · 0\.8 /);
    expect(await page.locator('.edges').last().getAttribute('d')).not.toBe(before);
    await done(page);
  });

  test('handles work with the arrow keys alone', async () => {
    const page = await open('neuron');
    await page.locator('[role=slider][aria-label="the inputs"]').press('ArrowDown');
    await page.locator('[role=slider][aria-label="the border: bias"]').press('ArrowRight');
    await page.locator('.bead[aria-label="weight 1"]').press('Shift+ArrowUp');
    await frames(page);
    expect(await text(page, '.numbers')).toMatch(/^1 · 1\.8 \+ 1\.9 · \(−0\.5\) \+ 0\.2/);
    const before = await text(page, '.numbers');
    await page.locator('[role=slider][aria-label^="turn the border"]').press('ArrowUp');
    await frames(page);
    expect(await text(page, '.numbers')).not.toBe(before);
    await done(page);
  });

  test.each([
    ['AND', [1, 1, -1.5]],
    ['OR', [1, 1, -0.5]],
    ['NAND', [-1, -1, 1.5]],
  ] as const)('%s is hit, by keyboard', async (goal, [one, two, bias]) => {
    const page = await open('neuron');
    await page.getByRole('radio', { name: 'explore' }).focus();
    const presses = ['AND', 'OR', 'NAND'].indexOf(goal) + 1;
    for (let i = 0; i < presses; i++) await page.keyboard.press('ArrowRight');
    for (const [name, value] of [
      ['weight 1', one],
      ['weight 2', two],
      ['bias', bias],
    ] as const) {
      await page.getByRole('spinbutton', { name }).fill(String(value));
    }
    await frames(page);
    expect(await page.locator('.truth .good').count()).toBe(4);
    expect(await text(page, '.bottom p')).toMatch(`All four are right: this neuron is ${goal}.`);
    await done(page);
  });

  test('XOR: three of four, and after many tries a kind word', async () => {
    const page = await open('neuron', { line: 'goal=xor' });
    const bias = page.getByRole('spinbutton', { name: 'bias' });
    for (let i = 0; i < 9; i++) {
      expect(await text(page, '.bottom p')).not.toMatch(/fault/);
      await bias.fill(String(-0.1 * i - 0.2));
      await page.waitForTimeout(600);
      if (/fault/.test(await text(page, '.bottom p'))) break;
    }
    expect(await text(page, '.bottom p')).toMatch(/no straight line keeps/);
    await done(page);
  });

  test.each(['weighted sum', 'product', 'maximum', 'distance'])(
    '%s with one, two and three inputs',
    async (combine) => {
      const page = await open('neuron');
      await page.getByLabel('combine by').selectOption(combine);
      for (const count of ['1', '3', '2']) {
        await page.getByRole('radio', { name: count, exact: true }).check();
        await frames(page);
        expect(await page.locator('input[type=range]:visible').count()).toBe(2 * Number(count) + 1);
        expect(await text(page, '.numbers')).not.toMatch(/NaN|undefined/);
      }
      await done(page);
    },
  );
});

describe('activation explorer', () => {
  test('functions are laid over each other; the point and its tangent follow', async () => {
    const page = await open('activation');
    await page.getByRole('checkbox', { name: 'relu', exact: true }).check();
    await page.getByRole('checkbox', { name: 'slope curves (derivative)' }).check();
    await frames(page);
    expect(await text(page, '.words')).toMatch(
      /^relu at x = 1\.00 gives 1\.000; its slope is 1\.000/,
    );
    await page.getByRole('radio', { name: 'tangent on tanh' }).check();
    const point = page.locator('[role=slider][aria-label^="the point"]');
    await point.press('Shift+ArrowRight');
    await frames(page);
    expect(await text(page, '.words')).toMatch(
      /^tanh at x = 2\.00 gives 0\.964; its slope is 0\.071/,
    );
    const box = await point.locator('circle').last().boundingBox();
    if (box === null) throw new Error('the point cannot be seen');
    await page.mouse.move(box.x + 7, box.y + 7);
    await page.mouse.down();
    await page.mouse.move(box.x - 60, box.y + 7, { steps: 6 });
    await page.mouse.up();
    await frames(page);
    expect(await text(page, '.words')).not.toMatch(/x = 2\.00/);
    await done(page);
  });

  test('a parameter has a slider where a function has one', async () => {
    const page = await open('activation', { line: 'show=leaky-relu&x=-2' });
    const slope = page.getByRole('slider', { name: 'slope of leaky relu' });
    await slope.press('End');
    await frames(page);
    expect(await text(page, '.words')).toMatch(/^leaky relu at x = −2\.00 gives −2\.000/);
    await done(page);
  });

  test('with no function chosen it says so', async () => {
    const page = await open('activation', { line: 'show=sigmoid' });
    await page.getByRole('checkbox', { name: 'sigmoid', exact: true }).uncheck();
    await frames(page);
    expect(await text(page, '.words')).toMatch(/No function is chosen/);
    await done(page);
  });
});

describe.each(labs)('%s lab', (name) => {
  test('script time for a frame while dragging is reported', async () => {
    const page = await browser.newPage({ viewport: { width: 800, height: 700 } });
    await page.addInitScript(() => {
      const spent: number[] = [];
      Object.assign(window, { spent });
      const ask = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (work) =>
        ask((time) => {
          const start = performance.now();
          work(time);
          spent.push(performance.now() - start);
        });
    });
    await page.goto(address(name));
    // Not the first one: that may be the hatching in the definitions, which is never seen itself.
    await page.locator('main svg path:visible').first().waitFor();
    const box = await page.locator('[role=slider] .ring').last().boundingBox();
    const from = box ?? { x: 400, y: 300, width: 0, height: 0 };
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    for (let i = 0; i < 90; i++) {
      await page.mouse.move(from.x + 60 * Math.sin(i / 9), from.y + 40 * Math.cos(i / 7));
      await page.evaluate(() => new Promise((next) => requestAnimationFrame(next)));
    }
    await page.mouse.up();
    const spent = await page.evaluate(() => (window as unknown as { spent: number[] }).spent);
    const drawn = spent.filter((ms) => ms > 0.2).sort((a, b) => a - b);
    const at = (share: number): string =>
      (drawn[Math.floor(share * (drawn.length - 1))] ?? 0).toFixed(1);
    console.log(
      `${name} lab: ${drawn.length} frames, script ${at(0.5)} ms at the median, ${at(0.95)} ms at 95 %`,
    );
    expect(drawn.length).toBeGreaterThan(10);
    await page.close();
  });
});
