/** Tries a learner's function, one list of arguments after the other, up to the first that fails. */

import { afterwards } from './afterwards.node.js';
import { parameterNames, triedText } from './arguments.js';
import { firstDifference } from './compare.js';
import type { ExerciseCheck, ExerciseFunction } from './exercise.js';
import {
  type Finding,
  handedBack,
  noAnswer,
  notAFunction,
  promised,
  shouldRefuse,
  untouched,
} from './findings.node.js';
import { guarded, guardedTurn, settled } from './guard.node.js';
import { isHandedBack } from './handed-back.js';
import { likelyMistake, lookCloser } from './mistakes.js';
import { copied, Opaque, type Plain, plain, type TensorLike } from './plain.js';
import { tensorsAlive, tensorsInside } from './tensors.js';
import { errorText, isUntouched } from './thrown.js';
import { valueText } from './value-text.js';
import type { Verdict, VerdictKind } from './verdict.js';

type Anything = (...args: unknown[]) => unknown;
type LooseCheck = ExerciseCheck<Anything>;

/**
 * Judges a function by an exercise's check. The function may do anything: it is called under a time
 * limit, and nothing that it throws or hands back reaches the caller.
 *
 * @example
 * const double = { reference: (x: number) => 2 * x, tries: [[1], [3]], misconceptions: [], read: '' };
 * (await judge(double as ExerciseCheck<(x: number) => number>, (x: number) => x + x)).passed; // true
 */
export async function judge<F extends ExerciseFunction>(
  given: ExerciseCheck<F>,
  fn: unknown,
): Promise<Verdict> {
  const check = given as unknown as LooseCheck;
  const listed = typeof check.tries === 'function' ? check.tries() : null;
  const forReference = listed ?? (check.tries as readonly unknown[][]);
  const tries = forReference.length;
  const verdict = (right: number, finding: Finding): Verdict => ({
    passed: false,
    right,
    tries,
    read: check.read,
    ...finding,
  });
  const forLearner = listed ? (check.tries as () => readonly unknown[][])() : forReference;
  try {
    if (typeof fn !== 'function') return verdict(0, notAFunction(fn));
    if (isHandedBack(fn, check.library ?? [])) return verdict(0, handedBack);
    for (let i = 0; i < tries; i++) {
      const own = listed !== null;
      const args = own ? forLearner[i] : (copied(forLearner[i]) as unknown[]);
      const finding = await oneTry(check, fn as Anything, args, forReference[i], own);
      if (finding) return verdict(i, finding);
    }
    return { ...verdict(tries, { kind: 'right', says: '' }), passed: true };
  } finally {
    if (listed) for (const tensor of tensorsInside([forReference, forLearner])) free(tensor);
  }
}

async function oneTry(
  check: LooseCheck,
  fn: Anything,
  args: unknown[],
  asked: readonly unknown[],
  own: boolean,
): Promise<Finding | null> {
  const limit = (check.seconds ?? 3) * 1000;
  const names = [parameterNames(fn), parameterNames(check.reference)];
  const called = asked.map((_, i) => names[0][i] || names[1][i] || '');
  const tried = triedText(asked, called);
  const copy = (): unknown[] => (own ? [...asked] : (copied(asked) as unknown[]));
  const wanted = await expectedOf(check, copy());
  const inputs = args.map(plain);
  const inputTensors = new Set(tensorsInside(args));
  let alive = 0;
  let outcome = await guardedTurn(() => {
    alive = tensorsAlive();
    return fn(...args);
  }, limit);
  if (outcome.kind === 'value' && outcome.value instanceof Promise) {
    if (!wanted.async) return { ...promised, tried };
    outcome = await settled(outcome.value, limit);
  }
  try {
    if (outcome.kind === 'threw' && isUntouched(outcome.error)) return untouched;
    if (wanted.threw) {
      if (outcome.kind === 'threw') return null;
      if (outcome.kind === 'value') return { ...shouldRefuse(outcome.value, wanted.text), tried };
    }
    if (outcome.kind !== 'value') {
      return { ...noAnswer(outcome, limit), tried, expected: wanted.text };
    }
    const stayed = tensorsAlive() - alive;
    const { value } = outcome;
    const compared = answerOf(check, value, args, limit);
    const found = compared.threw
      ? { kind: 'type' as const, says: compared.threw, yours: compared.text }
      : compare(check, { value, answer: compared.answer, wanted, args: copy() }, limit);
    if (found) return { ...found, tried };
    return afterwards(check, { args, called, inputs, inputTensors, value, stayed, tried });
  } finally {
    if (outcome.kind === 'value') {
      const { value } = outcome;
      guarded(() => {
        for (const tensor of tensorsInside(value)) if (!inputTensors.has(tensor)) free(tensor);
      }, 1000);
    }
    for (const tensor of wanted.tensors) free(tensor);
  }
}

