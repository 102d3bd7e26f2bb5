/** `progress()`: how far you are, and `reset` of what is known of an exercise or a lesson. */
import type { Table } from '../view/view.js';
import { backUpProgress } from './backup.node.js';
import { readCatalogue } from './catalogue.node.js';
import { told } from './check.node.js';
import { overviewOf, overviewTable, overviewText } from './overview.js';
import { without } from './progress.js';
import { changeProgress, readProgress } from './progress.node.js';
import { say } from './say.js';

/** Prints what is solved and what is left, lesson by lesson. */
export function progress(): void {
  told(() => {
    const { progress: now, trouble } = readProgress();
    say(overviewText(overviewOf(readCatalogue().lessons, now)));
    if (trouble) say(trouble);
  });
}

/** The same as a table, for `show(progressTable())`. */
export function progressTable(): Table {
  return overviewTable(overviewOf(readCatalogue().lessons, readProgress().progress));
}

/** What a reset did. */
export interface ResetRecords {
  /** Where the old record lies, or null when there was none. */
  readonly backup: string | null;
  readonly trouble: string | null;
}

/** Forgets what is known of these exercises and quizzes; the whole old record is kept as a copy. */
export function resetRecords(
  exercises: readonly string[],
  quizzes: readonly string[],
): ResetRecords {
  let backup: string | null = null;
  const { trouble } = changeProgress((before) => {
    const known =
      exercises.some((id) => Object.hasOwn(before.exercises, id)) ||
      quizzes.some((id) => Object.hasOwn(before.quizzes, id));
    if (!known) return before;
    backup = backUpProgress(before);
    return without(before, exercises, quizzes);
  });
  return { backup, trouble };
}
