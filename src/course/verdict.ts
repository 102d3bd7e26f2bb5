/** What a check found, as data, and as the message that a learner reads. */
import { wrap } from './wrap.js';

export type VerdictKind =
  | 'right'
  | 'untouched'
  | 'library'
  | 'not a function'
  | 'threw'
  | 'endless'
  | 'interrupted'
  | 'never settles'
  | 'promise'
  | 'undefined'
  | 'not a number'
  | 'length'
  | 'shape'
  | 'type'
  | 'missing'
  | 'value'
  | 'not accepted'
  | 'changed inputs'
  | 'disposed inputs'
  | 'leak';

export interface Verdict {
  readonly passed: boolean;
  readonly kind: VerdictKind;
  /** How many tries came out right, in order, before the first that did not. */
  readonly right: number;
  readonly tries: number;
  /** The arguments of the try that this is about. */
  readonly tried?: string;
  readonly yours?: string;
  readonly expected?: string;
  /** The first place where they differ, when the answer is more than one value. */
  readonly place?: string;
  /** The likely misconception, and the way out. */
  readonly says: string;
  /** The heading of the lesson that helps. */
  readonly read?: string;
}

/** How much help a learner may still ask for. */
export interface Help {
  readonly hintsLeft: number;
  /** Names the commands of a terminal instead of those of a notebook. */
  readonly terminal?: boolean;
}

/**
 * A verdict as text, at most 80 characters wide.
 *
 * @param id of the exercise
 */
export function verdictText(id: string, verdict: Verdict, help: Help = { hintsLeft: 1 }): string {
  if (verdict.passed) {
    const tries = verdict.tries === 1 ? 'the try agrees' : `all ${verdict.tries} tries agree`;
    return `✓ ${id}: right, ${tries}.`;
  }
  const lines = [`${verdict.kind === 'untouched' ? '○' : '✗'} ${id}: ${headline(verdict)}`];
  if (verdict.tried !== undefined) lines.push(...wrap(verdict.tried, 4, 6));
  const row = (label: string, text: string): void => {
    lines.push(...wrap(text, 17, 17, `      ${label.padEnd(11)}`));
  };
  if (verdict.yours !== undefined) row('yours', verdict.yours);
  if (verdict.expected !== undefined) row('expected', verdict.expected);
  if (verdict.place !== undefined) row('first at', verdict.place);
  if (verdict.says !== '') lines.push(...wrap(verdict.says, 4));
  const left = verdict.read === undefined ? '' : `    Read: "${verdict.read}"`;
  const right = helpText(id, help);
  const gap = 78 - left.length - right.length;
  lines.push(...(gap >= 2 ? [left + ' '.repeat(gap) + right] : [left, `    ${right}`]));
  return lines.filter((line) => line !== '').join('\n');
}

function helpText(id: string, { hintsLeft, terminal }: Help): string {
  if (hintsLeft > 0) return terminal ? `hint: n2d hint ${id}` : `hint: hint('${id}')`;
  const command = terminal ? `n2d solution ${id} --show-me` : `solution('${id}', 'show me')`;
  return `the way out: ${command}`;
}

function headline({ kind, right, tries }: Verdict): string {
  if (kind === 'untouched') return 'your turn.';
  if (kind === 'library') return "that is the library's own.";
  if (kind === 'not a function') return 'there is no function to try yet.';
  if (right === 0) return 'not yet.';
  return `not yet, ${right === 1 ? 'the first try is' : `the first ${right} tries are`} right (of ${tries}).`;
}
