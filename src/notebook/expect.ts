/** What a lesson claims, checked on the page: two numbers agree; a mistake is noticed. */
import { PlaygroundError, ShapeError } from '../math/errors.js';

/** A number, numbers, or a tensor. */
export type Numbers = number | ArrayLike<number> | { dataSync(): ArrayLike<number> };

/**
 * Says how far two results are apart, and stops the cell when that is more than allowed.
 *
 * @param tolerance largest difference allowed; for numbers above 1, times their size
 * @throws ShapeError when there are not equally many numbers, PlaygroundError when they differ
 *
 * @example
 * expectClose([1, 2], [1, 2 + 1e-9], 1e-6); // undefined
 */
export function expectClose(a: Numbers, b: Numbers, tolerance: number = 1e-6): void {
  const [left, right] = [read(a), read(b)];
  if (left.length !== right.length) {
    throw new ShapeError(
      `expectClose: got ${left.length} and ${right.length} numbers; expected equally many`,
    );
  }
  let worst = 0;
  let place = 0;
  left.forEach((value, i) => {
    const size = Math.max(1, Math.abs(value), Math.abs(right[i]));
    const difference = Object.is(value, right[i]) ? 0 : Math.abs(value - right[i]) / size;
    if (!(difference <= worst)) [worst, place] = [difference, i];
  });
  if (!(worst <= tolerance)) {
    const where = left.length > 1 ? ` at place ${place}` : '';
    throw new PlaygroundError(
      `expectClose: got ${left[place]} and ${right[place]}${where}; expected them within ${tolerance}`,
    );
  }
  const amount = left.length === 1 ? 'the numbers agree' : `all ${left.length} numbers agree`;
  console.log(
    `${amount}: largest difference ${Number(worst.toPrecision(2))}, allowed ${tolerance}`,
  );
}

/**
 * Runs what must go wrong, and prints the message that a learner would read; the cell goes on.
 * A function that gives a promise is waited for: `await expectError(...)`.
 *
 * @throws PlaygroundError when nothing goes wrong
 */
export function expectError(run: () => unknown): void | Promise<void> {
  let result: unknown;
  try {
    result = run();
  } catch (error) {
    return tell(error);
  }
  if (result instanceof Promise) return result.then(complain, tell);
  complain();
}

function tell(error: unknown): void {
  console.log(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}

function complain(): never {
  throw new PlaygroundError('expectError: nothing went wrong; expected an error');
}

function read(value: Numbers): number[] {
  if (typeof value === 'number') return [value];
  return Array.from('dataSync' in value ? value.dataSync() : value);
}
