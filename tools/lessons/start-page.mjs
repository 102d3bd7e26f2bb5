// @ts-check
/** The start page: `lessons/start/lesson.md`, with the map of the lessons that exist put in. */

/** @typedef {import('./load.mjs').FullLesson} FullLesson */

/**
 * @param {FullLesson} start
 * @param {readonly FullLesson[]} lessons
 * @returns {FullLesson}
 */
export function startPage(start, lessons) {
  const rows = lessons.map((lesson) => {
    const { name, title, minutes, exercises } = lesson;
    const before = lesson.prerequisites.length > 0 ? lesson.prerequisites.join(', ') : '';
    const cells = [name.slice(0, 2), `[${title}](../${name}/lesson.md)`, `${minutes} min`];
    return `| ${[...cells, String(exercises.length), before].join(' | ')} |`;
  });
  const minutes = lessons.reduce((sum, lesson) => sum + lesson.minutes, 0);
  const map = [
    '| | lesson | time | exercises | before it |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    `Together about ${minutes < 90 ? `${minutes} minutes` : `${(minutes / 60).toFixed(1)} hours`}.`,
  ].join('\n');
  const cells = start.cells.map((cell) =>
    cell.source === '<!-- lessons -->' ? { ...cell, source: map } : cell,
  );
  return { ...start, cells };
}
