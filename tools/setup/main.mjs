// @ts-check
/**
 * `npm start`: sets up what is missing, side by side where it can, then opens the course in
 * JupyterLab; `npm test` comes through here too. Built-ins only: it runs before any package is there.
 */
import { accessSync, constants, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { addonStep } from './addon.mjs';
import { backendHere } from './backend.mjs';
import { buildStep } from './build-step.mjs';
import { endChildren } from './child.mjs';
import { messageOf, SetupError } from './error.mjs';
import { diskProblem, sizeOf, temporaryFolder } from './files.mjs';
import { kernelStep } from './kernel-spec.mjs';
import { takeLock } from './lock.mjs';
import { npmStep } from './npm.mjs';
import { startHelp, startOptions } from './options.mjs';
import { coursePaths } from './paths.mjs';
import { bytesInWords, createBoard, secondsInWords } from './progress.mjs';
import { jupyterStep, venvStep } from './python.mjs';
import { findRunning, openBrowser, startPage, startServer } from './server.mjs';
import { readState, writeState } from './state.mjs';
import { runSteps } from './steps.mjs';
import { libraryStep } from './tensorflow.mjs';

/** @typedef {import('./paths.mjs').Paths} Paths */
/** @typedef {import('./steps.mjs').Result} Result */

/** @param {string[]} args */
export async function main(args) {
  process.on('SIGHUP', () => process.emit('SIGTERM'));
  try {
    if (args[0] === 'test') {
      const { main: test } = await import('../test.mjs');
      process.exitCode = await test(args.slice(1));
    } else {
      process.exitCode = await start(args);
    }
  } catch (error) {
    process.exitCode = 1;
    endChildren();
    console.error(`\n${messageOf(error)}`);
    if (error instanceof SetupError) {
      if (error.remedy !== null) console.error(`  -> ${error.remedy}`);
    } else if (process.env.N2D_DEBUG) console.error(error);
    else console.error('  -> for more: N2D_DEBUG=1 npm start');
  }
}

/** @param {string[]} args @returns {Promise<number>} the exit code */
async function start(args) {
  const began = Date.now();
  const options = startOptions(args);
  if (options.help) {
    console.log(startHelp);
    return 0;
  }
  const place = coursePaths();
  const board = createBoard();
  /** @type {() => Promise<void>} */
  let stop = async () => {};
  /** @type {(code: number) => void} */
  let interrupted = () => {};
  /** @type {Promise<number>} */
  const interruption = new Promise((resolve) => {
    interrupted = resolve;
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => {
      endChildren();
      interrupted(signal === 'SIGINT' ? 130 : 143);
    });
  }
  const work = (async () => {
    const free = await takeLock(place.lock, {
      onWait: (pid) =>
        board.say(`another npm start (process ${pid}) is setting up: waiting for it`),
    });
    try {
      const results = await setUp(place, board, options);
      if (options.setupOnly) return { results, running: null };
      needJupyter(results);
      await updateWorkspace(place, board.say);
      const already = await findRunning(place);
      if (already !== null) {
        board.say('JupyterLab of this course is running already');
        return { results, running: already };
      }
      const server = await startServer(place, { ...options, say: board.say });
      stop = server.stop;
      return { results, running: server.running, ended: server.ended };
    } finally {
      free();
    }
  })();
  const backend = work.then(({ results }) => backendHere(place, results, options.backend));
  const first = await Promise.race([Promise.all([work, backend]), interruption.then(() => null)]);
  if (first === null) {
    await stop();
    board.say('stopped: the next npm start goes on from here');
    return interruption;
  }
  const [{ results, running, ended }, chosen] = first;
  closingLines(place, results, chosen, began, board.say);
  if (running === null) return 0;
  const url = startPage(running);
  board.say(`course      ${url}`);
  if (options.browser) openBrowser(url);
  if (ended === undefined) return 0;
  board.say('Ctrl-C ends it.');
  const code = await Promise.race([ended.then(() => 0), interruption]);
  await stop();
  board.say('JupyterLab has ended; your work is in workspace/.');
  return code === 130 || code === 143 ? 0 : code;
}

/**
 * Every step that is not done yet.
 * @param {Paths} place
 * @param {import('./progress.mjs').Board} board
 * @param {{ skipNative?: boolean, backend?: string }} options
 * @returns {Promise<Map<string, Result>>}
 */
export async function setUp(place, board, { skipNative = false, backend = 'auto' } = {}) {
  mustBeWritable(place);
  rmSync(place.temporary, { recursive: true, force: true });
  temporaryFolder(place, 'start');
  const native = skipNative || backend === 'wasm' || backend === 'cpu';
  const steps = [npmStep(place), venvStep(place), jupyterStep(place), kernelStep(place)];
  if (!native) steps.push(libraryStep(place), addonStep(place));
  steps.push(buildStep(place));
  const results = await runSteps(steps, board);
  const state = readState(place.state, board.say);
  for (const step of steps) {
    const { outcome, why, seconds } = results.get(step.name) ?? { outcome: 'ready' };
    if (outcome === 'failed' || outcome === 'blocked') {
      state.failures[step.name] = { why: why ?? '', at: Date.now() };
    } else {
      delete state.failures[step.name];
      if (outcome === 'made') state.seconds[step.name] = Math.round((seconds ?? 0) * 10) / 10;
    }
  }
  writeState(place.state, state);
  rmSync(place.temporary, { recursive: true, force: true });
  return results;
}

/** @param {Paths} place */
function mustBeWritable({ root }) {
  try {
    accessSync(root, constants.W_OK);
  } catch (error) {
    throw diskProblem(error, root);
  }
}

/**
 * Without JupyterLab there is nothing to open; what works nevertheless is said.
 * @param {Map<string, Result>} results
 */
function needJupyter(results) {
  for (const name of ['venv', 'jupyter', 'kernel']) {
    const result = results.get(name);
    if (result?.outcome !== 'failed') continue;
    throw new SetupError(
      `no JupyterLab: ${result.why}`,
      `${result.remedy ?? 'start again'}\n  without it, the exercises work in the terminal: npx n2d --help`,
    );
  }
}

/**
 * Copy new notebooks into `workspace/`; what the learner changed stays.
 * @param {Paths} place
 * @param {(line: string) => void} say
 */
export async function updateWorkspace(place, say) {
  const file = join(place.dist, 'course', 'workspace.node.js');
  const { syncWorkspace } = await import(pathToFileURL(file).href);
  const { root, notebooks, workspace } = place;
  /** @type {{ messages: string[], trouble: string | null }} */
  let report;
  try {
    report = syncWorkspace({ root, notebooks, workspace });
  } catch (error) {
    throw new SetupError(`workspace: ${messageOf(error)}`, null);
  }
  for (const line of report.messages) say(line);
  if (report.trouble !== null)
    throw new SetupError(
      `workspace: ${report.trouble}`,
      'move away what is there, or change its owner, then start again',
    );
}

/**
 * Backend, why not a better one, time taken, disk used: a line each.
 * @param {Paths} place
 * @param {Map<string, Result>} results
 * @param {import('./backend.mjs').Backend} backend
 * @param {number} began
 * @param {(line: string) => void} say
 */
function closingLines(place, results, backend, began, say) {
  const made = [...results.values()].some(({ outcome }) => outcome === 'made');
  say(`\nbackend     ${backend.name}`);
  say(`because     ${backend.why}`);
  say(`took        ${secondsInWords((Date.now() - began) / 1000)}`);
  say(`disk        ${diskLine(place, made)}`);
}

/**
 * Sizes of what set-up made; counted again only when something was made.
 * @param {Paths} place
 * @param {boolean} changed
 */
function diskLine(place, changed) {
  const state = readState(place.state);
  if (changed || state.disk === undefined) {
    const parts = { packages: place.modules, JupyterLab: place.venv, TensorFlow: place.tensorflow };
    const sizes = Object.entries(parts).map(([name, path]) => ({ name, bytes: sizeOf(path) }));
    const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    const each = sizes.map(({ name, bytes }) => `${name} ${bytesInWords(bytes)}`).join(', ');
    state.disk = `${bytesInWords(total)} (${each})`;
    writeState(place.state, state);
  }
  return state.disk;
}
