// @ts-check
/**
 * Python for JupyterLab: an environment of the project's own in `.n2d/python`, with the packages of
 * requirements.txt, each checked by its hash. Nothing is installed for the user or the system.
 */
import { existsSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ChildError, lastLines, run } from './child.mjs';
import { SetupError } from './error.mjs';
import { fingerprint, readJson, readText, writeWhole } from './files.mjs';
import { isWindows } from './paths.mjs';

const MINIMUM = [3, 10];

/** @typedef {import('./paths.mjs').Paths} Paths */

/** @param {Paths} place @returns {import('./steps.mjs').Step} */
export function venvStep(place) {
  return {
    name: 'venv',
    title: 'Python environment',
    needs: [],
    optional: true,
    isDone: () => venvIsWhole(place),
    run: () => makeVenv(place),
  };
}

/** @param {Paths} place @returns {import('./steps.mjs').Step} */
export function jupyterStep(place) {
  return {
    name: 'jupyter',
    title: 'JupyterLab',
    needs: ['venv'],
    optional: true,
    isDone: () => readText(installedMark(place)) === requirementsOf(place),
    run: (progress) => installJupyter(place, progress),
  };
}

/** @param {Paths} place */
const createdMark = (place) => join(place.venv, 'n2d-created.json');
/** @param {Paths} place */
const installingMark = (place) => join(place.venv, 'n2d-installing');
/** @param {Paths} place */
const installedMark = (place) => join(place.venv, 'n2d-installed');

/** @param {Paths} place */
function requirementsOf(place) {
  return fingerprint(readText(place.requirements) ?? '');
}

/**
 * The environment's Python is there, is the one it was made with, and no installation into it was
 * cut off (pip cannot mend every half-installed package, so that one is made anew).
 * @param {Paths} place
 */
function venvIsWhole(place) {
  const created = readJson(createdMark(place));
  if (typeof created !== 'object' || created === null || !('python' in created)) return false;
  if (!existsSync(place.python) || existsSync(installingMark(place))) return false;
  return created.python === realpathSync(place.python);
}

/** @param {Paths} place */
async function makeVenv(place) {
  const python = await findPython();
  rmSync(place.venv, { recursive: true, force: true });
  try {
    await run(python.program, [...python.args, '-m', 'venv', place.venv], {
      env: pythonEnv(),
      log: join(place.logs, 'venv.log'),
    });
  } catch (error) {
    rmSync(place.venv, { recursive: true, force: true });
    if (!(error instanceof ChildError)) throw error;
    const noPip = /ensurepip/.test(error.output);
    throw new SetupError(
      noPip
        ? 'this Python cannot make environments: its module ensurepip is missing'
        : `Python environment: ${error.message}\n${lastLines(error.output)}`,
      noPip ? pythonRemedy() : null,
    );
  }
  writeWhole(createdMark(place), JSON.stringify({ python: realpathSync(place.python) }));
}

/**
 * @param {Paths} place
 * @param {import('./progress.mjs').Progress} progress
 */
async function installJupyter(place, progress) {
  const text = readText(place.requirements) ?? '';
  const total = text.split('\n').filter((line) => /^[\w-]+==/.test(line)).length;
  let seen = 0;
  writeWhole(installingMark(place), '');
  await pip(place, ['install', '--no-deps', '--no-compile', '-r', place.requirements], 'pip.log', {
    what: 'JupyterLab',
    onLine: (line) => {
      if (/^\s*Collecting /.test(line)) progress(++seen, total, 'parts');
    },
  });
  writeWhole(installedMark(place), requirementsOf(place));
  rmSync(installingMark(place), { force: true });
}

/**
 * pip of the project's environment. Only wheels, only with a known hash.
 * @param {Paths} place
 * @param {readonly string[]} args
 * @param {string} log
 * @param {{ what: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} options
 */
