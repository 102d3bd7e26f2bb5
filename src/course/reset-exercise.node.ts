/** One exercise from the beginning: its cell gets the stub back, the old page is kept whole. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileError, writeFileAtomic } from '../files/atomic.node.js';
import { PlaygroundError } from '../math/errors.js';
import { backUp } from './backup.node.js';
import { type Catalogue, exerciseNamed } from './catalogue.node.js';
import { workspaceFolder } from './place.node.js';
import { type ResetReport, resetLesson } from './workspace.node.js';

interface RawCell {
  source?: unknown;
  outputs?: unknown;
  execution_count?: unknown;
  metadata?: { n2d?: { exercise?: unknown } };
}

/**
 * Puts the stub of an exercise back into the learner's notebook.
 *
 * @param id of the exercise
 * @throws ConfigError for an unknown name, PlaygroundError for a damaged notebook, FileError when a
 *   file cannot be written: the page is untouched then
 */
export function resetExercise(id: string, catalogue: Catalogue): ResetReport {
  const { lesson } = exerciseNamed(id, catalogue);
  const notebook = join(workspaceFolder(), `${lesson.name}.ipynb`);
  if (!existsSync(notebook)) return resetLesson(lesson.name);
  let old: Buffer;
  try {
    old = readFileSync(notebook);
  } catch (error) {
    throw fileError('read', notebook, error);
  }
  const page = parsed(old.toString('utf8'));
  const cell = page?.cells.find((one) => one?.metadata?.n2d?.exercise === id) ?? undefined;
  const fresh = lesson.cells.find((one) => one.exercise === id);
  if (!page || !cell || !fresh) {
    throw new PlaygroundError(
      `${notebook} has no cell of '${id}' any more: \`n2d reset ${lesson.name}\` begins the whole ` +
        'lesson again and keeps this page as a copy',
    );
  }
  const backup = backUp(lesson.name, '.ipynb', old);
  cell.source = fresh.source.split(/(?<=\n)/);
  cell.outputs = [];
  cell.execution_count = null;
  writeFileAtomic(notebook, `${JSON.stringify(page, null, 1)}\n`);
  return { notebook, backup };
}

function parsed(text: string): { cells: (RawCell | null)[] } | null {
  try {
    const value = JSON.parse(text.replace(/^\uFEFF/, '')) as { cells?: unknown };
    return Array.isArray(value?.cells) ? (value as { cells: RawCell[] }) : null;
  } catch {
    return null;
  }
}
