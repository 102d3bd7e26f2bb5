/** `hint` and `solution`: help that comes in small portions. */

import { type Exercise, exerciseNamed } from './catalogue.node.js';
import { told } from './check.node.js';
import { recordOf, withHint, withShown } from './progress.js';
import { changeProgress, readProgress } from './progress.node.js';
import { say } from './say.js';

/** A text of help, and trouble with the progress file if there was any. */
export interface HelpText {
  readonly text: string;
  readonly trouble: string | null;
}

/** The next hint of an exercise; after the last one, all of them again. Recorded. */
export function hintText(exercise: Exercise, terminal = false): HelpText {
  const { id, hints } = exercise;
  const had = recordOf(readProgress().progress, id).hints;
  if (had >= hints.length) {
    const all = hints.map((hint, i) => `${i + 1}. ${hint}`).join('\n\n');
    const text = `${all}\n\nThat was the last hint. The way out: ${commands(id, terminal).show}`;
    return { text, trouble: readProgress().trouble };
  }
  const { progress, trouble } = changeProgress((before) => withHint(before, id, hints.length));
  const number = recordOf(progress, id).hints;
  return { text: `Hint ${number} of ${hints.length}: ${hints[number - 1]}`, trouble };
}

/** The solution, once the exercise is solved or when it is asked for in plain words. Recorded. */
export function solutionText(
  exercise: Exercise,
  words: string,
  terminal = false,
): HelpText & { readonly shown: boolean } {
  const { id, hints, solution } = exercise;
  const { progress, trouble } = readProgress();
  const { solved, hints: had } = recordOf(progress, id);
  if (solved) return { text: `One solution of ${id}:\n\n${solution}`, trouble, shown: true };
  if (
    words
      .trim()
      .toLowerCase()
      .replace(/[.!]+$/, '') !== 'show me'
  ) {
    const left = hints.length - had;
    const first =
      left > 0
        ? `There ${left === 1 ? 'is 1 hint' : `are ${left} hints`} left: ${commands(id, terminal).hint}.`
        : 'You have read all hints.';
    const text = `${first} To see the solution all the same: ${commands(id, terminal).show}`;
    return { text, trouble, shown: false };
  }
  const after = changeProgress((before) => withShown(before, id, new Date().toISOString()));
  const text = `One solution of ${id}. Read it, close it, and write it from memory:\n\n${solution}`;
  return { text, trouble: after.trouble, shown: true };
}

function commands(id: string, terminal: boolean): { hint: string; show: string } {
  return terminal
    ? { hint: `n2d hint ${id}`, show: `n2d solution ${id} --show-me` }
    : { hint: `hint('${id}')`, show: `solution('${id}', 'show me')` };
}

/** Prints the next hint of an exercise: gentle first, telling last. */
export function hint(id: string): void {
  told(() => print(hintText(exerciseNamed(id).exercise)));
}

/**
 * Prints the solution once your check has passed; before, only when you ask for it in plain words.
 *
 * @param words `'show me'`
 */
export function solution(id: string, words = ''): void {
  told(() => print(solutionText(exerciseNamed(id).exercise, words)));
}

function print({ text, trouble }: HelpText): void {
  say(text);
  if (trouble) say(trouble);
}
