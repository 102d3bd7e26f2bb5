// @ts-check
/**
 * Runs every lesson top to bottom without Jupyter, twice: as it stands, and with the solutions put
 * in. Prints seconds and memory; counts what a reader sees.
 *
 *   node tools/lessons/run.mjs [NAME ...]           say what fails, with file and line
 *   node tools/lessons/run.mjs --check [NAME ...]   and what measured.json has otherwise
 *   node tools/lessons/run.mjs --write [NAME ...]   and write lessons/NAME/measured.json
 *
 * Needs dist/ (npm run build). An exercise that nobody touched must earn nothing, a solution must
 * pass, and the lesson must go on either way.
 */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from './build.mjs';
import { isBreakIt, loadLessons } from './load.mjs';
import { printed } from './problem.mjs';
import { runLesson } from './run-lesson.mjs';
import { writeIfChanged } from './write.mjs';

/** @typedef {import('./load.mjs').FullLesson} FullLesson */
/** @typedef {import('./problem.mjs').Problem} Problem */
/** @typedef {import('./run-lesson.mjs').LessonRun} LessonRun */
/** @typedef {{ cells: number, figures: number, controls: number, diagrams: number, tables: number, labs: number }} Measured */

/**
 * @param {{ root?: string, only?: readonly string[], mode?: 'run' | 'check' | 'write', say?: (line: string) => void }} [options]
 * @returns {Promise<Problem[]>}
 */
export async function runLessons({ root = projectRoot, only = [], mode = 'run', say } = {}) {
  const { lessons, start, problems } = loadLessons(root, only.length > 0 ? { only } : {});
  for (const needed of ['dist/index.js', 'dist/lessons/catalogue.json', 'notebooks']) {
    if (existsSync(path.join(root, needed))) continue;
    const message = `${needed} is not there; 'npm run build' makes it`;
    return [...problems, { file: 'package.json', line: 1, message }];
  }
  for (const lesson of start ? [start, ...lessons] : lessons) {
    for (const solved of lesson.exercises.length > 0 ? [false, true] : [false]) {
      const run = await runLesson(root, lesson, { solved });
      problems.push(...failures(lesson, run, solved));
      say?.(lineOf(lesson, run, solved));
      if (run.died !== null || run.cells.some(({ error }) => error !== null)) break;
      if (!solved && lesson.name !== 'start') {
        problems.push(...measurements(root, lesson, measuredOf(lesson, run), mode));
      }
    }
  }
  return problems;
}

/**
 * @param {FullLesson} lesson
 * @param {LessonRun} run
 * @param {boolean} solved
 * @returns {Problem[]}
 */
function failures(lesson, run, solved) {
  const { file } = lesson;
  const how = solved ? ', with the solutions put in,' : '';
  const code = lesson.cells.filter((cell) => cell.type === 'code');
  /** @type {Problem[]} */
  const problems = [];
  const last = Math.max(0, run.cells.length - 1);
  const error = run.cells[last]?.error ?? null;
  if (error !== null) {
    const line = code[last].line + (solved ? 0 : lineIn(error));
    return [{ file, line, message: `the cell${how} fails: ${error}` }];
  }
  if (run.died !== null) {
    const { line } = code[Math.min(run.cells.length, code.length - 1)];
    return [{ file, line, message: `the kernel${how} dies at this cell: ${run.died}` }];
  }
  for (const [i, { views }] of run.cells.entries()) {
    const mute = views.find((view) => view.kind !== 'table' && view.alt.length <= 20);
    if (!mute) continue;
    const message = `a ${mute.kind} without a text alternative: got '${mute.alt}'`;
    problems.push({ file, line: code[i].line, message });
  }
  for (const { id, line, file: own } of lesson.exercises) {
    if (run.solved.includes(id) && !solved) {
      problems.push({ file, line, message: `exercise '${id}' is earned by the untouched stub` });
    }
    if (!run.solved.includes(id) && solved) {
      const cell = run.cells[code.findIndex((one) => one.exercise === id)];
      const message = `the solution of '${id}' does not pass its check: ${cell?.text.trim()}`;
      problems.push({ file: own, line: 1, message });
    }
  }
  for (const { id, line } of lesson.quizzes) {
    if (solved && !run.right.includes(id)) {
      problems.push({
        file,
        line,
        message: `quiz '${id}': the right answer is not taken for right`,
      });
    }
  }
  return problems;
}

