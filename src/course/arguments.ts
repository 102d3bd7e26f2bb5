/** What was tried, in the names the learner gave: `scores [1000, 999], truth 0`. */
import { plain } from './plain.js';
import { valueText } from './value-text.js';

/**
 * Names of a function's parameters, read from its text; `''` where one has no plain name.
 *
 * @example
 * parameterNames((inputs: number[], bias = 1) => inputs.length + bias); // ['inputs', 'bias']
 */
export function parameterNames(fn: unknown): string[] {
  let text: string;
  try {
    text = Function.prototype.toString.call(fn);
  } catch {
    return [];
  }
  const alone = /^(?:async\s+)?([A-Za-z_$][\w$]*)\s*=>/.exec(text)?.[1];
  if (alone !== undefined) return [alone];
  const open = text.indexOf('(');
  if (open < 0) return [];
  const parts: string[] = [''];
  let depth = 0;
  for (const sign of text.slice(open + 1, open + 2000)) {
    if (sign === ')' && depth === 0) break;
    if ('([{'.includes(sign)) depth++;
    if (')]}'.includes(sign)) depth--;
    if (sign === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += sign;
  }
  return parts.map((part) => /^\s*([A-Za-z_$][\w$]*)\s*(?:=|$)/.exec(part)?.[1] ?? '');
}

/** One line for a list of arguments, the names from the learner's function or the reference. */
export function triedText(args: readonly unknown[], names: readonly string[]): string {
  if (args.length === 0) return 'called without arguments';
  const room = Math.max(16, Math.floor(66 / args.length));
  return args.map((arg, i) => `${names[i] ?? ''} ${valueText(plain(arg), room)}`.trim()).join(', ');
}
