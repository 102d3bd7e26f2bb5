/** The network lab as a reader meets it: played, stopped, taken back, by mouse and by keyboard. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { networkLab } from '../../src/lab/network-lab.js';
import { startChromium } from './chromium.js';
import { build, done, frames, open, serious, small, text, troubles, watch } from './lab-page.js';

let browser: Browser;
let source = '';

beforeAll(async () => {
  browser = await startChromium();
  source = await build('network');
});

afterAll(async () => {
  await browser?.close();
});

const visit = (line = '', more: object = {}): Promise<Page> =>
  open(browser, 'network', { line, height: networkLab().height, ...more });

const epochOf = async (page: Page): Promise<number> =>
  Number(await page.getByRole('spinbutton', { name: 'epoch' }).inputValue());

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Waits until the run stands at an epoch and everything is drawn. */
async function standsAt(page: Page, epoch: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelector('.status')?.textContent?.startsWith(`Epoch ${wanted}:`),
    epoch,
  );
  await frames(page);
}

const panels = ['Neuron', 'Own points', 'Table', 'Export and import', 'Teacher'];

describe('network lab', () => {
  test.each([
    [800, false, ''],
    [800, true, 'data=three-arms&epoch=30'],
    [380, false, 'data=own'],
  ])('axe finds nothing serious (%i pixels wide, dark: %s)', async (width, dark, line) => {
    const page = await visit(line, { width, dark });
    expect(await serious(page)).toEqual([]);
    for (const name of panels) {
      await button(page, name).click();
      await frames(page);
      expect([name, await serious(page), await small(page)]).toEqual([name, [], []]);
    }
    await done(page);
  });

  test.each([700, 760, 800, 900])('fits its frame at %i pixels', async (width) => {
    const { height } = networkLab();
    for (const line of [
      '',
      'layers=8:tanh,8:relu,8:gelu&epoch=3',
      'data=plane',
      'data=plane&layers=4:relu&rate=10&epoch=2',
    ]) {
      const page = await visit(line, { width });
      const size = await page.evaluate(() => [
        document.documentElement.scrollHeight,
        document.documentElement.scrollWidth,
      ]);
      expect([line, size[0] <= height, size[1] <= width]).toEqual([line, true, true]);
      await done(page);
    }
  });

  test('at 380 pixels nothing sticks out at the side, panels included', async () => {
    const page = await visit('layers=8:tanh,8:tanh,8:tanh,8:tanh', { width: 380 });
    for (const name of panels) {
      await button(page, name).click();
      await frames(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect([name, wide]).toEqual([name, 380]);
    }
    await done(page);
  });

  test('plays, pauses, and the link brings the same place back', async () => {
    const page = await visit('data=moons&rate=0.1');
    await button(page, 'Play').focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      () => Number(document.querySelector<HTMLInputElement>('.transport input')?.value) > 20,
    );
    await button(page, 'Pause').click();
    await frames(page);
    const epoch = await epochOf(page);
    await standsAt(page, epoch);
    const said = await text(page, '.status');
    await page.waitForFunction(() => location.hash.includes('epoch='));
    const line = page.url().split('#')[1];
    await done(page);
    const again = await visit(line);
    await standsAt(again, epoch);
    expect(await text(again, '.status')).toBe(said);
    await done(again);
  });

  test('one epoch, one batch, back and on again: the same numbers', async () => {
    const page = await visit('data=xor&rate=0.1');
    for (let i = 1; i <= 3; i++) await button(page, 'One epoch').click();
    await standsAt(page, 3);
    const said = await text(page, '.status');
    await page.getByRole('slider', { name: 'epoch' }).press('Home');
    await page.waitForFunction(() =>
      document.querySelector('.status')?.textContent?.startsWith('Nothing is learned yet'),
    );
    await page.getByRole('slider', { name: 'epoch' }).press('End');
    await standsAt(page, 3);
    expect(await text(page, '.status')).toBe(said);
    await button(page, 'One batch').click();
    await frames(page);
    await page.waitForFunction(() => location.hash.includes('step=1'));
    await done(page);
  });

  test('layers, neurons, features and activations, by keyboard', async () => {
    const page = await visit();
    await button(page, 'hidden layers: one more').press('Enter');
    await frames(page);
    await button(page, 'one neuron more in hidden 3').press('Enter');
    await frames(page);
    // the button is a new one, and still has the focus
    await page.keyboard.press('Enter');
    await frames(page);
    await page.getByLabel('activation of hidden 1').selectOption('relu');
    await page.getByRole('button', { name: 'feature x₁x₂' }).press(' ');
    await frames(page);
    const wanted = ['layers=4:relu,2:tanh,4:tanh', 'features=x1,x2,x1-x2'];
    await page.waitForFunction(
      (parts) => parts.every((part) => location.hash.includes(part)),
      wanted,
    );
    await button(page, 'hidden 3, neuron 4').press('Enter');
    await button(page, 'Neuron').click();
    await expect.poll(() => text(page, '.neuron-panel h2')).toBe('hidden 3, neuron 4');
    await page.getByRole('spinbutton', { name: 'bias' }).fill('0.75');
    await page.getByRole('spinbutton', { name: 'bias' }).press('Tab');
    await page.waitForFunction(() => location.hash.includes('weights='));
    expect(await page.getByRole('spinbutton', { name: 'bias' }).inputValue()).toBe('0.750');
    await done(page);
  });

  test('a neuron under the pointer may vanish', async () => {
    const page = await visit('data=moons&epoch=3');
    await standsAt(page, 3);
    await button(page, 'hidden 2, neuron 1').hover();
    await frames(page);
    expect(await text(page, '.key')).toMatch(/^hidden 2, neuron 1/);
    await button(page, 'hidden layers: one less').press('Enter');
    await button(page, 'hidden layers: one less').press('Enter');
    await page.waitForFunction(() => location.hash.includes('layers=none'));
    expect(await text(page, '.key')).toMatch(/^answer/);
    await button(page, 'One epoch').click();
    await standsAt(page, 1);
    await done(page);
  });

  test('the rate can be changed on the way, and the link remembers when', async () => {
    const page = await visit('data=moons&epoch=4');
    await standsAt(page, 4);
    await page.getByRole('combobox', { name: 'learning rate' }).selectOption('0.3');
    await button(page, 'One epoch').click();
    await standsAt(page, 5);
    const said = await text(page, '.status');
    await page.waitForFunction(() => location.hash.includes('changes=84:0.3'));
    const line = page.url().split('#')[1];
    await done(page);
    const again = await visit(line);
    await standsAt(again, 5);
    expect(await text(again, '.status')).toBe(said);
    await done(again);
  });

  test('a rate far too high: it stops and says which layer ran away', async () => {
    const page = await visit('data=plane&layers=4:relu&rate=1000000');
    await button(page, 'Play').click();
    await page.waitForFunction(() =>
      /Training diverged in epoch 1: layer '/.test(
        document.querySelector('.status')?.textContent ?? '',
      ),
    );
    expect(await button(page, 'Play').isDisabled()).toBe(true);
    await button(page, 'Start again').click();
    await page.waitForFunction(() =>
      document.querySelector('.status')?.textContent?.startsWith('Nothing is learned yet'),
    );
    await done(page);
  });

  test('own points: clicked, entered by keyboard, erased, pasted', async () => {
    const page = await visit('data=own&test=0');
    expect(await text(page, '.status')).toMatch(/There are no points to learn from/);
    await button(page, 'Own points').click();
    const plane = page.locator('.plane svg');
    await plane.click({ position: { x: 60, y: 60 } });
    await page.getByRole('radio', { name: 'A', exact: true }).check();
    await plane.click({ position: { x: 200, y: 200 } });
    await page.getByRole('slider', { name: /place to look at/ }).press('ArrowRight');
    await page.keyboard.press('Enter');
    await frames(page);
    await page.waitForFunction(() => /points=A,B:[\w-]{15}(&|$)/.test(location.hash));
    await page.getByRole('radio', { name: 'erase' }).check();
    await plane.click({ position: { x: 60, y: 60 } });
    await page.waitForFunction(() => /points=A,B:[\w-]{10}(&|$)/.test(location.hash));
    await page
      .getByRole('textbox', { name: 'a table of points' })
      .fill('a,b,c\n0.1,0.2,cat\nx,0.2,dog\n-0.5,0.6,dog');
    await button(page, 'Use this table').click();
    await frames(page);
    expect(await text(page, '.said')).toBe(
      '2 points taken.\n1 row was left out because a cell is not a number: line 3 has “x”.',
    );
    await button(page, 'One epoch').click();
    await standsAt(page, 1);
    await done(page);
  });

  test('taken away as JSON and read again', async () => {
    const page = await visit('data=three-arms&epoch=5');
    await standsAt(page, 5);
    await button(page, 'Export and import').click();
    await frames(page);
    const field = page.getByRole('textbox', { name: 'the network as text' });
    expect(await field.inputValue()).toMatch(/export function predict\(x1: number, x2: number\)/);
    await page.getByRole('radio', { name: 'Mermaid' }).check();
    expect(await field.inputValue()).toMatch(/^flowchart LR/);
    await page.getByRole('radio', { name: 'JSON' }).check();
    const json = await field.inputValue();
    await button(page, 'Reset').click();
    await page.getByRole('textbox', { name: 'JSON of a network' }).fill('{');
    await button(page, 'Read it').click();
    expect(await text(page, '.files-panel .bad')).toMatch(/This is not JSON/);
    await page.getByRole('textbox', { name: 'JSON of a network' }).fill(json);
    await button(page, 'Read it').click();
    await page.waitForFunction(() => location.hash.includes('weights='));
    await frames(page);
    expect(JSON.parse(await field.inputValue()).network).toEqual(JSON.parse(json).network);
    await done(page);
  });

  test('a teacher hides parts, and the link opens without them', async () => {
    const page = await visit();
    await button(page, 'Teacher').click();
    await page.getByRole('checkbox', { name: 'features', exact: true }).check();
    await page.getByRole('checkbox', { name: 'learning rate', exact: true }).check();
    await button(page, 'Hide this panel too').click();
    await page.waitForFunction(() => location.hash.includes('hide=features,learning-rate,teacher'));
    const line = page.url().split('#')[1];
    await done(page);
    const again = await visit(line);
    expect(await again.getByRole('combobox', { name: 'learning rate' }).count()).toBe(0);
    expect(await button(again, 'Teacher').isVisible()).toBe(false);
    expect(await again.getByRole('button', { name: 'feature x₁x₂' }).count()).toBe(0);
    expect(await button(again, 'Play').isVisible()).toBe(true);
    await done(again);
  });

  test('a link from a stranger runs nothing; what is wrong with it is said', async () => {
    const page = await visit(
      'points=<img src=x onerror=alert(1)>&weights=<script>&layers=99999:tanh&look=9.9&hide=all&__proto__=1',
    );
    expect(await text(page, '.notice p')).toMatch(/the points in the link are damaged/);
    expect(await page.locator('img, main script').count()).toBe(0);
    await done(page);
  });

  test('the table has the numbers of the plane, and the best epoch is found again', async () => {
    const page = await visit(
      'data=moons&noise=0.3&count=60&layers=8:tanh,8:tanh&rate=0.3&epoch=150',
    );
    await standsAt(page, 150);
    await button(page, 'Table').click();
    await frames(page);
    expect(await page.locator('.panel tbody tr').count()).toBe(7);
    expect(await text(page, '.panel tbody')).toMatch(/0\.\d\d/);
    await button(page, 'Back to the lowest test loss').click();
    await page.waitForFunction(() => /epoch=\d/.test(location.hash) && !/=150/.test(location.hash));
    expect(await epochOf(page)).toBeLessThan(150);
    await done(page);
  });

  test('a curve is kept, to compare the next run with it', async () => {
    const page = await visit('data=moons&epoch=12');
    await standsAt(page, 12);
    await button(page, 'Keep curve').click();
    await page.getByLabel('optimiser').first().selectOption('adam');
    await frames(page);
    expect(await page.locator('path.before').getAttribute('d')).toMatch(/^M[\d. L]+$/);
    await button(page, 'One epoch').click();
    await standsAt(page, 1);
    const words = await page.locator('.chart svg').getAttribute('aria-label');
    expect(words).toMatch(/At epoch 1: .* The kept curve: 0\.\d+ at epoch 1\.$/);
    await button(page, 'Forget curve').click();
    await frames(page);
    expect(await page.locator('path.before').getAttribute('d')).toBe('');
    await done(page);
  });

  test('where movement is unwelcome it learns all the same, and shows it seldom', async () => {
    const page = await visit('data=moons', { reducedMotion: true });
    await button(page, 'Play').click();
    const [changes, drawn] = await page.evaluate(async () => {
      let [count, all] = [0, 0];
      const status = document.querySelector('.status') as Element;
      new MutationObserver(() => count++).observe(status, { childList: true, subtree: true });
      while (count < 3) {
        await new Promise((next) => requestAnimationFrame(next));
        all++;
      }
      return [count, all];
    });
    expect(drawn).toBeGreaterThan(2 * changes);
    await button(page, 'Pause').click();
    await frames(page);
    expect(await epochOf(page)).toBeGreaterThan(0);
    await done(page);
  });

  test('does nothing by itself: no frame is drawn while nobody touches it', async () => {
    const page = await visit('', { reducedMotion: true });
    await page.waitForTimeout(300);
    const drawn = await page.evaluate(async () => {
      let count = 0;
      const ask = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (work) => {
        count++;
        return ask(work);
      };
      await new Promise((later) => setTimeout(later, 300));
      return count;
    });
    expect(drawn).toBe(0);
    await done(page);
  });

  test('in the sandboxed frame of a notebook: state, theme, and the line to copy', async () => {
    const host = await browser.newPage({ viewport: { width: 820, height: 900 } });
    watch(host);
    const state = 'data=xor&epoch=2';
    const page = source.replace(
      '<meta charset="utf-8">',
      `<meta charset="utf-8"><script>window.N2D_STATE = ${JSON.stringify(state)};</script>`,
    );
    await host.setContent('<body style="margin:0"></body>');
    await host.evaluate((html) => {
      const frame = document.createElement('iframe');
      frame.sandbox.add('allow-scripts');
      frame.srcdoc = html;
      frame.style.cssText = 'width:800px;height:840px;border:0';
      document.body.append(frame);
    }, page);
    const frame = host.frames()[1];
    await frame.waitForFunction(() =>
      document.querySelector('.status')?.textContent?.startsWith('Epoch 2:'),
    );
    await host.evaluate(() => {
      const target = document.querySelector('iframe')?.contentWindow;
      target?.postMessage({ type: 'n2d-theme', dark: true }, '*');
    });
    await frame.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
    await frame.getByRole('button', { name: 'Copy as code' }).click();
    const field = frame.getByRole('textbox', { name: 'text to copy' });
    await field.waitFor();
    expect(await field.inputValue()).toBe(`show(networkLab('${state}'));`);
    troubles.splice(0, troubles.length, ...troubles.filter((one) => !/[Cc]lipboard/.test(one)));
    await done(host);
  });
});
