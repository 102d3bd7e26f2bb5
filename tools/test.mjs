// @ts-check
/**
 * `npm test`: sets up what is missing, then runs everything that this machine can run, says what it
 * left out and why, and ends with `N passed, N failed`.
 *
 *   npm test                 everything that needs no browser
 *   npm test -- --all        with the browser; whatever is left out is a failure (CI=1 means this)
 *   npm run test:long        with fuzzing at length and the other versions of Node
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addonFile } from './setup/addon.mjs';
import { endChildren } from './setup/child.mjs';
import { SetupError } from './setup/error.mjs';
import { takeLock } from './setup/lock.mjs';
import { setUp } from './setup/main.mjs';
import { coursePaths, findChromium } from './setup/paths.mjs';
import { createBoard } from './setup/progress.mjs';
import { Report } from './test/report.mjs';
import { shown } from './test/shown.mjs';
import { runVitest } from './test/vitest.mjs';

/** @typedef {import('./setup/paths.mjs').Paths} Paths */

/** @param {string[]} args @returns {Promise<number>} the exit code */
export async function main(args) {
  const began = Date.now();
  const { long, all } = options(args);
  const required = all || isTrue(process.env.CI);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => {
      endChildren();
      process.exit(signal === 'SIGINT' ? 130 : 143);
    });
  }
  const place = coursePaths();
  const report = new Report();
  const native = await prepare(place, report, required);
  mkdirSync(place.temporary, { recursive: true });
  // Not at the top: these use packages, and npm test begins where none are installed.
  const { runNotebooks } = await import('./lessons/run-notebooks.mjs');
  const { testOtherNodes } = await import('./test/other-nodes.mjs');
  const jupyter = existsSync(place.kernelSpec);
  if (!jupyter) report.leave('notebooks in Jupyter', 'JupyterLab is not there', required);
  if (!native) report.leave('native TensorFlow', 'it is not there', required);

  await checks(place, report);
  const env = { ...(long ? { N2D_LONG: '1' } : {}), ...(required ? { CI: '1' } : {}) };
  console.log('\ntests');
  await runVitest(place, report, { name: 'tests', env });
  await audit(place, report);
  if (jupyter) {
    console.log('\nnotebooks in Jupyter');
    for (const { name, error } of await runNotebooks()) {
      report.count(`notebook ${name}`, error === null);
    }
  }
  await browser(place, report, required);
  if (long) await testOtherNodes(place, report, { notebooks: jupyter, required });
  rmSync(place.temporary, { recursive: true, force: true });
  for (const line of report.lines((Date.now() - began) / 1000)) console.log(line);
  return report.failed === 0 ? 0 : 1;
}

/** @param {string[]} args */
function options(args) {
  try {
    const { values } = parseArgs({
      args,
      options: { long: { type: 'boolean' }, all: { type: 'boolean' } },
    });
    return { long: values.long ?? false, all: values.all ?? false };
  } catch {
    throw new SetupError(
      `npm test: unknown option in '${args.join(' ')}'`,
      'there are --all (the browser too, nothing left out) and --long (other versions of Node too)',
    );
  }
}

/**
 * Set up; whether native TensorFlow is there.
 * @param {Paths} place
 * @param {Report} report
 * @param {boolean} required
 */
async function prepare(place, report, required) {
  const free = await takeLock(place.lock, {
    onWait: (pid) => console.log(`process ${pid} is setting up the course: waiting for it`),
  });
  try {
    const results = await setUp(place, createBoard());
    for (const [name, { outcome, why, remedy }] of results) {
      if (outcome !== 'failed') continue;
      report.leave(`set-up of ${name}`, remedy === null ? why : `${why} (${remedy})`, required);
    }
  } finally {
    free();
  }
  return existsSync(addonFile(place));
}

/**
 * Style, types, and that the committed notebooks are what the lessons make.
 * @param {Paths} place
 * @param {Report} report
 */
async function checks({ root, modules }, report) {
  const tools = {
    'style (biome)': [join(modules, '@biomejs', 'biome', 'bin', 'biome'), 'check'],
    'types (tsc)': [join(modules, 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.test.json'],
    'notebooks as generated': [join(root, 'tools', 'lessons', 'build.mjs'), '--check'],
    'lessons run, as measured': [join(root, 'tools', 'lessons', 'run.mjs'), '--check'],
  };
  for (const [name, args] of Object.entries(tools)) {
    console.log(`\n${name}`);
    report.count(name, (await shown(process.execPath, args, { cwd: root })) === 0);
  }
}

/**
 * Every exercise: the stub fails, the solution passes, every wrong answer is refused.
 * @param {Paths} place
 * @param {Report} report
 */
async function audit({ root, dist }, report) {
  const n2d = join(dist, 'cli', 'n2d.js');
  if (!existsSync(n2d)) {
    report.count('audit of the exercises', false, 'dist/cli/n2d.js is not there');
    return;
  }
  console.log('\naudit of the exercises');
  const code = await shown(process.execPath, [n2d, 'audit'], { cwd: root });
  report.count('audit of the exercises', code === 0, `n2d audit ended with ${code}`);
}

/**
 * @param {Paths} place
 * @param {Report} report
 * @param {boolean} required
 */
async function browser(place, report, required) {
  const config = join(place.root, 'vitest.e2e.config.ts');
  if (!existsSync(config)) {
    report.leave('pages in a browser', 'vitest.e2e.config.ts is not there', required);
  } else if (findChromium() === null) {
    const remedy = 'install Chromium, or name one in CHROME_PATH';
    report.leave('pages in a browser', `no Chromium was found (${remedy})`, required);
  } else if (!required) {
    report.leave('pages in a browser', 'npm test -- --all runs them too', false);
  } else {
    console.log('\npages in a browser');
    const chromium = findChromium() ?? '';
    const env = { CHROME_PATH: chromium, CHROMIUM: chromium };
    await runVitest(place, report, { name: 'browser', args: ['--config', config], env });
  }
}

/** @param {string | undefined} value */
function isTrue(value) {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