export async function pip(place, [command, ...args], log, { what, env, onLine }) {
  const file = join(place.logs, log);
  const common = ['--require-hashes', '--only-binary=:all:', '--progress-bar=off', '--retries=2'];
  try {
    await run(place.python, ['-m', 'pip', '--no-input', command, ...common, ...args], {
      cwd: place.root,
      env: { ...pythonEnv(), PIP_DISABLE_PIP_VERSION_CHECK: '1', ...env },
      log: file,
      onLine,
    });
  } catch (error) {
    if (!(error instanceof ChildError)) throw error;
    const said = readText(file) ?? error.output;
    if (/Errno 28|No space left/.test(said)) {
      throw new SetupError(`${what}: the disk is full`, 'free about 3 GB and start again');
    }
    if (/DO NOT MATCH THE HASHES/.test(said)) {
      throw new SetupError(
        `${what}: a downloaded file is not the one that was expected (its hash differs)`,
        'start again; if it happens again, the network changes files: use another one',
      );
    }
    if (
      /NewConnectionError|Temporary failure|timed out|ProxyError|Max retries|getaddrinfo/i.test(
        said,
      )
    ) {
      throw new SetupError(`${what}: no network`, 'connect once, then start again');
    }
    if (/No matching distribution/.test(said)) {
      throw new SetupError(
        `${what}: the package index has no file for this machine\n${lastLines(said, 1)}`,
        'check the network or the package index that pip is configured to use, then start again',
      );
    }
    throw new SetupError(`${what}: pip failed\n${lastLines(said)}`, `see ${file}`);
  }
}

/**
 * The environment for a Python that sees nothing but its own packages.
 * @returns {NodeJS.ProcessEnv}
 */
export function pythonEnv() {
  const env = { ...process.env, PYTHONNOUSERSITE: '1', PYTHONUTF8: '1' };
  for (const name of ['PYTHONHOME', 'PYTHONPATH', 'VIRTUAL_ENV', 'PIP_TARGET', 'PIP_USER']) {
    delete env[/** @type {keyof typeof env} */ (name)];
  }
  return env;
}

/**
 * The first Python on this machine that is new enough. `N2D_PYTHON` names one.
 * @returns {Promise<{ program: string, args: string[], version: string }>}
 */
export async function findPython() {
  const named = process.env.N2D_PYTHON;
  const usual = isWindows
    ? [['py', '-3'], ['python']]
    : [['python3'], ['python3.13'], ['python3.12'], ['python3.11'], ['python3.10'], ['python']];
  const candidates = named ? [[named]] : usual;
  let old = '';
  for (const [program, ...args] of candidates) {
    const version = await versionOf(program, args);
    if (version === null) continue;
    const [major, minor] = version.split('.').map(Number);
    if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) {
      return { program, args, version };
    }
    old ||= version;
  }
  if (old !== '') {
    throw new SetupError(
      `Python is too old for JupyterLab: got ${old}; expected ${MINIMUM.join('.')} or newer`,
      pythonRemedy(),
    );
  }
  throw new SetupError('Python was not found; JupyterLab needs it', pythonRemedy());
}

/**
 * @param {string} program
 * @param {string[]} args
 */
async function versionOf(program, args) {
  const code = "import sys; print('%d.%d.%d' % sys.version_info[:3])";
  try {
    return (await run(program, [...args, '-c', code], { timeout: 20_000 })).trim();
  } catch {
    return null;
  }
}

/** How to get a Python that will do, on this system. */
export function pythonRemedy() {
  if (isWindows) return 'winget install Python.Python.3.12, then start again';
  if (process.platform === 'darwin') return 'brew install python, then start again';
  if (existsSync('/etc/debian_version')) {
    return 'sudo apt install python3 python3-venv, then start again';
  }
  if (existsSync('/etc/alpine-release')) return 'sudo apk add python3, then start again';
  if (existsSync('/etc/fedora-release')) return 'sudo dnf install python3, then start again';
  if (existsSync('/etc/arch-release')) return 'sudo pacman -S python, then start again';
  return `install Python ${MINIMUM.join('.')} or newer with its venv module, then start again`;
}
