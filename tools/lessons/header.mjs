// @ts-check
/** The YAML header between two `---` lines at the top of a lesson or an exercise. */

import { LineCounter, parseDocument } from 'yaml';
import { listed } from './problem.mjs';

/**
 * @typedef {object} Header
 * @property {Record<string, unknown>} values
 * @property {(key: string) => number} lineOf line of a key in the file, 1 when it is not there
 * @property {boolean} broken it could not be read, and that is reported
 * @property {number} bodyLine index (from 0) of the first line after the header
 */

/**
 * @param {string[]} lines
 * @param {readonly string[]} known
 * @param {(line: number, message: string) => void} refuse
 * @returns {Header}
 */
export function parseHeader(lines, known, refuse) {
  const none = { values: {}, lineOf: () => 1, bodyLine: 0, broken: true };
  if (lines[0] !== '---') {
    refuse(1, `no header: expected '---' and then ${listed([...known])}`);
    return none;
  }
  const end = lines.indexOf('---', 1);
  if (end < 0) {
    refuse(1, "the header does not end: expected a second line '---'");
    return none;
  }
  const counter = new LineCounter();
  const document = parseDocument(lines.slice(1, end).join('\n'), { lineCounter: counter });
  for (const error of document.errors) {
    const at = counter.linePos(error.pos[0]).line + 1;
    refuse(at, `header: ${error.message.split('\n')[0].replace(/ at line.*$/, '')}`);
  }
  /** @type {Map<string, number>} */
  const places = new Map();
  const contents = /** @type {any} */ (document.contents);
  for (const pair of contents?.items ?? []) {
    const key = String(pair.key?.value ?? pair.key);
    places.set(key, counter.linePos(pair.key?.range?.[0] ?? 0).line + 1);
  }
  const lineOf = (/** @type {string} */ key) => places.get(key) ?? 1;
  for (const key of places.keys()) {
    if (!known.includes(key)) {
      refuse(
        lineOf(key),
        `unknown key in the header: got '${key}'; there are: ${listed([...known])}`,
      );
    }
  }
  const broken = document.errors.length > 0;
  return { values: broken ? {} : (document.toJS() ?? {}), lineOf, bodyLine: end + 1, broken };
}
