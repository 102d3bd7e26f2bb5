// @ts-check
/** One lesson run top to bottom without Jupyter, as it stands or with the solutions put in. */

import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {import('./load.mjs').FullLesson} FullLesson */
/** @typedef {{ kind: string, controls: number, alt: string }} Seen a view that was shown */
/** @typedef {{ types: string[], size: number }} Sent what went to the notebook */
/** @typedef {{ error: string | null, seconds: number, text: string, outputs: Sent[], views: Seen[] }} CellRun */
/**
 * @typedef {object} LessonRun
 * @property {CellRun[]} cells as many as ran; a cell that fails is the last
 * @property {number} seconds all cells together
 * @property {number} memory the process at its largest, in bytes
 * @property {string | null} died what ended the process before its time
 * @property {string[]} solved exercises whose check passed
 * @property {string[]} right quizzes whose answer was right
 */

const child = fileURLToPath(new URL('./run-child.cjs', import.meta.url));
const preload = fileURLToPath(new URL('../kernel/preload.cjs', import.meta.url));
const limit = 15 * 60_000;

/**
 * @param {string} root
 * @param {FullLesson} lesson
 * @param {{ solved?: boolean }} [options]
 * @returns {Promise<LessonRun>}
 */
export async function runLesson(root, lesson, { solved = false } = {}) {
  const workspace = mkdtempSync(path.join(tmpdir(), 'n2d-run-'));
  try {
    const run = await inChild(root, workspace, sourcesOf(lesson, solved));
    return { ...run, ...progressIn(workspace) };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

/**
 * The texts of the code cells; with the solutions, stubs and quizzes are answered.
 *
 * @param {FullLesson} lesson
 * @param {boolean} solved
 */
export function sourcesOf(lesson, solved) {
  return lesson.cells.flatMap((cell) => {
    if (cell.type !== 'code') return [];
    if (!solved) return [cell.source];
    const exercise = lesson.exercises.find((one) => one.id === cell.exercise);
    if (exercise) return [`${exercise.solution}\n\n${exercise.checkLine}`];
    const quiz = lesson.quizzes.find((one) => one.id === cell.quiz);
    if (!quiz) return [cell.source];
    const letter = String.fromCharCode(97 + quiz.options.findIndex((option) => option.right));
    return [cell.source.replace(`guess('${quiz.id}', '')`, `guess('${quiz.id}', '${letter}')`)];
  });
}

/**
 * @param {string} root
 * @param {string} workspace
 * @param {string[]} sources
 * @returns {Promise<Pick<LessonRun, 'cells' | 'seconds' | 'memory' | 'died'>>}
 */
function inChild(root, workspace, sources) {
  const process_ = fork(child, {
    cwd: path.join(root, 'notebooks'),
    execArgv: ['--require', preload],
    env: {
      ...process.env,
      N2D_WORKSPACE: workspace,
      N2D_CATALOGUE: path.join(root, 'dist', 'lessons', 'catalogue.json'),
      TF_CPP_MIN_LOG_LEVEL: '2',
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let words = '';
  process_.stderr?.on('data', (data) => {
    words += data;
  });
  /** @type {CellRun[]} */
  const cells = [];
  let memory = 0;
  let ended = false;
  return new Promise((resolve) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      process_.kill('SIGKILL');
    }, limit);
    process_.on('message', (/** @type {any} */ message) => {
      if (message.end) [ended, memory] = [true, message.memory];
      else cells.push(message);
    });
    process_.on('close', (code, signal) => {
      clearTimeout(timer);
      const seconds = cells.reduce((sum, cell) => sum + cell.seconds, 0);
      const how = late
        ? 'it did not end in 15 minutes'
        : signal
          ? `the signal ${signal}`
          : `exit code ${code}`;
      const said = words.trim().split('\n').slice(-5).join('\n');
      resolve({ cells, seconds, memory, died: ended ? null : `${how} ${said}`.trim() });
    });
    process_.send(sources);
  });
}

/** @param {string} workspace */
function progressIn(workspace) {
  const file = path.join(workspace, '.n2d', 'progress.json');
  /** @type {{ exercises: Record<string, { solved: string | null }>, quizzes: Record<string, { right: boolean }> }} */
  const { exercises, quizzes } = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { exercises: {}, quizzes: {} };
  return {
    solved: Object.keys(exercises).filter((id) => exercises[id].solved !== null),
    right: Object.keys(quizzes).filter((id) => quizzes[id].right),
  };
}
