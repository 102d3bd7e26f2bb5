/** Words for what can go wrong with any function, before its answer is even looked at. */
import { kindOf } from './compare.js';
import { guarded, type Outcome } from './guard.node.js';
import { Opaque, type Plain, plain } from './plain.js';
import { errorText, whyThrown } from './thrown.js';
import { valueText } from './value-text.js';
import type { Verdict } from './verdict.js';

/** A verdict in the making. */
export type Finding = Pick<Verdict, 'kind' | 'says'> & Partial<Verdict>;

export const handedBack: Finding = {
  kind: 'library',
  says:
    'It works, of course. But the point is to build it yourself: write the steps with your own ' +
    'hands, then compare with the library.',
};

export function notAFunction(fn: unknown): Finding {
  const seen = guarded(() => plain(fn), 1000);
  const value = seen.kind === 'value' ? (seen.value as Plain) : new Opaque('something unreadable');
  const what = fn === undefined ? 'nothing' : `${kindOf(value)}, ${valueText(value)}`;
  return {
    kind: 'not a function',
    yours: what,
    expected: 'a function',
    says: 'Give the check the function itself: its name, without ( ) behind it.',
  };
}

export const promised: Finding = {
  kind: 'promise',
  yours: 'a promise',
  says: 'A promise is an answer that comes later; here it is wanted at once. Take the word `async` away from your function.',
};

export const untouched: Finding = {
  kind: 'untouched',
  says: 'In the cell of this exercise, put your own code in the place of the line that throws, then run the cell.',
};

export function shouldRefuse(value: unknown, expected: string): Finding {
  const seen = guarded(() => valueText(plain(value)), 1000);
  return {
    kind: 'value',
    yours: seen.kind === 'value' ? String(seen.value) : 'something unreadable',
    expected,
    says: 'Here your function should refuse: throw an error that says what is wrong.',
  };
}

export function noAnswer(outcome: Outcome, limit: number): Finding {
  const seconds = `${limit / 1000} ${limit === 1000 ? 'second' : 'seconds'}`;
  if (outcome.kind === 'threw') {
    return {
      kind: 'threw',
      yours: `threw: ${errorText(outcome.error)}`,
      says: whyThrown(outcome.error),
    };
  }
  if (outcome.kind === 'interrupted') {
    return { kind: 'interrupted', yours: 'stopped', says: 'You stopped it before it was done.' };
  }
  if (outcome.kind === 'never settles') {
    return {
      kind: 'never settles',
      yours: `no answer after ${seconds}`,
      says: 'It waits for something that never comes. Does every promise that you `await` get its answer?',
    };
  }
  return {
    kind: 'endless',
    yours: `stopped after ${seconds}`,
    says: 'A loop does not end. What makes its condition false? Look at the counter: does it move, and in the right direction?',
  };
}
