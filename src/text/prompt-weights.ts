/**
 * Weights in a prompt: `(word)` counts 1.1 times, `(word:1.3)` 1.3 times, `[word]` 1 / 1.1 times;
 * brackets nest, `\(` is a bracket that means nothing, BREAK begins a new chunk.
 *
 * Source: the behaviour of AUTOMATIC1111's web UI (`parse_prompt_attention`), whose examples are in
 * the tests. Differs from it where it fails: a weight that is no number (`(a:1.2.3)`) is text, and
 * a BREAK inside of brackets still breaks.
 */
import { ConfigError } from '../math/errors.js';

/** A piece of a prompt and how much it counts. */
export interface PromptRun {
  readonly text: string;
  readonly weight: number;
  /** Whether this is a BREAK: no text, but the end of a chunk. */
  readonly breaks: boolean;
}

/** What one round or square bracket does. */
const roundFactor = 1.1;
const squareFactor = 1 / 1.1;

/** The longest prompt that is taken apart, in characters. */
export const longestPrompt = 50_000;

/** BREAK as a word of its own, in any script. */
const breakWord = /(?<![\p{L}\p{N}_])BREAK(?![\p{L}\p{N}_])/u;

type Building = { text: string; weight: number; breaks: boolean };

/**
 * The runs of a prompt, in order, neighbours of the same weight joined; at least one.
 *
 * @throws ConfigError for more than 50,000 characters
 * @example
 * promptRuns('a (red:1.3) house').map(({ text, weight }) => [text, weight]);
 * // [['a ', 1], ['red', 1.3], [' house', 1]]
 */
export function promptRuns(prompt: string): PromptRun[] {
  checkPrompt(prompt);
  const runs: Building[] = [];
  /** Where each open bracket's text begins. */
  const open = { '(': [] as number[], '[': [] as number[] };
  let plain = '';

  const add = (text: string): void => {
    runs.push({ text, weight: 1, breaks: false });
  };
  const flush = (): void => {
    if (plain === '') return;
    plain.split(breakWord).forEach((part, i, all) => {
      if (i > 0) runs.push({ text: 'BREAK', weight: -1, breaks: true });
      add(trimmed(part, i > 0, i < all.length - 1));
    });
    plain = '';
  };
  const multiply = (start: number, factor: number): void => {
    for (const run of runs.slice(start)) if (!run.breaks) run.weight *= factor;
  };

  for (let at = 0; at < prompt.length; ) {
    const sign = prompt[at];
    if (sign === '\\') {
      flush();
      const next = prompt[at + 1] ?? '';
      const literal = next !== '' && '()[]\\'.includes(next);
      if (literal) add(next);
      at += literal ? 2 : 1;
      continue;
    }
    const weight = sign === ':' && open['('].length > 0 ? weightAt(prompt, at) : undefined;
    if (sign === '(' || sign === '[') {
      flush();
      open[sign].push(runs.length);
    } else if (weight) {
      flush();
      multiply(open['('].pop() as number, weight.value);
      at += weight.length - 1;
    } else if (sign === ')' && open['('].length > 0) {
      flush();
      multiply(open['('].pop() as number, roundFactor);
    } else if (sign === ']' && open['['].length > 0) {
      flush();
      multiply(open['['].pop() as number, squareFactor);
    } else {
      plain += sign;
    }
    at += 1;
  }
  flush();
  // A bracket that is never closed reaches to the end.
  for (const start of open['(']) multiply(start, roundFactor);
  for (const start of open['[']) multiply(start, squareFactor);
  return joined(runs);
}

/** Refuses what is longer than any prompt is. */
export function checkPrompt(prompt: string): void {
  if (prompt.length <= longestPrompt) return;
  throw new ConfigError(
    `prompt: got ${prompt.length} characters; expected at most ${longestPrompt}`,
  );
}

/** The `: 1.3 )` that begins here, if it does. */
function weightAt(prompt: string, at: number): { value: number; length: number } | undefined {
  const found = /^:\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*\)/.exec(prompt.slice(at, at + 64));
  return found ? { value: Number(found[1]), length: found[0].length } : undefined;
}

/** White space around a BREAK belongs to it. */
function trimmed(text: string, start: boolean, end: boolean): string {
  const left = start ? text.trimStart() : text;
  return end ? left.trimEnd() : left;
}

function joined(runs: readonly Building[]): PromptRun[] {
  if (runs.length === 0) return [{ text: '', weight: 1, breaks: false }];
  const result: Building[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (last && !last.breaks && !run.breaks && last.weight === run.weight) last.text += run.text;
    else result.push({ ...run });
  }
  return result;
}
