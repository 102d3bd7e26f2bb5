/**
 * Mistakes that look the same in every exercise: the sign, the order, a factor, one off. Told when
 * the author of the exercise did not foresee this answer; and the words for every kind of answer
 * that is none.
 */
import { type Difference, hasNaN, kindOf, numbersIn } from './compare.js';
import { LongList, Opaque, type Plain, TensorNumbers } from './plain.js';
import { numberText } from './value-text.js';

/** The likely reason for a difference, or null when none is likely. */
export function likelyMistake(difference: Difference, got: Plain, expected: Plain): string | null {
  if (difference.kind === 'not a number') return whyNaN;
  if (difference.kind !== 'value') return aboutKind(difference);
  if (hasNaN(got)) return whyNaN;
  const ours = numbersIn(expected);
  const theirs = numbersIn(got);
  if (ours.length === 0 || ours.length !== theirs.length) return null;
  const all = (rule: (theirs: number, ours: number) => number | boolean): boolean =>
    ours.every((value, i) => {
      const answer = rule(theirs[i], value);
      return typeof answer === 'boolean' ? answer : same(answer, 0);
    });
  if (theirs.some((value) => Math.abs(value) === Infinity) && ours.every(Number.isFinite)) {
    return 'Infinity comes from a division by 0, or from a power that is too large for a number.';
  }
  if (all((a, b) => a + b)) {
    return ours.length === 1
      ? 'Only the sign is wrong.'
      : 'Only the sign is wrong: every number is the negative one.';
  }
  if (ours.every((value, i) => Math.abs(theirs[i] - value) <= 0.002 * Math.abs(value))) {
    return 'Nearly: was something rounded on the way? Keep every digit until the end.';
  }
  if (ours.length > 1) {
    if (all((a, b) => same(a, b) || same(a, -b))) return 'The sizes are right; some signs are not.';
    const at = (shift: number): boolean =>
      ours.every((_, i) => i + shift >= ours.length || same(theirs[i], ours[i + shift]));
    if (ours.every((value, i) => same(value, theirs[ours.length - 1 - i]))) {
      return 'The numbers are right, but in the opposite order.';
    }
    if (ours.length > 2 && at(1)) return 'Shifted by one: each number stands one place too early.';
    const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);
    const sortedOurs = sorted(ours);
    if (sorted(theirs).every((value, i) => same(value, sortedOurs[i]))) {
      return isTransposed(got, expected)
        ? 'Rows and columns are swapped.'
        : 'The numbers are right, but not in this order.';
    }
  }
  const [first] = ours;
  const distinct = new Set(ours).size > 1;
  const factor = theirs[0] / first;
  if (distinct && first !== 0 && all((a, b) => same(a, b * factor))) {
    return `Every number is ${numberText(factor)} times the expected one: a factor is wrong.`;
  }
  const offset = theirs[0] - first;
  if (distinct && all((a, b) => same(a, b + offset))) {
    return `Every number is off by the same ${numberText(offset)}: something is added, or missing.`;
  }
  if (all((a, b) => same(a * b, 1))) return 'That is 1 divided by the right answer.';
  if (all((a, b) => b >= 0 && same(a, Math.sqrt(b)) && !same(b, 1))) {
    return 'That is the square root of the right answer.';
  }
  if (all((a, b) => same(a, b * b))) return 'That is the square of the right answer.';
  return null;
}

/** What to do when nothing is known about a mistake. */
export const lookCloser: string =
  'Compute this try with a pencil, and let your function print what it has after each step: ' +
  'console.log(...). Where do the two part?';

const whyNaN =
  'NaN means "not a number". It comes from 0 / 0, Infinity / Infinity, the root or logarithm of ' +
  'a negative number, or from reading a place that a list does not have (undefined + 1 is NaN).';

function same(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1e-6 * (1 + Math.abs(b));
}

function isTransposed(got: Plain, expected: Plain): boolean {
  if (!Array.isArray(got) || !Array.isArray(expected)) return false;
  return expected.every(
    (row: Plain, i: number) =>
      Array.isArray(row) &&
      row.every((value: Plain, j: number) => {
        const other = (got[j] as readonly Plain[] | undefined)?.[i];
        return typeof value === 'number' && typeof other === 'number' && same(value, other);
      }),
  );
}

/** Words for an answer of another kind, length or shape than expected. */
function aboutKind({ kind, path, got, expected }: Difference): string {
  const place = path === '' ? 'Your answer' : `The part at ${path}`;
  if (kind === 'missing') return `The answer has no ${path.replace(/^\./, '')}.`;
  if (kind === 'shape') return `${place} is ${kindOf(got)}; expected ${kindOf(expected)}.`;
  if (kind === 'length') {
    const one = Array.isArray(got) || got instanceof LongList ? got.length : 0;
    const two = Array.isArray(expected) ? expected.length : 0;
    const off = one === two - 1 ? 'one is missing' : one === two + 1 ? 'one is too many' : '';
    const why = off === '' ? '' : `: ${off}. Look at where your loop begins and ends`;
    return `${place} is a list of ${one}; expected ${two}${why}.`;
  }
  if (got === undefined) {
    return path === ''
      ? 'Your function gives nothing back: is there a `return` on every way through it?'
      : `${place} is undefined: was that place ever written?`;
  }
  if (got instanceof Opaque && got.text === 'a promise') {
    return `${place} is a promise. Put \`await\` before what is computed later.`;
  }
  if (got instanceof Opaque && got.text.startsWith('a function')) {
    return `${place} is a function, not what it computes: call it, with ( ) behind its name.`;
  }
  if (Array.isArray(got) && got.length === 1 && kindOf(got[0]) === kindOf(expected)) {
    return `${place} is a list around the value: one pair of brackets too many.`;
  }
  if (Array.isArray(expected) && expected.length === 1 && kindOf(got) === kindOf(expected[0])) {
    return `${place} is the value itself; a list with that value in it is expected: [value].`;
  }
  if (got instanceof TensorNumbers) {
    return `${place} is a tensor; expected ${kindOf(expected)}. dataSync() reads its numbers.`;
  }
  if (typeof got === 'string' && typeof expected === 'number') {
    return `${place} is a text; expected a number. Number('2.5') makes a number of a text.`;
  }
  return `${place} is ${kindOf(got)}; expected ${kindOf(expected)}.`;
}
