// @ts-check
/** Runs Vitest with its usual output and adds its own record of every test to the report. */
import { join } from 'node:path';
import { readJson } from '../setup/files.mjs';
import { shown } from './shown.mjs';

/** @typedef {import('../setup/paths.mjs').Paths} Paths */
/**
 * @typedef {object} VitestRecord
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {{ name: string, status: string, message: string, assertionResults:
 *   { fullName: string, status: string }[] }[]} testResults
 */

/**
 * @param {Paths} place
 * @param {import('./report.mjs').Report} report
 * @param {{ name: string, args?: string[], env?: NodeJS.ProcessEnv, node?: string }} options
 */
export async function runVitest(place, report, { name, args = [], env = {}, node }) {
  const file = join(place.temporary, `vitest-${name.replaceAll(/\W+/g, '-')}.json`);
  const vitest = join(place.modules, 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await shown(node ?? process.execPath, [vitest, 'run', ...reporters, ...args], {
    cwd: place.root,
    env: { ...process.env, ...env },
  });
  const found = /** @type {VitestRecord | null} */ (readJson(file));
  if (found === null) {
    report.count(name, false, `vitest left no record (it ended with ${code})`);
    return;
  }
  report.passed += found.numPassedTests;
  report.failed += found.numFailedTests;
  for (const { name: path, status, assertionResults, message } of found.testResults) {
    const bad = assertionResults.filter((one) => one.status === 'failed');
    for (const one of bad) report.failures.push(`${name}: ${one.fullName}`);
    if (status === 'failed' && bad.length === 0) {
      report.count(`${name}: ${path}`, false, message.split('\n')[0]);
    }
  }
  for (const { assertionResults } of found.testResults) {
    for (const one of assertionResults) {
      if (one.status !== 'passed' && one.status !== 'failed') {
        report.leave(`${name}: ${one.fullName}`, one.status, false);
      }
    }
  }
  if (code !== 0 && found.numFailedTests === 0 && report.failed === 0) {
    report.count(name, false, `vitest ended with ${code}, with no failed test`);
  }
}
