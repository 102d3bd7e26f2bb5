// @ts-check
/** The glossary as a page of the learner's workspace: `lessons/glossary.md`, one cell, no code. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** @typedef {import('./load.mjs').FullLesson} FullLesson */

/**
 * @param {string} root the project's folder
 * @returns {FullLesson | null} null when the course has no glossary
 */
export function glossaryPage(root) {
  const file = 'lessons/glossary.md';
  if (!existsSync(path.join(root, file))) return null;
  // Its links start in lessons/, those of a lesson one folder deeper.
  const source = readFileSync(path.join(root, file), 'utf8')
    .trim()
    .replace(/\]\((?!\w+:)/g, '](../');
  return {
    name: 'glossary',
    file,
    folder: path.join(root, 'lessons'),
    title: 'Glossary',
    minutes: 0,
    prerequisites: [],
    needs: 'numbers',
    seconds: 60,
    cells: [{ id: 'glossary-1', type: 'markdown', source, line: 1 }],
    headings: [],
    exercises: [],
    quizzes: [],
  };
}
