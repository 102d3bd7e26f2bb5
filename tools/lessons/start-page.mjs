// @ts-check
/** The start page: `lessons/start/lesson.md`, with the map of the lessons that exist put in. */

import { isBreakIt } from './load.mjs';

/** @typedef {import('./load.mjs').FullLesson} FullLesson */

/**
 * @param {FullLesson} start
 * @param {readonly FullLesson[]} lessons
 * @returns {FullLesson}
 */
export function startPage(start, lessons) {
  const numbered = lessons.filter(({ name }) => !isBreakIt(name));
  const minutes = numbered.reduce((sum, lesson) => sum + lesson.minutes, 0);
  const map = [
    '| | lesson | time | exercises | before it |',
    '|---|---|---|---|---|',
    ...numbered.map((lesson) => {
      const { name, exercises, prerequisites } = lesson;
      const cells = [name.slice(0, 2), linkTo(lesson), timeOf(lesson)];
      return `| ${[...cells, String(exercises.length), prerequisites.join(', ')].join(' | ')} |`;
    }),
    '',
    `Together about ${minutes < 90 ? `${minutes} minutes` : `${(minutes / 60).toFixed(1)} hours`}.`,
  ].join('\n');
  const broken = [
    '| what is broken | time | before it |',
    '|---|---|---|',
    ...lessons
      .filter(({ name }) => isBreakIt(name))
      .map((one) => `| ${linkTo(one)} | ${timeOf(one)} | ${one.prerequisites.join(', ')} |`),
  ].join('\n');
  const cells = start.cells.map((cell) => {
    if (cell.source === '<!-- lessons -->') return { ...cell, source: map };
    return cell.source === '<!-- break-it -->' ? { ...cell, source: broken } : cell;
  });
  return { ...start, cells };
}

/** @param {FullLesson} lesson */
const linkTo = ({ name, title }) => `[${title}](../${name}/lesson.md)`;

/** @param {FullLesson} lesson */
const timeOf = ({ minutes }) => `${minutes} min`;
