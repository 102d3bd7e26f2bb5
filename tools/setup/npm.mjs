// @ts-check
/**
 * npm dependencies, exactly as package-lock.json has them, without lifecycle scripts. Done when
 * npm's own record of what it installed (node_modules/.package-lock.json, written last) agrees
 * with the lockfile.
 */
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { ChildError, lastLines, run } from './child.mjs';
import { SetupError } from './error.mjs';
import { readJson } from './files.mjs';
import { isWindows } from './paths.mjs';

/** @param {import('./paths.mjs').Paths} place @returns {import('./steps.mjs').Step} */
export function npmStep(place) {
  return {
    name: 'npm',
    title: 'npm packages',
    needs: [],
    isDone: () => modulesMatch(place),
    run: (progress) => install(place, progress),
  };
}

/** @param {import('./paths.mjs').Paths} place */
function modulesMatch(place) {
  const wanted = packagesOf(readJson(place.lockfile));
  const found = packagesOf(readJson(join(place.modules, '.package-lock.json')));
  if (wanted === null || found === null) return false;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const other = found[path];
    if (other === undefined) {
      if (entry.optional !== true) return false;
    } else if (other.version !== entry.version || other.integrity !== entry.integrity) return false;
  }
  return existsSync(join(place.modules, 'typescript', 'package.json'));
}

/** @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean }>} Packages */

/** @param {unknown} lock @returns {Packages | null} */
function packagesOf(lock) {
  if (typeof lock !== 'object' || lock === null || !('packages' in lock)) return null;
  return /** @type {Packages} */ (lock.packages);
}

/**
 * @param {import('./paths.mjs').Paths} place
 * @param {import('./progress.mjs').Progress} progress
 */
async function install(place, progress) {
  rmSync(join(place.modules, '.package-lock.json'), { force: true }); // half-done from here on
  const total = topLevel(packagesOf(readJson(place.lockfile)) ?? {});
  const watch = setInterval(() => progress(installed(place.modules), total, 'parts'), 500);
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const log = join(place.logs, 'npm.log');
  try {
    await runNpm(args, { cwd: place.root, env: npmCache(place), log });
  } finally {
    clearInterval(watch);
  }
}

/**
 * Run npm, with the very Node that runs us where npm's own script can be found.
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, log: string }} options
 */
export async function runNpm(args, { cwd, env, log }) {
  const cli = npmCli();
  const name = isWindows ? 'npm.cmd' : 'npm';
  try {
    await run(cli === null ? name : process.execPath, cli === null ? args : [cli, ...args], {
      cwd,
      env: { ...process.env, ...env },
      log,
    });
  } catch (error) {
    throw npmProblem(error, log);
  }
}

/** npm's own script, so that it runs with the very Node that runs us; null when not found. */
function npmCli() {
  const beside = dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath,
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    '/usr/share/nodejs/npm/bin/npm-cli.js',
  ];
  const found = candidates.find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
  return found ?? null;
}

/**
 * npm's cache stays where it always is, unless that place cannot be written.
 * @param {import('./paths.mjs').Paths} place
 * @returns {NodeJS.ProcessEnv}
 */
export function npmCache(place) {
  const usual = process.env.npm_config_cache ?? join(homedir(), isWindows ? 'npm-cache' : '.npm');
  try {
    mkdirSync(usual, { recursive: true });
    accessSync(usual, constants.W_OK);
    return {};
  } catch {
    return { npm_config_cache: join(place.cache, 'npm'), npm_config_logs_max: '0' };
  }
}

/** @param {Packages} packages how many stand directly in node_modules */
function topLevel(packages) {
  return Object.entries(packages).filter(
    ([path, entry]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && entry.optional !== true,
  ).length;
}

/** @param {string} modules */
function installed(modules) {
  try {
    return readdirSync(modules)
      .filter((name) => !name.startsWith('.'))
      .map((name) => (name.startsWith('@') ? readdirSync(join(modules, name)).length : 1))
      .reduce((a, b) => a + b, 0);
  } catch {
    return 0;
  }
}

/**
 * @param {unknown} error
 * @param {string} log
 */
function npmProblem(error, log) {
  if (!(error instanceof ChildError)) return error;
  if (error.missing) {
    return new SetupError('npm was not found', 'install Node.js with npm from https://nodejs.org');
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH/.test(error.output)) {
    return new SetupError('npm packages: no network', 'connect once, then start again');
  }
  if (/ENOSPC/.test(error.output)) {
    return new SetupError('npm packages: the disk is full', 'free about 3 GB and start again');
  }
  return new SetupError(`npm packages: npm failed\n${lastLines(error.output)}`, `see ${log}`);
}
