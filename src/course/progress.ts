/** What a learner has done so far: plain data, and the steps that change it. */

export interface ExerciseRecord {
  readonly attempts: number;
  readonly hints: number;
  /** ISO dates. */
  readonly first: string | null;
  readonly last: string | null;
  readonly solved: string | null;
  /** When the solution was shown before the exercise was solved. */
  readonly shown: string | null;
}

export interface GuessRecord {
  /** The first letter that was picked; it stays. */
  readonly first: string;
  readonly right: boolean;
  readonly guesses: number;
  readonly at: string;
}

export interface Progress {
  readonly version: 1;
  readonly exercises: Readonly<Record<string, ExerciseRecord>>;
  readonly quizzes: Readonly<Record<string, GuessRecord>>;
}

export const noProgress: Progress = { version: 1, exercises: {}, quizzes: {} };

const blank: ExerciseRecord = {
  attempts: 0,
  hints: 0,
  first: null,
  last: null,
  solved: null,
  shown: null,
};

/** What is known of one exercise; zeros when it was never tried. */
export function recordOf(progress: Progress, id: string): ExerciseRecord {
  return Object.hasOwn(progress.exercises, id) ? progress.exercises[id] : blank;
}

function changed(progress: Progress, id: string, part: Partial<ExerciseRecord>): Progress {
  const record = { ...recordOf(progress, id), ...part };
  return { ...progress, exercises: { ...progress.exercises, [id]: record } };
}

/** One more check of an exercise. Once solved it stays solved. */
export function withAttempt(progress: Progress, id: string, right: boolean, at: string): Progress {
  const { attempts, first, solved } = recordOf(progress, id);
  return changed(progress, id, {
    attempts: attempts + 1,
    first: first ?? at,
    last: at,
    solved: solved ?? (right ? at : null),
  });
}

/** One more hint, up to `most`. */
export function withHint(progress: Progress, id: string, most: number): Progress {
  return changed(progress, id, { hints: Math.min(most, recordOf(progress, id).hints + 1) });
}

/** The solution was asked for before the exercise was solved. */
export function withShown(progress: Progress, id: string, at: string): Progress {
  const { shown, solved } = recordOf(progress, id);
  return solved ? progress : changed(progress, id, { shown: shown ?? at });
}

/** One more guess; the first one is kept. */
export function withGuess(
  progress: Progress,
  id: string,
  letter: string,
  right: boolean,
  at: string,
): Progress {
  const before = Object.hasOwn(progress.quizzes, id) ? progress.quizzes[id] : undefined;
  const record = before
    ? { ...before, guesses: before.guesses + 1 }
    : { first: letter, right, guesses: 1, at };
  return { ...progress, quizzes: { ...progress.quizzes, [id]: record } };
}

/** Without what is known of these exercises and quizzes. */
export function without(
  progress: Progress,
  exercises: readonly string[],
  quizzes: readonly string[],
): Progress {
  const rest = <T>(all: Readonly<Record<string, T>>, gone: readonly string[]): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([id]) => !gone.includes(id)));
  return {
    ...progress,
    exercises: rest(progress.exercises, exercises),
    quizzes: rest(progress.quizzes, quizzes),
  };
}

/** Reads progress from parsed JSON; null when it is none. Unknown fields are kept. */
export function progressFrom(value: unknown): Progress | null {
  if (!isObject(value) || value.version !== 1) return null;
  const { exercises, quizzes } = value;
  if (!isObject(exercises) || !isObject(quizzes)) return null;
  const sound = Object.values(exercises).every(
    (record) => isObject(record) && isCount(record.attempts) && isCount(record.hints),
  );
  const known = Object.values(quizzes).every(
    (record) => isObject(record) && typeof record.first === 'string' && isCount(record.guesses),
  );
  return sound && known ? (value as unknown as Progress) : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
