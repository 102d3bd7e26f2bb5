// @ts-check
/**
 * JupyterLab itself: started on this computer's own address with a fresh token, found again when it
 * is already running, ended cleanly.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, openSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lastLines } from './child.mjs';
import { SetupError } from './error.mjs';
import { readJson, readText } from './files.mjs';
import { jupyterEnv } from './kernel-spec.mjs';
import { isWindows } from './paths.mjs';
import { pythonEnv } from './python.mjs';

/** @typedef {import('./paths.mjs').Paths} Paths */
/** @typedef {{ url: string, token: string, port: number, pid: number }} Running */

const host = '127.0.0.1';
const usualPort = 8888;
const patience = 90_000;

/**
 * Start JupyterLab and wait until it answers.
 * @param {Paths} place
 * @param {{ port: number | null, backend: string, say: (line: string) => void }} options
 * @returns {Promise<{ running: Running, stop: () => Promise<void>, ended: Promise<void> }>}
 */
export async function startServer(place, { port, backend, say }) {
  const free = await freePort(port ?? usualPort);
  if (port !== null && free !== port) say(`port ${port} is in use: taking ${free} instead`);
  const token = randomBytes(24).toString('hex');
  mkdirSync(place.jupyter.runtime, { recursive: true });
  const log = openSync(place.jupyter.log, 'w');
  const args = ['-m', 'jupyterlab', '--no-browser', `--ServerApp.ip=${host}`];
  args.push(`--ServerApp.port=${free}`, '--ServerApp.port_retries=20');
  args.push(`--ServerApp.root_dir=${place.workspace}`);
  if (process.getuid?.() === 0) args.push('--allow-root');
  const asked = backend === 'auto' ? {} : { N2D_BACKEND: backend };
  const env = { ...jupyterEnv(place, pythonEnv()), JUPYTER_TOKEN: token, ...asked };
  const child = spawn(place.python, args, {
    cwd: place.workspace,
    env,
    stdio: ['ignore', log, log],
    detached: !isWindows, // so that Ctrl-C reaches us alone, and we end it in order
    windowsHide: true,
  });
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    child.on('exit', () => resolve());
    child.on('error', () => resolve());
  });
  let gone = false;
  ended.then(() => {
    gone = true;
  });
  const stop = async () => {
    if (gone) return;
    child.kill('SIGTERM');
    const inTime = await Promise.race([ended.then(() => true), pause(8000, false, { ref: false })]);
    if (!inTime) child.kill('SIGKILL');
    await ended;
  };
  const until = Date.now() + patience;
  while (!gone && Date.now() < until) {
    const running = runningIn(place).find((one) => one.token === token);
    if (running !== undefined && (await answers(running))) return { running, stop, ended };
    await pause(100);
  }
  await stop();
  throw new SetupError(
    `JupyterLab did not start\n${lastLines(readText(place.jupyter.log) ?? '')}`,
    `see ${place.jupyter.log}; if it stays so: delete the folder .n2d/python and start again`,
  );
}

/**
 * A JupyterLab of this course that is running already, or null. What dead servers left is removed.
 * @param {Paths} place
 * @returns {Promise<Running | null>}
 */
export async function findRunning(place) {
  for (const running of runningIn(place)) {
    if (await answers(running)) return running;
    for (const suffix of ['.json', '-open.html']) {
      rmSync(join(place.jupyter.runtime, `jpserver-${running.pid}${suffix}`), { force: true });
    }
  }
  return null;
}

/** @param {Paths} place @returns {Running[]} */
function runningIn(place) {
  let names;
  try {
    names = readdirSync(place.jupyter.runtime);
  } catch {
    return [];
  }
  const found = [];
  for (const name of names.filter((each) => /^jpserver-\d+\.json$/.test(each))) {
    const facts = /** @type {Partial<Running> | null} */ (
      readJson(join(place.jupyter.runtime, name))
    );
    if (typeof facts?.url !== 'string' || typeof facts.token !== 'string') continue;
    const pid = Number(/\d+/.exec(name)?.[0]);
    found.push({ url: facts.url, token: facts.token, port: Number(facts.port), pid });
  }
  return found;
}

/** @param {Running} running */
async function answers({ port, token }) {
  try {
    const response = await fetch(`http://${host}:${port}/api/status?token=${token}`, {
      signal: AbortSignal.timeout(3000),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * The address of the course's first page.
 * @param {Running} running
 */
export function startPage({ port, token }) {
  return `http://${host}:${port}/lab/tree/start.ipynb?token=${token}`;
}

/**
 * The first free port from `wish` on.
 * @param {number} wish
 * @returns {Promise<number>}
 */
async function freePort(wish) {
  for (let port = wish; port < Math.min(wish + 50, 65536); port++) {
    if (await isFree(port)) return port;
  }
  throw new SetupError(
    `no free port from ${wish} to ${wish + 49}`,
    'end another program, or choose one: npm start -- --port 9000',
  );
}

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * Open a page in the user's browser; without one, nothing happens.
 * @param {string} url
 */
export function openBrowser(url) {
  const opener = isWindows
    ? { program: 'rundll32', args: ['url.dll,FileProtocolHandler', url] }
    : { program: process.platform === 'darwin' ? 'open' : 'xdg-open', args: [url] };
  const child = spawn(opener.program, opener.args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
