// @ts-check
/** Starts the Chromium that draws diagrams, takes pictures and runs the browser's tests. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { findChromium } from '../setup/paths.mjs';

/** The Chromium named in CHROMIUM, else one that this machine has, else null. */
export function whichChromium() {
  const named = process.env.CHROMIUM;
  return named !== undefined && existsSync(named) ? named : findChromium();
}

/**
 * Starts it without a window; it makes no requests of its own.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function startChromium() {
  const executablePath = whichChromium();
  if (executablePath === null) {
    throw new Error(
      'no Chromium found; expected one at /usr/bin/chromium (Debian: apt install chromium fonts-dejavu) or at the path in CHROMIUM',
    );
  }
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
}
