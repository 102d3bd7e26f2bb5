/** Damages a text of JSON: cut short, bytes changed, parts replaced by what nobody expects. */
import type { Random } from 'neuron-to-diffusion';

const strangers: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e300,
  '',
  'ünïcode \u0000 \ud800',
  [],
  {},
  [null, {}],
  { toString: 1, valueOf: null, length: -1 },
  { constructor: null, hasOwnProperty: 0 },
];

/** One of the damages, chosen by the stream. */
export function damaged(text: string, random: Random): string {
  const below = (end: number): number => random.randint(0, Math.max(1, end), 1)[0];
  const way = below(5);
  const at = below(text.length);
  if (way === 0) return text.slice(0, at);
  if (way === 1) {
    return `${text.slice(0, at)}${String.fromCharCode(below(256))}${text.slice(at + 1)}`;
  }
  if (way === 2) return `${text.slice(0, at)}${text.slice(at + below(40))}`;
  const value: unknown = JSON.parse(text);
  for (let i = 0; i <= below(3); i++) replaceOne(value, below);
  return `${way === 3 ? '\ufeff' : ''}${JSON.stringify(value)}`;
}

/** Walks down at random and puts a stranger where it stops. */
function replaceOne(value: unknown, below: (end: number) => number): void {
  let here = value as Record<string, unknown>;
  for (;;) {
    const keys = Object.keys(here);
    if (keys.length === 0) return;
    const key = keys[below(keys.length)];
    const next = here[key];
    if (typeof next !== 'object' || next === null || below(5) === 0) {
      if (below(6) === 0) delete here[key];
      else here[key] = structuredClone(strangers[below(strangers.length)]);
      return;
    }
    here = next as Record<string, unknown>;
  }
}
