// @ts-check
/**
 * Where everything lives: one function, so that a test can set up a whole course in a folder of
 * its own. Nothing is ever written outside the project folder.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project: the one that holds package.json. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** True on Windows, where programs end in .exe and links need special rights. */
export const isWindows = process.platform === 'win32';

/**
 * Every path that set-up uses, for the course in `root`.
 * @param {string} root
 */
export function coursePaths(root = projectRoot) {
  const own = join(root, '.n2d');
  const venv = join(own, 'python');
  const jupyter = join(own, 'jupyter');
  const modules = join(root, 'node_modules');
  return {
    root,
    own,
    temporary: join(own, 'tmp'),
    cache: join(own, 'cache'),
    logs: join(own, 'logs'),
    state: join(own, 'state.json'),
    lock: join(own, 'lock.json'),
    modules,
    lockfile: join(root, 'package-lock.json'),
    dist: join(root, 'dist'),
    workspace: join(root, 'workspace'),
    notebooks: join(root, 'notebooks'),
    venv,
    python: isWindows ? join(venv, 'Scripts', 'python.exe') : join(venv, 'bin', 'python'),
    requirements: join(root, 'tools', 'requirements.txt'),
    kernelSpec: join(venv, 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json'),
    preload: join(root, 'tools', 'kernel', 'preload.cjs'),
    jupyter: {
      config: join(jupyter, 'config'),
      data: join(jupyter, 'data'),
      runtime: join(jupyter, 'runtime'),
      ipython: join(jupyter, 'ipython'),
      log: join(jupyter, 'server.log'),
    },
    tensorflow: join(own, 'tensorflow'),
    binding: join(modules, '@tensorflow', 'tfjs-node-gpu'),
  };
}

/** @typedef {ReturnType<typeof coursePaths>} Paths */

/**
 * A Chromium or Chrome on this machine, for the tests that look at real pages; null when none.
 * `CHROME_PATH` comes first.
 * @returns {string | null}
 */
export function findChromium() {
  const candidates = [
    process.env.CHROME_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ];
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path)) ?? null;
}
