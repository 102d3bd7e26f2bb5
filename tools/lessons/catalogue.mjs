// @ts-check
/** `dist/lessons/catalogue.json`: what course/ and cli/ know about lessons without reading them. */

/** @typedef {import('./load.mjs').FullLesson} FullLesson */

/**
 * @param {readonly FullLesson[]} lessons
 * @returns {string}
 */
export function catalogueText(lessons) {
  const list = lessons.map((lesson) => ({
    name: lesson.name,
    title: lesson.title,
    minutes: lesson.minutes,
    prerequisites: lesson.prerequisites,
    needs: lesson.needs,
    seconds: lesson.seconds,
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
