/** `check` and `yours`: the two names that tie a lesson's cells to its exercises. */
import { PlaygroundError } from '../math/errors.js';
import { checkOf, type Exercise, exerciseNamed } from './catalogue.node.js';
import { judge } from './judge.node.js';
import { recordOf, withAttempt } from './progress.js';
import { changeProgress } from './progress.node.js';
import { say } from './say.js';
import { type Verdict, verdictText } from './verdict.js';

/** The learner's functions whose check passed since this process began. */
const passed = new Map<string, unknown>();

/**
 * Tries your function and says what it found: what was tried, what came out, what was expected,
 * the first place where they differ, the likely reason, and where to read. Never throws because of
 * your function. Attempts and success are kept in the workspace, for `progress()`.
 *
 * @param id of the exercise, as it stands in the cell
 * @param fn your function itself, without `( )` behind it
 */
export async function check(id: string, fn: unknown): Promise<void> {
  try {
    const { exercise } = exerciseNamed(id);
    const verdict = await judge(await checkOf(exercise), fn);
    if (verdict.passed) passed.set(id, fn);
    else passed.delete(id);
    const { hintsLeft, trouble } = recordVerdict(exercise, verdict);
    say(verdictText(id, verdict, { hintsLeft }));
    if (trouble) say(trouble);
  } catch (error) {
    sayError(error);
  }
}

/** Keeps an attempt and its success; an untouched stub is no attempt. */
export function recordVerdict(
  { id, hints }: Exercise,
  { kind, passed: right }: Verdict,
): { readonly hintsLeft: number; readonly trouble: string | null } {
  const { progress, trouble } = changeProgress((before) =>
    kind === 'untouched' ? before : withAttempt(before, id, right, new Date().toISOString()),
  );
  return { hintsLeft: hints.length - recordOf(progress, id).hints, trouble };
}

/**
 * The learner's function when its check has passed in this kernel, else the library's; says which.
 *
 * @param id of the exercise
 * @param ours the library's function that does the same
 */
export function yours<F>(id: string, ours: F): F {
  const mine = passed.get(id) as F | undefined;
  if (mine !== undefined) {
    say(`→ ${id}: your own function is at work here.`);
    return mine;
  }
  told(() => {
    exerciseNamed(id);
    say(`→ ${id}: the library's function is at work here; yours, once its check has passed.`);
  });
  return ours;
}

/** Does something for a learner; what goes wrong with names or files is said, not thrown. */
export function told(work: () => void): void {
  try {
    work();
  } catch (error) {
    sayError(error);
  }
}

function sayError(error: unknown): void {
  if (!(error instanceof PlaygroundError)) throw error;
  say(error.message);
}
