// @ts-check
/**
 * What the kernel itself would make of every cell: its own converter (TypeScript 5.0, not strict,
 * Node10 resolution) type-checks and translates them one after the other, in a child process,
 * because the converter takes the current folder for the notebook's.
 *
 * The translated text is then read: a cell that types well can still be broken by the translation.
 */

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import ts from 'typescript';

/** @typedef {import('./load.mjs').FullLesson} FullLesson */
/** @typedef {import('./problem.mjs').Problem} Problem */
/** @typedef {{ diagnostics: { line: number, message: string }[], output: string, awaits: boolean }} Converted */

const converter = fileURLToPath(new URL('./convert.cjs', import.meta.url));

/**
 * @param {string} root
 * @param {readonly FullLesson[]} lessons
 * @returns {Problem[]}
 */
export function kernelProblems(root, lessons) {
  const sources = lessons.map((lesson) => codeOf(lesson).map((cell) => cell.source));
  const { status, stdout, stderr } = spawnSync(process.execPath, [converter], {
    cwd: path.join(root, 'notebooks'),
    input: JSON.stringify(sources),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`the kernel's converter did not run: ${stderr.trim()}`);
  /** @type {Converted[][]} */
  const converted = JSON.parse(stdout.slice(stdout.indexOf('\0') + 1));
  return lessons.flatMap((lesson, i) => problemsOf(lesson, converted[i]));
}

/**
 * Of a lesson whose cell the kernel refuses, the cells after it are not read: they miss its names.
 *
 * @param {FullLesson} lesson
 * @param {Converted[]} converted
 * @returns {Problem[]}
 */
function problemsOf(lesson, converted) {
  /** @type {Problem[]} */
  const problems = [];
  for (const [i, cell] of codeOf(lesson).entries()) {
    const last = cell.source.split('\n').length - 1;
    for (const { line, message } of findingsOf(converted[i])) {
      const at = cell.line + Math.min(Math.max(line, 0), last);
      problems.push({ file: lesson.file, line: at, message });
    }
    if (converted[i].diagnostics.length > 0) break;
  }
  return problems;
}

/** @param {FullLesson} lesson */
function codeOf(lesson) {
  return lesson.cells.filter((cell) => cell.type === 'code');
}

/** @param {Converted} converted */
function findingsOf({ diagnostics, output, awaits }) {
  if (diagnostics.length > 0) {
    return diagnostics.map(({ line, message }) => ({
      line,
      message: `the kernel refuses it: ${message}`,
    }));
  }
  if (bindsExports(output)) {
    const message =
      "destructuring renames a property whose type comes from an earlier cell, as in 'const { loss: l2 } = result': the kernel breaks it; write 'const l2 = result.loss'";
    return [{ line: 0, message }];
  }
  try {
    new vm.Script(`(${awaits ? 'async ' : ''}function (exports, require) {${output}\n})`);
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [{ line: 0, message: `the kernel makes no valid JavaScript of it: ${why}` }];
  }
}

/**
 * Whether a name `exports` is bound: the kernel reads names of earlier cells as `exports.name`, and
 * puts that into a destructuring pattern too, where it becomes a variable that hides the real one.
 * @param {string} output
 */
function bindsExports(output) {
  const file = ts.createSourceFile('cell.js', output, ts.ScriptTarget.ES2022, true);
  let found = false;
  const visit = (/** @type {ts.Node} */ node) => {
    const bound = ts.isBindingElement(node) && ts.isIdentifier(node.name);
    if (bound && node.name.getText(file) === 'exports') found = true;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
