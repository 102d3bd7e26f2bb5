// @ts-check
/**
 * What set-up remembers between runs: which download failed and when (so that a class without
 * network does not wait for it at every start) and how long each step took. Whether a step is
 * done is never remembered here: each step looks at what it made.
 */
import { renameSync } from 'node:fs';
import { readJson, readText, writeWhole } from './files.mjs';

/**
 * @typedef {{ failures: Record<string, { why: string, at: number }>, seconds: Record<string, number>,
 *   disk?: string }} State
 */

/**
 * The remembered state; a damaged file is put aside and forgotten.
 * @param {string} path
 * @param {(line: string) => void} say
 * @returns {State}
 */
export function readState(path, say = () => {}) {
  const found = readJson(path);
  if (isState(found)) return found;
  if (readText(path) !== null) {
    renameSync(path, `${path}.damaged`);
    say(`${path} was damaged: kept as state.json.damaged, starting afresh`);
  }
  return { failures: {}, seconds: {} };
}

/**
 * The remembered state, for those that only look.
 * @param {string} path
 * @returns {State}
 */
export function peekState(path) {
  const found = readJson(path);
  return isState(found) ? found : { failures: {}, seconds: {} };
}

/**
 * @param {string} path
 * @param {State} state
 */
export function writeState(path, state) {
  writeWhole(path, `${JSON.stringify(state, null, 2)}\n`);
}

/**
 * @param {unknown} value
 * @returns {value is State}
 */
function isState(value) {
  if (typeof value !== 'object' || value === null) return false;
  const { failures, seconds } = /** @type {Record<string, unknown>} */ (value);
  return isRecord(failures) && isRecord(seconds);
}

/** @param {unknown} value */
function isRecord(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
