// @ts-check
/** `dist/lessons/catalogue.json`: what course/ and cli/ know about lessons without reading them. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** @typedef {import('./load.mjs').FullLesson} FullLesson */

/**
 * @param {readonly FullLesson[]} lessons
 * @param {string} root the project's folder
 * @returns {string}
 */
export function catalogueText(lessons, root) {
  const list = lessons.map((lesson) => ({
    name: lesson.name,
    title: lesson.title,
    minutes: lesson.minutes,
    prerequisites: lesson.prerequisites,
    needs: lesson.needs,
    seconds: lesson.seconds,
    ...shown(root, lesson.name),
    cells: lesson.cells,
    exercises: lesson.exercises.map((exercise) => ({
      id: exercise.id,
      title: exercise.title,
      function: exercise.function,
      stub: exercise.stub,
      solution: exercise.solution,
      hints: exercise.hints,
      wrong: exercise.wrong.map(({ title, code, says }) => ({
        title,
        code,
        ...(says ? { says } : {}),
      })),
      checkModule: `${lesson.name}/exercises/${exercise.id}.check.js`,
      line: exercise.line,
    })),
    quizzes: lesson.quizzes.map(({ id, question, options }) => ({ id, question, options })),
  }));
  return `${JSON.stringify({ lessons: list }, null, 1)}\n`;
}

/**
 * What a lesson shows, as it was last measured: figures and diagrams together, and controls.
 *
 * @param {string} root
 * @param {string} name
 */
function shown(root, name) {
  const file = path.join(root, 'lessons', name, 'measured.json');
  if (!existsSync(file)) return { figures: 0, controls: 0 };
  const { figures, diagrams, controls } = JSON.parse(readFileSync(file, 'utf8'));
  return { figures: figures + diagrams, controls };
}
