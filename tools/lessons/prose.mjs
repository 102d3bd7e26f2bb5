// @ts-check
/**
 * The form of a lesson: code that fits the page, cells that fit a screen, words that do not make a
 * reader feel small, and terms that the glossary knows.
 */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { proseOnly } from './links.mjs';

/** @typedef {import('./load.mjs').FullLesson} FullLesson */
/** @typedef {import('./problem.mjs').Problem} Problem */

const width = 80;
const screen = 24;

/** @type {[RegExp, string][]} */
const unkind = [
  [/\bsimply\b/i, "'simply': for whom? leave the word out"],
  [/\bobvious(ly)?\b/i, "'obvious': what is, need not be said; what is not, needs a reason"],
  [/\btrivial(ly)?\b/i, "'trivial': for whom? say why instead"],
  [/\bof course\b/i, "'of course': the reader came to learn it; leave it out"],
];

/**
 * @param {string} root
 * @param {readonly FullLesson[]} lessons
 * @returns {Problem[]}
 */
export function proseProblems(root, lessons) {
  const terms = glossaryTerms(root);
  return lessons.flatMap((lesson) =>
    lesson.cells.flatMap((cell) => {
      const found = cell.type === 'code' ? codeFindings(cell.source) : wordFindings(cell.source);
      if (cell.type === 'markdown' && lesson.name !== 'start') {
        found.push(...termFindings(cell.source, terms));
      }
      return found.map(({ line, message }) => ({
        file: lesson.file,
        line: cell.line + line,
        message,
      }));
    }),
  );
}

/** @param {string} source */
function codeFindings(source) {
  const lines = source.split('\n');
  const found = lines.flatMap((text, line) => {
    const long = text.length > width && !text.startsWith('import { guess }');
    return long
      ? [{ line, message: `a line of code of ${text.length} letters; the page has ${width}` }]
      : [];
  });
  if (lines.length > screen) {
    const message = `a cell of ${lines.length} lines; a screen has about ${screen}: make two of it`;
    found.push({ line: 0, message });
  }
  return found;
}

/** @param {string} source */
function wordFindings(source) {
  return proseOnly(source)
    .split('\n')
    .flatMap((text, line) =>
      unkind.filter(([form]) => form.test(text)).map(([, message]) => ({ line, message })),
    );
}

/**
 * Words set in bold are terms; the glossary has them. A bold sentence or lead-in (ends with a mark,
 * or is longer than four words) is emphasis, and so is what stands in a quiz's answers.
 *
 * @param {string} source
 * @param {Set<string> | null} terms
 */
function termFindings(source, terms) {
  if (terms === null) return [];
  const prose = proseOnly(source);
  return [...prose.matchAll(/\*\*([^*]+)\*\*/g)].flatMap((match) => {
    const word = match[1].replace(/\s+/g, ' ').trim();
    const emphasis = /[.?!:,)]$/.test(word) || word.split(' ').length > 4;
    if (emphasis || known(word, terms)) return [];
    const line = prose.slice(0, match.index).split('\n').length - 1;
    return [{ line, message: `'${word}' is in bold, and the glossary does not know it` }];
  });
}

/** @param {string} word @param {Set<string>} terms */
function known(word, terms) {
  const small = word.toLowerCase();
  return [
    small,
    small.replace(/s$/, ''),
    small.replace(/es$/, ''),
    small.replace(/ies$/, 'y'),
  ].some((form) => terms.has(form));
}

/** The first column of the glossary's table, without what stands in brackets. @param {string} root */
function glossaryTerms(root) {
  const file = path.join(root, 'lessons/glossary.md');
  if (!existsSync(file)) return null;
  const rows = readFileSync(file, 'utf8').matchAll(/^\|\s*([^|]+?)\s*\|/gm);
  return new Set([...rows].map((row) => row[1].replace(/\s*\(.*\)$/, '').toLowerCase()));
}
