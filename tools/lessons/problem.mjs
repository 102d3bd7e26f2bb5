// @ts-check
/**
 * What is wrong with a lesson, and where: every tool of this folder speaks in these.
 *
 * A problem prints as `lessons/01-one-neuron/lesson.md:42: what is wrong; what to do`, the form that
 * editors and terminals turn into a link.
 */

/** @typedef {{ file: string, line: number, message: string }} Problem */

/** Every problem found in one go, so that an author mends them in one go. */
export class LessonError extends Error {
  /** @param {Problem[]} problems */
  constructor(problems) {
    super(problems.map(printed).join('\n'));
    this.name = 'LessonError';
    this.problems = problems;
  }
}

/** @param {Problem} problem */
export function printed({ file, line, message }) {
  return `${file}:${line}: ${message}`;
}

/** @param {string[]} names */
export function listed(names) {
  return names.length > 0 ? names.join(', ') : 'none';
}
