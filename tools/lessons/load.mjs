// @ts-check
/**
 * All lessons of a folder, read and joined with their exercises; ids are unique over the course.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseExercise } from './exercise.mjs';
import { parseLesson } from './parse.mjs';
import { LessonError } from './problem.mjs';

/** @typedef {import('./problem.mjs').Problem} Problem */
/** @typedef {import('./exercise.mjs').Exercise & import('./parse.mjs').Marked & { checkFile: string }} FullExercise */
/** @typedef {Omit<import('./parse.mjs').Lesson, 'exercises'> & { exercises: FullExercise[], folder: string }} FullLesson */

const lessonForm = /^(\d\d|break-it)-[a-z0-9]+(-[a-z0-9]+)*$/;

/** A short notebook with one planted fault, beside the numbered lessons. @param {string} name */
export const isBreakIt = (name) => name.startsWith('break-it-');

/**
 * @param {string} root the project's folder
 * @param {{ only?: readonly string[], lessons?: string }} [options] `only`: names of lessons
 * @returns {{ lessons: FullLesson[], start: FullLesson | null, problems: Problem[] }}
 */
export function loadLessons(root, { only, lessons: folder = 'lessons' } = {}) {
  /** @type {Problem[]} */
  const problems = [];
  /** @type {FullLesson[]} */
  const lessons = [];
  /** @type {FullLesson | null} */
  let start = null;
  const base = path.join(root, folder);
  const names = existsSync(base) ? readdirSync(base).sort() : [];
  for (const name of names) {
    const file = `${folder}/${name}/lesson.md`;
    if (!existsSync(path.join(root, file))) continue;
    if (only && !only.includes(name)) continue;
    if (name !== 'start' && !lessonForm.test(name)) {
      const say = `name of a lesson's folder: got '${name}'; expected two digits and words, as 01-one-neuron, or break-it-words`;
      problems.push({ file, line: 1, message: say });
      continue;
    }
    const lesson = loadLesson(root, folder, name, problems);
    if (lesson === null) continue;
    if (name === 'start') start = lesson;
    else lessons.push(lesson);
  }
  refuseTwins(lessons, problems);
  return { lessons, start, problems };
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {string} name
 * @param {Problem[]} problems
 * @returns {FullLesson | null}
 */
function loadLesson(root, folder, name, problems) {
  const file = `${folder}/${name}/lesson.md`;
  /** @type {import('./parse.mjs').Lesson} */
  let lesson;
  try {
    lesson = parseLesson(readFileSync(path.join(root, file), 'utf8'), { name, file });
  } catch (error) {
    if (!(error instanceof LessonError)) throw error;
    problems.push(...error.problems);
    return null;
  }
  const before = problems.length;
  /** @type {FullExercise[]} */
  const exercises = [];
  for (const marked of lesson.exercises) {
    const own = `${folder}/${name}/exercises/${marked.id}.md`;
    const checkFile = `${folder}/${name}/exercises/${marked.id}.check.ts`;
    for (const needed of [own, checkFile]) {
      if (!existsSync(path.join(root, needed))) {
        const message = `exercise '${marked.id}' is not complete: expected the file ${needed}`;
        problems.push({ file, line: marked.line, message });
      }
    }
    if (!existsSync(path.join(root, own))) continue;
    try {
      const parsed = parseExercise(readFileSync(path.join(root, own), 'utf8'), { file: own });
      exercises.push({ ...parsed, ...marked, checkFile });
    } catch (error) {
      if (!(error instanceof LessonError)) throw error;
      problems.push(...error.problems);
    }
  }
  refuseStrays(root, folder, lesson, problems);
  addGuess(lesson.cells);
  return problems.length > before
    ? null
    : { ...lesson, exercises, folder: path.join(root, folder, name) };
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {import('./parse.mjs').Lesson} lesson
 * @param {Problem[]} problems
 */
function refuseStrays(root, folder, lesson, problems) {
  const place = path.join(root, folder, lesson.name, 'exercises');
  if (!existsSync(place)) return;
  for (const entry of readdirSync(place).sort()) {
    const id = entry.replace(/(\.check\.ts|\.md)$/, '');
    if (id !== entry && !lesson.exercises.some((one) => one.id === id)) {
      problems.push({
        file: `${folder}/${lesson.name}/exercises/${entry}`,
        line: 1,
        message: `no exercise of the lesson uses this file: expected '<!-- exercise: ${id} -->' in lesson.md`,
      });
    }
  }
}

/**
 * @param {FullLesson[]} lessons
 * @param {Problem[]} problems
 */
function refuseTwins(lessons, problems) {
  /** @type {Map<string, string>} */
  const seen = new Map();
  /** @type {Map<string, string>} */
  const numbers = new Map();
  for (const lesson of lessons) {
    const number = lesson.name.slice(0, 2);
    const other = numbers.get(number);
    if (other && !isBreakIt(lesson.name)) {
      const message = `number ${number} stands twice: ${other} has it too`;
      problems.push({ file: lesson.file, line: 1, message });
    }
    numbers.set(number, lesson.name);
    for (const { id, line } of [...lesson.exercises, ...lesson.quizzes]) {
      const place = `${lesson.file}:${line}`;
      const before = seen.get(id);
      if (before) {
        const message = `id '${id}' stands twice in the course: first in ${before}; give one another`;
        problems.push({ file: lesson.file, line, message });
      }
      seen.set(id, place);
    }
  }
}

/** The names a cell imports from the library. @param {string} source */
export function importedNames(source) {
  return [
    ...source.matchAll(/import\s+(?:type\s+)?\{([^}]*)\}\s*from\s*['"]neuron-to-diffusion['"]/g),
  ]
    .flatMap((match) => match[1].split(','))
    .map((name) =>
      name
        .replace(/^\s*type\s/, '')
        .replace(/\sas\s.*/s, '')
        .trim(),
    )
    .filter((name) => name !== '');
}

/**
 * The first quiz imports `guess` unless an earlier cell did.
 * @param {import('./parse.mjs').Cell[]} cells
 */
function addGuess(cells) {
  for (const cell of cells) {
    if (cell.type !== 'code') continue;
    if (importedNames(cell.source).includes('guess')) return;
    if (cell.quiz === undefined) continue;
    cell.source = `import { guess } from 'neuron-to-diffusion';\n${cell.source}`;
    return;
  }
}