/** Line of a type error within its cell, as the kernel prints it: `3:7 - ...`. @param {string} error */
function lineIn(error) {
  return Number(/^(\d+):\d+ - /.exec(error)?.[1] ?? 1) - 1;
}

/** @param {FullLesson} lesson @param {LessonRun} run @returns {Measured} */
function measuredOf(lesson, { cells }) {
  const views = cells.flatMap((cell) => cell.views);
  const count = (/** @type {string[]} */ ...kinds) =>
    views.filter((view) => kinds.includes(view.kind)).length;
  return {
    cells: lesson.cells.length,
    figures: count('figure', 'picture'),
    controls: views.reduce((sum, view) => sum + view.controls, 0),
    diagrams: count('diagram'),
    tables: count('table'),
    labs: count('lab'),
  };
}

/**
 * @param {string} root
 * @param {FullLesson} lesson
 * @param {Measured} measured
 * @param {string} mode
 * @returns {Problem[]}
 */
function measurements(root, lesson, measured, mode) {
  /** @type {Problem[]} */
  const problems = [];
  const parts = Object.entries(measured).map(([what, count]) => `"${what}": ${count}`);
  const text = `{ ${parts.join(', ')} }\n`; // as the formatter writes it
  const file = `lessons/${lesson.name}/measured.json`;
  const full = path.join(root, file);
  if (mode === 'write') writeIfChanged(full, text);
  if (mode === 'check') {
    const before = existsSync(full) ? readFileSync(full, 'utf8') : 'no such file';
    if (before !== text) {
      const message = `got ${before.trim()}; the lesson shows ${text.trim()}; to mend it: npm run lessons:measure`;
      problems.push({ file, line: 1, message });
    }
  }
  const least = isBreakIt(lesson.name) ? 1 : 2;
  if (measured.controls < least || measured.figures < 1) {
    const controls = least === 1 ? 'one control' : 'two controls';
    const message = `a lesson shows at least one figure and ${controls}; got ${measured.figures} and ${measured.controls}`;
    problems.push({ file: lesson.file, line: 1, message });
  }
  return problems;
}

/** @param {FullLesson} lesson @param {LessonRun} run @param {boolean} solved */
function lineOf(lesson, run, solved) {
  const slowest = Math.max(0, ...run.cells.map((cell) => cell.seconds));
  const outputs = run.cells.reduce((sum, cell) => sum + cell.outputs.length, 0);
  const bytes = run.cells.flatMap((cell) => cell.outputs).reduce((sum, { size }) => sum + size, 0);
  return [
    `${lesson.name}${solved ? ', solved' : ''}: ${run.cells.length} cells`,
    `${run.seconds.toFixed(1)} s (slowest ${slowest.toFixed(1)} s)`,
    `${Math.round(run.memory / 2 ** 20)} MiB`,
    `${outputs} outputs of ${(bytes / 1e6).toFixed(1)} MB`,
  ].join(', ');
}

/** @param {string[]} args @returns {Promise<number>} */
export async function main(args) {
  const flags = args.filter((arg) => arg.startsWith('-'));
  const unknown = flags.find((flag) => flag !== '--check' && flag !== '--write');
  const only = args.filter((arg) => !arg.startsWith('-'));
  const missing = only.find((name) => !existsSync(path.join(projectRoot, 'lessons', name)));
  if (unknown || missing) {
    const what = unknown ? `option: got '${unknown}'` : `lesson: got '${missing}'`;
    console.error(`unknown ${what}; there are --check, --write, and names as 01-one-neuron`);
    return 2;
  }
  const mode = flags.includes('--write') ? 'write' : flags.includes('--check') ? 'check' : 'run';
  const problems = await runLessons({ only, mode, say: console.log });
  for (const problem of problems) console.error(printed(problem));
  return problems.length > 0 ? 1 : 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main(process.argv.slice(2));
}
