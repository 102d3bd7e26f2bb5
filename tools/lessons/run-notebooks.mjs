// @ts-check
/**
 * Runs the notebooks in a real Jupyter kernel and prints what each took. Copies are run, in a folder
 * of their own with a progress file of their own: the learner's are not touched.
 *
 *   node tools/lessons/run-notebooks.mjs [--keep FOLDER] [NAME ...]
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ChildError, lastLines, run } from '../setup/child.mjs';
import { temporaryFolder } from '../setup/files.mjs';
import { jupyterEnv } from '../setup/kernel-spec.mjs';
import { coursePaths } from '../setup/paths.mjs';
import { pythonEnv } from '../setup/python.mjs';
import { loadLessons } from './load.mjs';

/**
 * @typedef {{ name: string, error: string | null, seconds: number, peakMb: number | null,
 *   figures: number, diagrams: number, pictures: number, labs: number }} NotebookRun
 */

/**
 * @param {{ names?: readonly string[], keep?: string, env?: NodeJS.ProcessEnv, say?: (line: string) => void }} options
 * @returns {Promise<NotebookRun[]>}
 */
export async function runNotebooks({ names = [], keep, env = {}, say = console.log } = {}) {
  const place = coursePaths();
  const all = readdirSync(place.notebooks).flatMap((file) =>
    file.endsWith('.ipynb') ? [file.slice(0, -6)] : [],
  );
  const wanted = names.length > 0 ? names : all;
  const folder = keep === undefined ? temporaryFolder(place, 'notebooks') : resolve(keep);
  mkdirSync(folder, { recursive: true });
  for (const name of wanted)
    copyFileSync(join(place.notebooks, `${name}.ipynb`), join(folder, `${name}.ipynb`));
  /** @type {NotebookRun[]} */
  const runs = [];
  try {
    await run(
      place.python,
      [join(place.root, 'tools/lessons/run-notebooks.py'), folder, ...wanted],
      {
        cwd: place.root,
        env: { ...jupyterEnv(place, pythonEnv()), N2D_WORKSPACE: folder, ...env },
        log: join(place.logs, 'notebooks.log'),
        onLine: (line) => {
          if (!line.startsWith('{"name"')) return;
          /** @type {NotebookRun & { cell: string | null }} */
          const { cell, ...told } = JSON.parse(line);
          const answer = { ...told, error: placed(told, cell) ?? lost(told) };
          runs.push(answer);
          say(inWords(answer));
        },
      },
    );
  } catch (error) {
    if (!(error instanceof ChildError) || runs.every((one) => one.error === null)) {
      throw error instanceof ChildError
        ? new Error(`${error.message}\n${lastLines(error.output, 8)}`)
        : error;
    }
  } finally {
    if (keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
  return runs;
}

/**
 * The error with the file and line of its cell in the lesson.
 * @param {NotebookRun} run @param {string | null} id
 */
function placed({ name, error }, id) {
  if (error === null) return null;
  const { lessons, start } = loadLessons(coursePaths().root, { only: [name] });
  const lesson = name === 'start' ? start : lessons[0];
  const cell = lesson?.cells.find((one) => one.id === id);
  return cell === undefined ? error : `${lesson?.file}:${cell.line}: the cell fails: ${error}`;
}

/**
 * What the lesson shows in-process and the kernel did not deliver, or null.
 * @param {NotebookRun} run
 */
function lost({ name, figures, pictures, diagrams, labs }) {
  const file = join(coursePaths().root, 'lessons', name, 'measured.json');
  if (!existsSync(file)) return null;
  const measured = JSON.parse(readFileSync(file, 'utf8'));
  const got = { figures: figures + pictures, diagrams, labs };
  const wrong = Object.entries(got).filter(([what, count]) => count !== measured[what]);
  if (wrong.length === 0) return null;
  const list = wrong.map(([what, count]) => `${count} ${what} instead of ${measured[what]}`);
  return `the notebook shows ${list.join(', ')} (measured.json)`;
}

/** @param {NotebookRun} run */
function inWords({ name, error, seconds, peakMb, figures, diagrams, labs }) {
  const memory = peakMb === null || peakMb === undefined ? '' : `, peak ${Math.round(peakMb)} MB`;
  const shown = `${figures} figures, ${diagrams} diagrams, ${labs} labs`;
  return `${error === null ? '✓' : '✗'} ${name.padEnd(26)} ${seconds} s${memory}, ${shown}${error === null ? '' : `\n${error}`}`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values, positionals } = parseArgs({
    options: { keep: { type: 'string' } },
    allowPositionals: true,
  });
  const runs = await runNotebooks({
    names: positionals,
    ...(values.keep === undefined ? {} : { keep: values.keep }),
  });
  process.exitCode = runs.some((one) => one.error !== null) ? 1 : 0;
}
