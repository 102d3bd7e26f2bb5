/**
 * What an exercise's check is: data and small functions, written by the author of a lesson in
 * `lessons/NN-name/exercises/ID.check.ts`. The judge (judge.node.ts) does the rest: whatever can go
 * wrong with any function at all (it throws, never ends, answers with a promise, NaN or a wrong
 * length, changes its inputs, leaks tensors) is caught there, once, for every exercise.
 */

/** Any function that can be an exercise. */
export type ExerciseFunction = (...args: never[]) => unknown;

/** One try as a misconception sees it: what went in, what came out, what should have. */
export interface Seen<F extends ExerciseFunction> {
  readonly args: Parameters<F>;
  /** The learner's answer. Nothing is sure about its type: it may be anything. */
  readonly got: Awaited<ReturnType<F>>;
  readonly expected: Awaited<ReturnType<F>>;
}

/** A mistake that people make, and the sentence that helps out of it. */
export interface Misconception<F extends ExerciseFunction> {
  /** Whether this mistake explains the answer. When it throws, that counts as no. */
  readonly when: (seen: Seen<F>) => boolean;
  /** What to tell the learner: what it looks like, and what to do. */
  readonly say: string;
}

/**
 * How an exercise is checked.
 *
 * @example
 * const double: ExerciseCheck<(x: number) => number> = {
 *   reference: (x) => 2 * x,
 *   tries: [[1], [2], [-0.5]],
 *   misconceptions: [
 *     { when: ({ args: [x], got }) => got === x * x, say: 'That is the square.' },
 *   ],
 *   read: 'By hand',
 * };
 */
export interface ExerciseCheck<F extends ExerciseFunction> {
  /** Computes the expected answers; a reference that throws expects an error. May be async. */
  readonly reference: F;
  /** Functions of the library that are the answer already: handing them back is noticed. */
  readonly library?: readonly object[];
  /**
   * Lists of arguments, easy ones first. Each call gets its own deep copy. Give a function that
   * makes them when they cannot be copied (a random generator) or are made of tensors: it is called
   * once for the learner and once for the reference, and tensors among them are disposed of.
   */
  readonly tries: readonly Parameters<F>[] | (() => readonly Parameters<F>[]);
  /** How far a number may be off, absolute plus relative to the expected one. Default 1e-6. */
  readonly tolerance?: number;
  /** The first whose `when` holds is told. */
  readonly misconceptions: readonly Misconception<F>[];
  /** The heading of the lesson under which the answer stands. */
  readonly read: string;
  /** The longest that one call may take, in seconds. Default 3. */
  readonly seconds?: number;
  /** What of an answer is compared (of the learner's and of the reference's). Default: all. */
  readonly observe?: (answer: Awaited<ReturnType<F>>, args: Parameters<F>) => unknown;
  /**
   * For questions with many right answers: says what is wrong with this one, or null when it is
   * right. Takes the place of the comparison with the reference.
   */
  readonly accept?: (seen: Seen<F>) => string | null;
  /** True when writing into the arguments is what the exercise asks for. */
  readonly changesInputs?: boolean;
}
