// @ts-check
/**
 * How long a lesson takes, estimated from its contents, so that its label can be checked.
 *
 * Reading speed: 200 words a minute, the slow end of what is measured for adults who read to
 * understand (Brysbaert 2019 finds 238 for non-fiction). The rest are round numbers of ours: code is
 * read line by line, a picture is looked at, a control is moved, an exercise is written and tried.
 */

/** @typedef {import('./load.mjs').FullLesson} FullLesson */

const wordsPerMinute = 200;

/** Seconds for one of each. */
const seconds = {
  formula: 8,
  codeLine: 2.5,
  view: 10,
  control: 30,
  lab: 120,
  quiz: 30,
  exercise: 180,
};

/**
 * @param {FullLesson} lesson
 * @returns {number} whole minutes
 */
export function minutesOf(lesson) {
  let total = 0;
  for (const cell of lesson.cells) {
    if (cell.type === 'markdown') {
      const formulas = cell.source.match(/\$\$[\s\S]+?\$\$|\$[^$\n]+\$/g)?.length ?? 0;
      const words = cell.source
        .replace(/\$\$[\s\S]+?\$\$/g, '')
        .split(/\s+/)
        .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
      total += (words / wordsPerMinute) * 60 + formulas * seconds.formula;
    } else if (cell.quiz === undefined && cell.exercise === undefined) {
      const lines = cell.source.split('\n').filter((line) => line.trim() !== '').length;
      total += lines * seconds.codeLine;
      total += count(cell.source, /\bshow\(/g) * seconds.view;
      total += count(cell.source, /\b\w*[sS]lider\w*\(/g) * seconds.control;
      total += count(cell.source, /\b\w+Lab\(/g) * seconds.lab;
    }
  }
  total += lesson.quizzes.length * seconds.quiz + lesson.exercises.length * seconds.exercise;
  return Math.ceil(total / 60);
}

/**
 * What is wrong with the label, or null.
 *
 * @param {FullLesson} lesson
 */
export function minutesProblem(lesson) {
  if (lesson.name === 'start') return null;
  const estimate = minutesOf(lesson);
  if (estimate > lesson.minutes) {
    return `minutes: got ${lesson.minutes}; its contents take about ${estimate}: make the lesson shorter or the label honest`;
  }
  if (lesson.minutes > 2 * estimate + 5) {
    return `minutes: got ${lesson.minutes}; its contents take about ${estimate}: the label frightens readers away`;
  }
  return null;
}

/** @param {string} text @param {RegExp} form */
function count(text, form) {
  return text.match(form)?.length ?? 0;
}
