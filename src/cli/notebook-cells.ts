/** The code cells of a learner's notebook, and which exercise each belongs to. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { workspaceFolder } from '../course/place.node.js';
import { textOf } from '../course/typed.js';
import { fileError } from '../files/atomic.node.js';
import { PlaygroundError } from '../math/errors.js';

export interface CodeCell {
  readonly source: string;
  /** Id of the exercise that is solved in it. */
  readonly exercise?: string;
}

interface RawCell {
  readonly cell_type?: unknown;
  readonly source?: unknown;
  readonly metadata?: { readonly n2d?: { readonly exercise?: unknown } };
}

/**
 * Reads the notebook of a lesson: the learner's copy, or the file that is named.
 *
 * @throws PlaygroundError when there is none, or it is damaged
 */
export function cellsOf(lesson: string, file?: string): CodeCell[] {
  const path = file ?? join(workspaceFolder(), `${lesson}.ipynb`);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw fileError('read', path, error);
    const remedy = file
      ? 'is its name right?'
      : '`npm start` puts the notebooks there; N2D_WORKSPACE names another folder';
    throw new PlaygroundError(`there is no notebook at ${path}: ${remedy}`);
  }
  if (/\.[cm]?[jt]s$/.test(path)) return [{ source: text, exercise: basename(path) }];
  const damaged = new PlaygroundError(
    `${path} is damaged and cannot be read: \`n2d reset ${lesson}\` puts a fresh one there and ` +
      'keeps this one as a copy',
  );
  let cells: unknown;
  try {
    ({ cells } = JSON.parse(text.replace(/^\uFEFF/, '')) as { cells?: unknown });
  } catch {
    throw damaged;
  }
  if (!Array.isArray(cells)) throw damaged;
  return (cells as (RawCell | null)[]).flatMap((cell) => {
    if (cell?.cell_type !== 'code') return [];
    const source = textOf(cell.source);
    const exercise = cell.metadata?.n2d?.exercise;
    return [typeof exercise === 'string' ? { source, exercise } : { source }];
  });
}

/**
 * The cell in which an exercise is solved: the marked one, or, when a front end lost the marks or
 * the learner wrote it elsewhere, the last one that declares its function.
 */
export function cellOf(
  cells: readonly CodeCell[],
  exercise: { readonly id: string; readonly function: string },
): CodeCell | undefined {
  const declares = new RegExp(`\\b(function|const|let|var)\\s+${exercise.function}\\b`);
  return (
    cells.find((cell) => cell.exercise === exercise.id) ??
    [...cells].reverse().find((cell) => declares.test(cell.source))
  );
}
