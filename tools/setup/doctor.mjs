// @ts-check
/**
 * `n2d doctor`: every part of the course on this machine, its version, its state and what to do
 * about it. Looks, and changes nothing.
 *
 *   node tools/setup/doctor.mjs [--json]
 */
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { addonStep, findCompiler } from './addon.mjs';
import { backendHere } from './backend.mjs';
import { buildStep } from './build-step.mjs';
import { run } from './child.mjs';
import { messageOf, SetupError } from './error.mjs';
import { readJson } from './files.mjs';
import { kernelStep } from './kernel-spec.mjs';
import { npmStep } from './npm.mjs';
import { coursePaths, findChromium } from './paths.mjs';
import { findPython, jupyterStep, venvStep } from './python.mjs';
import { peekState } from './state.mjs';
import { hasNvidia, libraryStep, systemObstacle, tensorflowVersion } from './tensorflow.mjs';

/** @typedef {import('./paths.mjs').Paths} Paths */
/** @typedef {{ name: string, version: string | null, state: 'ok' | 'missing' | 'problem', remedy: string | null }} Part */
/** @typedef {{ backend: string, parts: Part[] }} Diagnosis */

const start = 'npm start';

/**
 * The state of every part. Takes a second or two: the backend is really asked to compute.
 * @param {string} [root] folder of the course
 * @returns {Promise<Diagnosis>}
 */
export async function doctor(root) {
  const place = coursePaths(root);
  const { nodeProblem } = createRequire(import.meta.url)('../start.cjs');
  /** @type {string} */
  const old = nodeProblem(process.version);
  const npm = await isDone(npmStep(place));
  const build = await isDone(buildStep(place));
  const backend = build
    ? await backendHere(place, new Map())
    : { backend: 'none', why: 'the course has not been built' };
  const parts = [
    part('Node.js', process.version.slice(1), old === '', old.split('\n').at(-2)?.trim() ?? null),
    part('npm packages', versionIn(join(place.root, 'package.json')), npm, start),
    part('built course', null, build, start),
    await pythonPart(place),
    part(
      'JupyterLab',
      labVersion(place),
      await isDone(jupyterStep(place)),
      reasonOr(place, 'jupyter'),
    ),
    part(
      'TypeScript kernel',
      versionIn(join(place.modules, 'tslab', 'package.json')),
      await isDone(kernelStep(place)),
      start,
    ),
    await compilerPart(place),
    await nativePart(place, backend.backend),
    part('NVIDIA GPU', null, hasNvidia(), 'nothing to do: the course needs none'),
    workspacePart(place),
    part('Chromium', null, findChromium() !== null, 'only npm test -- --all needs it'),
  ];
  return { backend: backend.backend, parts };
}

/**
 * @param {string} name
 * @param {string | null} version
 * @param {boolean} fine
 * @param {string | null} remedy used when it is not fine
 * @returns {Part}
 */
function part(name, version, fine, remedy) {
  const state = fine ? 'ok' : version === null ? 'missing' : 'problem';
  return { name, version, state, remedy: fine ? null : remedy };
}

/** @param {import('./steps.mjs').Step} step */
async function isDone(step) {
  try {
    return await step.isDone();
  } catch {
    return false;
  }
}

/** @param {Paths} place @returns {Promise<Part>} */
async function pythonPart(place) {
  const name = 'Python';
  try {
    if (await isDone(venvStep(place))) {
      const said = await run(place.python, ['-V'], { timeout: 20_000 });
      return part(name, said.trim().replace('Python ', ''), true, null);
    }
    const { version } = await findPython();
    return part(name, version, false, start);
  } catch (error) {
    const remedy = error instanceof SetupError ? `${error.message}: ${error.remedy}` : start;
    return part(name, null, false, remedy);
  }
}

/** @param {Paths} place @returns {Promise<Part>} */
async function compilerPart(place) {
  const done = await isDone(addonStep(place));
  try {
    const compiler = await findCompiler();
    const said = await run(compiler, ['--version'], { timeout: 20_000 });
    return part('C++ compiler', /\d+\.\d+[.\d]*/.exec(said)?.[0] ?? null, true, null);
  } catch (error) {
    const remedy = error instanceof SetupError ? error.remedy : messageOf(error);
    return part('C++ compiler', null, false, done ? 'not needed any more' : remedy);
  }
}

/**
 * @param {Paths} place
 * @param {string} backend the one that computes
 * @returns {Promise<Part>}
 */
async function nativePart(place, backend) {
  const name = 'native TensorFlow';
  const obstacle = systemObstacle();
  if (obstacle !== null) return part(name, null, false, `${obstacle.message}`);
  const library = await isDone(libraryStep(place));
  const addon = await isDone(addonStep(place));
  if (!library) return part(name, null, false, reasonOr(place, 'tensorflow'));
  const fine = addon && backend === 'tensorflow';
  return part(name, tensorflowVersion, fine, reasonOr(place, 'addon'));
}

/**
 * What set-up remembers about a step that failed, else to start it.
 * @param {Paths} place
 * @param {string} step
 */
function reasonOr(place, step) {
  if (!existsSync(place.state)) return start;
  const failure = peekState(place.state).failures[step];
  if (typeof failure?.why !== 'string') return start;
  return `${start} (last time: ${failure.why.split('\n')[0]})`;
}

/** @param {Paths} place @returns {Part} */
function workspacePart({ workspace }) {
  const remedy = 'make the folder workspace/ one that you may write in';
  try {
    if (!existsSync(workspace)) return part('workspace', null, false, start);
    accessSync(workspace, constants.W_OK);
    if (!statSync(workspace).isDirectory()) return part('workspace', '', false, remedy);
    const count = readdirSync(workspace).filter((name) => name.endsWith('.ipynb')).length;
    return part('workspace', `${count} notebooks`, true, null);
  } catch {
    return part('workspace', '', false, remedy);
  }
}

/** @param {string} file a package.json */
function versionIn(file) {
  const found = readJson(file);
  if (typeof found !== 'object' || found === null || !('version' in found)) return null;
  return String(found.version);
}

/** @param {Paths} place */
function labVersion(place) {
  try {
    const lib = join(place.venv, 'lib');
    const [python] = readdirSync(lib).filter((name) => name.startsWith('python3'));
    const packages = readdirSync(join(lib, python, 'site-packages'));
    return /^jupyterlab-(\d[\d.]*)\.dist-info$/m.exec(packages.join('\n'))?.[1] ?? null;
  } catch {
    return null;
  }
}

/** @param {Diagnosis} diagnosis */
export function doctorInWords({ backend, parts }) {
  const marks = { ok: '✓', missing: '-', problem: '✗' };
  const lines = parts.map(({ name, version, state, remedy }) => {
    const said = remedy === null ? '' : `  ${state}: ${remedy}`;
    return `${marks[state]} ${name.padEnd(18)} ${(version ?? '').padEnd(14)}${said}`.trimEnd();
  });
  return [`backend: ${backend}`, ...lines].join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const diagnosis = await doctor();
  const json = process.argv.includes('--json');
  console.log(json ? JSON.stringify(diagnosis, null, 2) : doctorInWords(diagnosis));
}
