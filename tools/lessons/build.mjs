// @ts-check
/**
 * Builds `notebooks/*.ipynb` and `dist/lessons/catalogue.json` from `lessons/`, one way.
 *
 *   node tools/lessons/build.mjs            write what changed
 *   node tools/lessons/build.mjs --check    write nothing; fail if a committed notebook differs
 */

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { catalogueText } from './catalogue.mjs';
import { glossaryPage } from './glossary-page.mjs';
import { loadLessons } from './load.mjs';
import { notebookText } from './notebook.mjs';
import { LessonError } from './problem.mjs';
import { startPage } from './start-page.mjs';
import { writeIfChanged } from './write.mjs';

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * Every generated file with its text, nothing written.
 *
 * @param {string} [root]
 * @returns {{ notebooks: Map<string, string>, catalogue: string, lessons: import('./load.mjs').FullLesson[] }}
 * @throws {LessonError} with every problem of every lesson
 */
export function generate(root = projectRoot) {
  const { lessons, start, problems } = loadLessons(root);
  if (problems.length > 0) throw new LessonError(problems);
  const headings = new Map(lessons.map((lesson) => [lesson.name, lesson.headings]));
  if (start) headings.set('start', start.headings);
  const glossary = glossaryPage(root);
  if (glossary) headings.set('glossary', []);
  /** @type {Map<string, string>} */
  const notebooks = new Map();
  if (start) notebooks.set('start.ipynb', notebookText(startPage(start, lessons), headings));
  if (glossary) notebooks.set('glossary.ipynb', notebookText(glossary, headings));
  for (const lesson of lessons) {
    notebooks.set(`${lesson.name}.ipynb`, notebookText(lesson, headings));
  }
  return { notebooks, catalogue: catalogueText(lessons, root), lessons };
}

/**
 * @param {{ root?: string }} [options]
 * @returns {{ changed: string[], lessons: number }} `changed`: files written or removed
 * @throws {LessonError}
 */
export function buildLessons({ root = projectRoot } = {}) {
  const { notebooks, catalogue, lessons } = generate(root);
  const changed = [];
  for (const [name, text] of notebooks) {
    if (writeIfChanged(path.join(root, 'notebooks', name), text)) changed.push(`notebooks/${name}`);
  }
  for (const name of staleNotebooks(root, notebooks)) {
    rmSync(path.join(root, 'notebooks', name));
    changed.push(`notebooks/${name} (removed)`);
  }
  const file = 'dist/lessons/catalogue.json';
  if (writeIfChanged(path.join(root, file), catalogue)) changed.push(file);
  return { changed, lessons: lessons.length };
}

/**
 * @param {{ root?: string }} [options]
 * @returns {string[]} one line for each notebook that is not what the lessons make
 * @throws {LessonError}
 */
export function checkNotebooks({ root = projectRoot } = {}) {
  const { notebooks } = generate(root);
  const lines = [];
  for (const [name, text] of notebooks) {
    const file = path.join(root, 'notebooks', name);
    if (!existsSync(file)) lines.push(`notebooks/${name} is missing`);
    else if (readFileSync(file, 'utf8') !== text)
      lines.push(`notebooks/${name} differs from its lesson`);
  }
  for (const name of staleNotebooks(root, notebooks)) lines.push(`notebooks/${name} has no lesson`);
  return lines;
}

/**
 * @param {string} root
 * @param {Map<string, string>} notebooks
 */
function staleNotebooks(root, notebooks) {
  const folder = path.join(root, 'notebooks');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.endsWith('.ipynb') && !notebooks.has(name));
}

/** @param {string[]} args */
function main(args) {
  const unknown = args.find((arg) => arg !== '--check');
  if (unknown) {
    console.error(`unknown option: got '${unknown}'; there is: --check`);
    return 2;
  }
  try {
    if (args.includes('--check')) {
      const lines = checkNotebooks();
      for (const line of lines) console.error(line);
      if (lines.length > 0) console.error('to mend it: npm run lessons, then commit notebooks/');
      return lines.length > 0 ? 1 : 0;
    }
    const { changed, lessons } = buildLessons();
    for (const file of changed) console.log(`wrote ${file}`);
    console.log(`${lessons} lessons, ${changed.length} files changed`);
    return 0;
  } catch (error) {
    if (!(error instanceof LessonError)) throw error;
    console.error(error.message);
    return 1;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = main(process.argv.slice(2));
}
