/**
 * Labs for the end-to-end tests: built pages, opened in Chromium. Every error, every dialog and every
 * request beyond the page itself is a trouble; `done` expects none.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Frame, Page } from 'playwright-core';
import { expect } from 'vitest';
import { labPage } from '../../tools/labs.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = join(tmpdir(), `labs-${process.pid}`);

export interface Visit {
  readonly line?: string;
  readonly dark?: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
}

export const troubles: string[] = [];

/** Builds a lab's page, with its data if it needs some; its text, for a frame. */
export async function build(name: string, data?: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const given = JSON.stringify(data)?.replace(/</g, '\\u003c');
  const script = given === undefined ? '' : `<script>window.N2D_DATA = ${given};</script>`;
  const page = (await labPage(name)).replace('<script>', () => `${script}<script>`);
  writeFileSync(join(folder, `${name}.html`), page);
  return page;
}

/** Where the built page is. */
export function address(name: string): string {
  return pathToFileURL(join(folder, `${name}.html`)).href;
}

/** Opens a lab as a page. */
export async function open(browser: Browser, name: string, visit: Visit = {}): Promise<Page> {
  const { line = '', dark = false, width = 800, height = 700, reducedMotion = false } = visit;
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
  });
  watch(page);
  await page.goto(`${address(name)}${line && `#${line}`}`);
  // Not the first one: that may be the hatching in the definitions, which is never seen itself.
  await page.locator('main svg path:visible').first().waitFor();
  await frames(page);
  return page;
}

export function watch(page: Page): void {
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (/^https?:/.test(request.url())) troubles.push(`request: ${request.url()}`);
  });
}

/** Waits until what was changed has been drawn. */
export async function frames(page: Page | Frame): Promise<void> {
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0)))),
  );
}

export async function text(page: Page | Frame, selector: string): Promise<string> {
  return (await page.locator(selector).first().innerText()).trim();
}

export async function done(page: Page): Promise<void> {
  await page.close();
  expect(troubles.splice(0)).toEqual([]);
}

/** What axe finds serious or critical. */
export async function serious(page: Page): Promise<unknown[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run: () => Promise<{
          violations: { id: string; impact: string; nodes: { html: string }[] }[];
        }>;
      };
    };
    return (await axe.run()).violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      where: nodes.map((node) => node.html).slice(0, 3),
    }));
  });
  return found.filter(({ impact }) => ['serious', 'critical'].includes(impact));
}

/** Everything that can be pressed and is smaller than 24 pixels. */
export async function small(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('button, select, input, textarea, .handle .hit')]
      .map((element) => ({ element, target: element.closest('label') ?? element }))
      .map(({ element, target }) => ({
        name: element.outerHTML.slice(0, 90),
        box: target.getBoundingClientRect(),
      }))
      .filter(({ box }) => box.width > 0 && (box.height < 24 || box.width < 24))
      .map((one) => one.name),
  );
}
