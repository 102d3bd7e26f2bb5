/**
 * Prompts that change while a picture is made: `[cat:dog:0.4]` says cat for the first 40 % of the
 * steps and dog after, `[dog:5]` adds, `[cat::5]` takes away, `[cat|dog]` says each in turn.
 *
 * Source: the behaviour of AUTOMATIC1111's web UI (`get_learned_conditioning_prompt_schedules`),
 * whose examples are in the tests. Brackets without partner are text; a group that mixes `|` and
 * `:` makes the whole prompt text, as there. Brackets deeper than 200 do so too.
 */
import { ConfigError } from '../math/errors.js';
import { partners } from './brackets.js';
import { checkPrompt } from './prompt-weights.js';

/** A prompt and the last step that it is for. */
export interface PromptPart {
  /** From 1, included; the next part begins after it. */
  readonly until: number;
  readonly prompt: string;
}

type Node =
  | string
  | { readonly turns: readonly (readonly Node[])[] }
  | { readonly before: readonly Node[]; readonly after: readonly Node[]; readonly when: number };

/** Brackets may nest so deep. */
const deepest = 200;

/** Thrown where a prompt does not follow the grammar; then it is taken as it stands. */
class NoSchedule extends Error {}

/**
 * What the prompt is at each step.
 *
 * @param steps how many steps the picture takes, 1 to 1000
 * @returns parts in order; the last one's `until` is `steps`
 * @throws ConfigError for a number of steps that is none, or a prompt of over 50,000 characters
 * @example
 * promptSchedule('a [cat:dog:0.4]', 10).map(({ until, prompt }) => [until, prompt]);
 * // [[4, 'a cat'], [10, 'a dog']]
 */
export function promptSchedule(prompt: string, steps: number): PromptPart[] {
  checkPrompt(prompt);
  if (!Number.isInteger(steps) || steps < 1 || steps > 1000) {
    throw new ConfigError(`prompt: got ${steps} steps; expected a whole number from 1 to 1000`);
  }
  let nodes: readonly Node[];
  try {
    nodes = parsed(prompt, steps);
  } catch (error) {
    if (error instanceof NoSchedule) return [{ until: steps, prompt }];
    throw error;
  }
  const ends = new Set([steps]);
  collectEnds(nodes, steps, ends);
  return [...ends].sort((a, b) => a - b).map((until) => ({ until, prompt: spoken(nodes, until) }));
}

/**
 * The prompt of one step.
 *
 * @param step from 1
 * @example
 * promptAtStep(promptSchedule('[cat|dog]', 4), 2); // 'dog'
 */
export function promptAtStep(parts: readonly PromptPart[], step: number): string {
  const part = parts.find(({ until }) => step <= until) ?? parts[parts.length - 1];
  return part.prompt;
}

function parsed(text: string, steps: number): readonly Node[] {
  const partner = partners(text);
  /** The nodes from `from` to `to`, both known to hold whole groups. */
  const sequence = (from: number, to: number, depth: number): Node[] => {
    if (depth > deepest) throw new NoSchedule();
    const nodes: Node[] = [];
    let plain = '';
    const flush = (): void => {
      if (plain !== '') nodes.push(plain);
      plain = '';
    };
    for (let at = from; at < to; ) {
      const close = partner[at];
      if (text[at] === '\\') {
        plain += text.slice(at, Math.min(at + 2, to));
        at += 2;
      } else if (close > at) {
        flush();
        const inner = text[at] === '[' ? group(at, close, depth + 1) : undefined;
        nodes.push(...(inner ?? [text[at], ...sequence(at + 1, close, depth + 1), text[close]]));
        at = close + 1;
      } else {
        plain += text[at];
        at += 1;
      }
    }
    flush();
    return nodes;
  };

  /** What stands between two square brackets, if it is more than text. */
  const group = (open: number, close: number, depth: number): Node[] | undefined => {
    const marks: number[] = [];
    for (let at = open + 1; at < close; at++) {
      if (text[at] === '\\') at += 1;
      else if (partner[at] > at) at = partner[at];
      else if (text[at] === ':' || text[at] === '|') marks.push(at);
    }
    if (marks.length === 0) return undefined;
    const edges = [open, ...marks, close];
    const field = (i: number): Node[] => sequence(edges[i] + 1, edges[i + 1], depth);
    if (marks.every((at) => text[at] === '|')) {
      return [{ turns: edges.slice(1).map((_, i) => field(i)) }];
    }
    if (marks.some((at) => text[at] === '|')) throw new NoSchedule();
    const when = stepOf(text.slice(marks[marks.length - 1] + 1, close), steps);
    if (when === undefined || marks.length > 2) return undefined;
    const before = marks.length === 2 ? field(0) : [];
    return [{ before, after: field(marks.length - 1), when }];
  };
  return sequence(0, text.length, 0);
}

/** The step of a number: with a point it is a share of all steps, without a step. */
function stepOf(word: string, steps: number): number | undefined {
  const number = word.trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(number)) return undefined;
  const value = Number(number);
  return Math.min(steps, Math.trunc(number.includes('.') ? value * steps : value));
}

function collectEnds(nodes: readonly Node[], steps: number, ends: Set<number>): void {
  for (const node of nodes) {
    if (typeof node === 'string') continue;
    if ('turns' in node) {
      for (let step = 1; step <= steps; step++) ends.add(step);
      return;
    }
    if (node.when >= 1) ends.add(node.when);
    collectEnds(node.before, steps, ends);
    collectEnds(node.after, steps, ends);
  }
}

function spoken(nodes: readonly Node[], step: number): string {
  return nodes
    .map((node) => {
      if (typeof node === 'string') return node;
      if ('turns' in node) return spoken(node.turns[(step - 1) % node.turns.length], step);
      return spoken(step <= node.when ? node.before : node.after, step);
    })
    .join('');
}
