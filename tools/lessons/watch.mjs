// @ts-check
/**
 * For authors: rebuilds the notebooks whenever something below lessons/ is saved, says what is wrong
 * with file and line, and brings the pages in workspace/ up to date.
 *
 *   node tools/lessons/watch.mjs [--lab] [--port NUMBER]
 *
 * `--lab` opens a JupyterLab of the author's own (with jupyter-collaboration, in `.n2d/author`) in
 * which an open page changes by itself; in any other one: File, Reload Notebook from Disk. Needs
 * dist/ (npm run build). A page that you have edited in JupyterLab is kept, as a learner's is.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { linkProblems } from './anchors.mjs';
import { buildLessons, projectRoot } from './build.mjs';
import { forbiddenProblems } from './check.mjs';
import { loadLessons } from './load.mjs';
import { minutesProblem } from './minutes.mjs';
import { LessonError, printed } from './problem.mjs';
import { proseProblems } from './prose.mjs';

/** @typedef {{ close(): void, idle(): Promise<void> }} Watching `idle`: nothing is being built */

/**
 * Looks at the files' times instead of asking the system to be told: editors save in many ways, and
 * a lesson's folder has a few dozen files.
 *
 * @param {{ root?: string, every?: number, say?: (line: string) => void, after?: (saved: string[]) => Promise<void> }} [options]
 *   `after`: what else there is to do when a build went well, with the files that were saved
 * @returns {Watching}
 */
export function watchLessons({
  root = projectRoot,
  every = 250,
  say = console.log,
  after = async () => {},
} = {}) {
  let before = stampsOf(root);
  let busy = Promise.resolve();
  let queued = false;
  const turn = async (/** @type {string[]} */ saved) => {
    const began = performance.now();
    for (const line of rebuild(root)) say(line);
    await after(saved).catch((error) => say(String(error?.message ?? error)));
    say(`built in ${((performance.now() - began) / 1000).toFixed(1)} s; watching lessons/`);
  };
  busy = turn([]);
  const timer = setInterval(() => {
    if (queued) return;
    const now = stampsOf(root);
    const names = new Set([...now.keys(), ...before.keys()]);
    const saved = [...names].filter((name) => now.get(name) !== before.get(name));
    if (saved.length === 0) return;
    before = now;
    queued = true;
    busy = busy.then(() => {
      queued = false;
      say(`\nsaved: ${saved.join(', ')}`);
      return turn(saved);
    });
  }, every);
  return { close: () => clearInterval(timer), idle: () => busy };
}

/** Builds, and says in lines what changed and what is wrong. @param {string} root */
function rebuild(root) {
  try {
    const { changed } = buildLessons({ root });
    const { lessons, start } = loadLessons(root);
    const pages = start ? [start, ...lessons] : lessons;
    const problems = [
      ...pages.flatMap(forbiddenProblems),
      ...proseProblems(root, pages),
      ...linkProblems(root, pages),
    ];
    for (const lesson of pages) {
      const message = minutesProblem(lesson);
      if (message) problems.push({ file: lesson.file, line: 1, message });
    }
    return [...problems.map(printed), ...changed.map((file) => `wrote ${file}`)];
  } catch (error) {
    if (error instanceof LessonError) return error.problems.map(printed);
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** Time and size of every file below lessons/. @param {string} root @returns {Map<string, string>} */
function stampsOf(root) {
  /** @type {Map<string, string>} */
  const stamps = new Map();
  const look = (/** @type {string} */ folder) => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory()) look(name);
      else if (/\.(md|ts|png|svg|jpg)$/.test(entry.name)) {
        const found = statSync(path.join(root, name), { throwIfNoEntry: false });
        if (found) stamps.set(name, `${found.mtimeMs} ${found.size}`);
      }
    }
  };
  try {
    look('lessons');
  } catch {
    // A folder went away while we looked; the next look sees what there is.
  }
  return stamps;
}

/**
 * The rest of a turn: checks of exercises compiled, pages of the workspace brought up to date, types
 * of the saved lessons checked (in a process of its own: it takes seconds).
 *
 * @param {string[]} saved
 */
async function afterBuild(saved) {
  if (saved.some((file) => file.endsWith('.ts'))) {
    const compiler = start('node_modules/typescript/bin/tsc', '-p', 'lessons/tsconfig.json');
    await once(compiler, 'close');
  }
  const door = path.join(projectRoot, 'dist', 'course', 'workspace.node.js');
  if (!existsSync(door)) {
    console.log("the pages in workspace/ stay as they are: 'npm run build' first");
    return;
  }
  const { syncWorkspace } = await import(pathToFileURL(door).href);
  const workspace = path.join(projectRoot, 'workspace');
  const { added, refreshed, messages, trouble } = syncWorkspace({ root: projectRoot, workspace });
  for (const name of [...added, ...refreshed]) console.log(`workspace/${name} is up to date`);
  for (const message of messages) console.log(message);
  if (trouble) console.log(trouble);
  const names = new Set(saved.map((file) => file.split('/')[1]));
  const lessons = [...names].filter((name) =>
    existsSync(path.join(projectRoot, 'lessons', name, 'lesson.md')),
  );
  checking?.kill();
  checking = lessons.length > 0 ? start('tools/lessons/check.mjs', ...lessons) : null;
}

/** The check of types that is under way; the next save does not wait for it. */
let checking = /** @type {import('node:child_process').ChildProcess | null} */ (null);

/** @param {string} script @param {...string} args */
function start(script, ...args) {
  return spawn(process.execPath, [script, ...args], { cwd: projectRoot, stdio: 'inherit' });
}

async function main() {
  const { values } = parseArgs({
    options: { lab: { type: 'boolean', default: false }, port: { type: 'string' } },
  });
  const watching = watchLessons({ after: afterBuild });
  await watching.idle();
  let stop = async () => {};
  if (values.lab) {
    const { openAuthorLab } = await import('./author-lab.mjs');
    stop = await openAuthorLab({ port: values.port === undefined ? null : Number(values.port) });
  }
  process.once('SIGINT', async () => {
    watching.close();
    checking?.kill();
    await stop();
    process.exit(0);
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
