// @ts-check
/**
 * Checks every lesson without running it: forbidden constructs, strict types, the kernel's own
 * types, links, form and time label. Says all that is wrong at once, with file and line.
 *
 *   node tools/lessons/check.mjs [NAME ...]     needs dist/ and notebooks/ (npm run build)
 */

import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { linkProblems } from './anchors.mjs';
import { projectRoot } from './build.mjs';
import { forbiddenIn } from './forbidden.mjs';
import { kernelProblems } from './kernel-types.mjs';
import { loadLessons } from './load.mjs';
import { minutesOf, minutesProblem } from './minutes.mjs';
import { printed } from './problem.mjs';
import { proseProblems } from './prose.mjs';
import { strictProblems } from './strict.mjs';

/** @typedef {import('./load.mjs').FullLesson} FullLesson */
/** @typedef {import('./problem.mjs').Problem} Problem */

/**
 * @param {{ root?: string, only?: readonly string[] }} [options] `only`: names of lessons
 * @returns {{ problems: Problem[], lessons: FullLesson[] }} problems in reading order
 */
export function checkLessons({ root = projectRoot, only } = {}) {
  const { lessons, start, problems } = loadLessons(root, only && only.length > 0 ? { only } : {});
  const pages = start ? [start, ...lessons] : lessons;
  for (const needed of ['dist/index.d.ts', 'notebooks']) {
    if (existsSync(path.join(root, needed))) continue;
    const message = `${needed} is not there; 'npm run build' makes it`;
    return { problems: [...problems, { file: 'package.json', line: 1, message }], lessons };
  }
  for (const lesson of pages) {
    problems.push(...forbiddenProblems(lesson));
    const message = minutesProblem(lesson);
    if (message) problems.push({ file: lesson.file, line: 1, message });
  }
  problems.push(...proseProblems(root, pages), ...linkProblems(root, pages));
  problems.push(...strictProblems(root, pages), ...kernelProblems(root, pages));
  return { problems: inOrder(problems), lessons };
}

/** @param {FullLesson} lesson @returns {Problem[]} */
export function forbiddenProblems(lesson) {
  return lesson.cells
    .filter((cell) => cell.type === 'code')
    .flatMap((cell) =>
      forbiddenIn(cell.source).map(({ line, message }) => ({
        file: lesson.file,
        line: cell.line + line,
        message,
      })),
    );
}

/** Sorted by place; what two checks say of one place in the same words, once. @param {Problem[]} problems */
function inOrder(problems) {
  const unique = new Map(problems.map((problem) => [printed(problem), problem]));
  return [...unique.values()].sort((a, b) =>
    a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
  );
}

/** @param {string[]} args */
function main(args) {
  const wrong = args.find((arg) => arg.startsWith('-') || !isLesson(arg));
  if (wrong) {
    console.error(
      `unknown lesson: got '${wrong}'; expected names as 01-one-neuron, or none for all`,
    );
    return 2;
  }
  const begin = performance.now();
  const { problems, lessons } = checkLessons({ only: args });
  for (const problem of problems) console.error(printed(problem));
  for (const lesson of lessons) {
    const code = lesson.cells.filter((cell) => cell.type === 'code').length;
    const parts = `${code} code cells, ${lesson.exercises.length} exercises`;
    console.log(
      `${lesson.name}: ${parts}, about ${minutesOf(lesson)} of ${lesson.minutes} minutes`,
    );
  }
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(`${lessons.length} lessons checked in ${seconds} s, ${problems.length} problems`);
  return problems.length > 0 ? 1 : 0;
}

/** @param {string} name */
function isLesson(name) {
  const folder = path.join(projectRoot, 'lessons', name);
  return existsSync(folder) && statSync(folder).isDirectory();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = main(process.argv.slice(2));
}