interface Wanted {
  readonly value: unknown;
  readonly answer: Plain;
  readonly text: string;
  readonly threw: boolean;
  readonly async: boolean;
  readonly tensors: readonly TensorLike[];
}

async function expectedOf(check: LooseCheck, args: unknown[]): Promise<Wanted> {
  const none = { value: undefined, answer: undefined, tensors: [] };
  let promise: unknown;
  try {
    promise = check.reference(...args);
    const value = await promise;
    const answer = plain(check.observe ? check.observe(value, args) : value);
    const mine = new Set(tensorsInside(args));
    const tensors = tensorsInside(value).filter((tensor) => !mine.has(tensor));
    const text = valueText(answer);
    return { value, answer, text, threw: false, async: promise instanceof Promise, tensors };
  } catch (error) {
    const text = `an error: ${errorText(error)}`;
    return { ...none, text, threw: true, async: promise instanceof Promise };
  }
}

/** The learner's answer made plain, under the time limit. */
function answerOf(
  check: LooseCheck,
  value: unknown,
  args: unknown[],
  limit: number,
): { answer: Plain; text: string; threw: string | null } {
  const raw = guarded(() => plain(value), limit);
  const whole = raw.kind === 'value' ? (raw.value as Plain) : new Opaque('an unreadable object');
  const { observe } = check;
  if (!observe) return { answer: whole, text: '', threw: null };
  const seen = guarded(() => plain(observe(value, args)), limit);
  if (seen.kind === 'value') return { answer: seen.value as Plain, text: '', threw: null };
  const why = seen.kind === 'threw' ? `: ${errorText(seen.error)}` : '';
  return {
    answer: whole,
    text: valueText(whole),
    threw: `Your answer could not be used for what comes next${why}.`,
  };
}

interface Answered {
  readonly value: unknown;
  readonly answer: Plain;
  readonly wanted: Wanted;
  readonly args: unknown[];
}

function compare(check: LooseCheck, tried: Answered, limit: number): Finding | null {
  const { value, answer, wanted, args } = tried;
  const seen = { args, got: value, expected: wanted.value };
  const difference = firstDifference(answer, wanted.answer, check.tolerance ?? 1e-6);
  const sort = difference?.kind;
  const judged = check.accept && (sort === undefined || sort === 'value' || sort === 'length');
  if (judged) {
    const said = guarded(() => check.accept?.(seen) ?? null, limit);
    if (said.kind === 'value' && said.value === null) return null;
    const says = said.kind === 'value' ? String(said.value) : 'The answer cannot be used.';
    return {
      kind: 'not accepted',
      yours: valueText(answer),
      says: misconception(check, seen, limit) ?? says,
    };
  }
  if (!difference) return null;
  const digits = [4, 6, 9, 12, 17].find((n) => distinct(difference.got, difference.expected, n));
  const text = (part: Plain, room = 60): string => valueText(part, room, digits ?? 17);
  const place =
    difference.path === '' || difference.kind === 'missing'
      ? {}
      : {
          place: `${difference.path}: ${text(difference.got, 30)}, expected ${text(difference.expected, 30)}`,
        };
  const kind: VerdictKind = answer === undefined ? 'undefined' : difference.kind;
  return {
    kind,
    yours: text(answer),
    expected: text(wanted.answer),
    ...place,
    says:
      misconception(check, seen, limit) ??
      likelyMistake(difference, answer, wanted.answer) ??
      lookCloser,
  };
}

function distinct(a: Plain, b: Plain, digits: number): boolean {
  return valueText(a, 60, digits) !== valueText(b, 60, digits);
}

function misconception(
  check: LooseCheck,
  seen: { args: unknown[]; got: unknown; expected: unknown },
  limit: number,
): string | null {
  for (const { when, say } of check.misconceptions) {
    const holds = guarded(() => when(seen) === true, limit);
    if (holds.kind === 'value' && holds.value === true) return say;
  }
  return null;
}

function free(tensor: TensorLike): void {
  try {
    if (!tensor.isDisposed) tensor.dispose();
  } catch {
    // Not ours, or gone already.
  }
}
