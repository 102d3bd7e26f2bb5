// @ts-check
/**
 * `exercises/ID.md`: hints from gentle to telling, the solution, the wrong answers it must refuse.
 */

import { parseHeader } from './header.mjs';
import { readBlocks } from './markdown.mjs';
import { LessonError } from './problem.mjs';

/** @typedef {import('./problem.mjs').Problem} Problem */
/** @typedef {{ title: string, code: string, line: number, says?: string }} Wrong */
/**
 * @typedef {object} Exercise
 * @property {string} file
 * @property {string} title
 * @property {string} function
 * @property {string[]} hints
 * @property {string} solution
 * @property {number} solutionLine
 * @property {Wrong[]} wrong
 */
/** @typedef {{ heading: string, line: number, words: string[], code: { text: string, line: number }[] }} Part */

const shape = "there are: '## Hint', '## Solution', '## Wrong: what is wrong in it'";

/**
 * @param {string} text
 * @param {{ file: string }} where
 * @returns {Exercise}
 * @throws {LessonError} with every problem found
 */
export function parseExercise(text, { file }) {
  /** @type {Problem[]} */
  const problems = [];
  const refuse = (/** @type {number} */ line, /** @type {string} */ message) => {
    problems.push({ file, line, message });
  };
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n');
  const { values, lineOf, bodyLine, broken } = parseHeader(lines, ['title', 'function'], refuse);
  for (const key of ['title', 'function']) {
    if (!broken && (typeof values[key] !== 'string' || values[key] === '')) {
      refuse(lineOf(key), `header: got no ${key}; an exercise has a title and names its function`);
    }
  }
  const parts = partsOf(lines, bodyLine, refuse);
  /** @type {string[]} */
  const hints = [];
  /** @type {Wrong[]} */
  const wrong = [];
  /** @type {{ text: string, line: number } | undefined} */
  let solution;
  for (const part of parts) {
    const { heading, line } = part;
    const title = /^Wrong:\s*(.+)$/.exec(heading)?.[1];
    if (heading === 'Hint') {
      const hint = part.words.join('\n').trim();
      if (hint === '') refuse(line, 'a hint without words');
      hints.push(hint);
    } else if (heading === 'Solution') {
      if (solution) refuse(line, 'a second solution; an exercise has one');
      solution = onlyCode(part, refuse);
    } else if (title) {
      const code = onlyCode(part, refuse);
      const says = part.words.map((word) => /^says:\s*(.+)$/.exec(word)?.[1]).find(Boolean);
      wrong.push({
        title,
        code: code.text,
        line: code.line,
        ...(says ? { says: says.trim() } : {}),
      });
    } else {
      refuse(line, `unknown part of an exercise: got '## ${heading}'; ${shape}`);
    }
  }
  if (hints.length < 3) refuse(1, `got ${hints.length} hints; expected 3, from gentle to telling`);
  if (!solution) refuse(1, "no solution: expected '## Solution' with a typescript fence");
  if (wrong.length < 3) {
    refuse(
      1,
      `got ${wrong.length} wrong answers; expected 3 or more '## Wrong: what is wrong in it'`,
    );
  }
  problems.sort((a, b) => a.line - b.line);
  if (problems.length > 0 || !solution) throw new LessonError(problems);
  return {
    file,
    title: String(values.title),
    function: String(values.function),
    hints,
    solution: solution.text,
    solutionLine: solution.line,
    wrong,
  };
}

/**
 * @param {string[]} lines
 * @param {number} from
 * @param {(line: number, message: string) => void} refuse
 */
function partsOf(lines, from, refuse) {
  /** @type {Part[]} */
  const parts = [];
  for (const block of readBlocks(lines, from, refuse)) {
    const part = parts[parts.length - 1];
    if (block.kind === 'heading' && block.level === 2) {
      parts.push({ heading: block.text, line: block.line, words: [], code: [] });
    } else if (block.kind === 'comment') {
      // a note of the author
    } else if (!part) {
      const words = block.kind === 'text' ? block.text.trim() : block.kind;
      if (words !== '') refuse(block.line, `text before the first part of an exercise; ${shape}`);
    } else if (
      block.kind === 'fence' &&
      block.language === 'typescript' &&
      part.heading !== 'Hint'
    ) {
      part.code.push({ text: block.code.trimEnd(), line: block.line + 1 });
    } else if (block.kind === 'fence') {
      part.words.push(...block.raw);
    } else {
      part.words.push(
        block.kind === 'heading' ? `${'#'.repeat(block.level)} ${block.text}` : block.text,
      );
    }
  }
  return parts;
}

/**
 * @param {Part} part
 * @param {(line: number, message: string) => void} refuse
 */
function onlyCode(part, refuse) {
  if (part.code.length !== 1) {
    refuse(
      part.line,
      `'## ${part.heading}': got ${part.code.length} typescript fences; expected one`,
    );
  }
  return part.code[0] ?? { text: '', line: part.line };
}
