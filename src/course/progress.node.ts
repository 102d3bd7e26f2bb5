/** `workspace/.n2d/progress.json`: read, changed and written so that nothing is ever lost. */
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { FileError, fileError, writeFileAtomic } from '../files/atomic.node.js';
import { locked } from './lock.node.js';
import { progressFile } from './place.node.js';
import { noProgress, type Progress, progressFrom } from './progress.js';

/** What was found in the file; `damaged` when there is a file that is no progress. */
interface Found {
  readonly progress: Progress;
  readonly damaged: boolean;
}

function find(file: string): Found {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') {
      return { progress: noProgress, damaged: false };
    }
    throw fileError('read', file, error);
  }
  try {
    const progress = progressFrom(JSON.parse(text));
    if (progress) return { progress, damaged: false };
  } catch {
    // Not JSON.
  }
  return { progress: noProgress, damaged: true };
}

/** What a file that is no progress was set aside as, told once to the learner. */
export interface Reading {
  readonly progress: Progress;
  /** A sentence about trouble with the file, or null. */
  readonly trouble: string | null;
}

/** The progress so far. A damaged file is left where it is; `changeProgress` sets it aside. */
export function readProgress(): Reading {
  const file = progressFile();
  try {
    const { progress, damaged } = find(file);
    const trouble = damaged
      ? `${file} is damaged and cannot be read; the next check sets it aside and begins a new one.`
      : null;
    return { progress, trouble };
  } catch (error) {
    if (error instanceof FileError) return { progress: noProgress, trouble: error.message };
    throw error;
  }
}

/**
 * Changes the progress, alone among all processes, and writes it whole or not at all. Never throws
 * for trouble with the file: the change is then known for this call only, and `trouble` says why.
 */
export function changeProgress(change: (progress: Progress) => Progress): Reading {
  const file = progressFile();
  try {
    return locked(`${file}.lock`, () => {
      const { progress, damaged } = find(file);
      const trouble = damaged ? setAside(file) : null;
      const next = change(progress);
      if (next !== progress) writeFileAtomic(file, `${JSON.stringify(next, null, 1)}\n`);
      return { progress: next, trouble };
    });
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const { progress } = readProgress();
    return { progress: change(progress), trouble: `This is not saved: ${error.message}.` };
  }
}

function setAside(file: string): string {
  let name = '';
  for (let i = 1; name === '' || existsSync(name); i++) {
    name = file.replace(/\.json$/, `.damaged-${i}.json`);
  }
  try {
    renameSync(file, name);
  } catch (error) {
    throw fileError('write', name, error);
  }
  return `The file of your progress was damaged. It is kept as ${name}; a new one begins.`;
}
