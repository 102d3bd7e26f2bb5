import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, type Random, random } from '../../src/index.js';

const folder = join(import.meta.dirname, '..', 'golden', 'rng');

interface Draw {
  readonly kind: 'rand' | 'randn' | 'randint';
  readonly shape: readonly number[];
  readonly high?: number;
  readonly file?: string;
  readonly first?: readonly number[];
  readonly last?: readonly number[];
  readonly sum: number;
}
interface Manifest {
  readonly singles: readonly (Draw & { seed: number })[];
  readonly sequences: readonly { seed: number; draws: readonly Draw[] }[];
}
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;

/** The numbers of a .npy file: after its header, whose length stands at byte 8. */
function npy(name: string): number[] {
  const bytes = readFileSync(join(folder, name));
  const start = 10 + bytes.readUInt16LE(8);
  const header = bytes.subarray(10, start).toString('latin1');
  const data = new Uint8Array(bytes.subarray(start)).buffer;
  return Array.from(header.includes('<f4') ? new Float32Array(data) : new Int32Array(data));
}

function take(rng: Random, draw: Draw): number[] {
  const count = draw.shape.reduce((a, b) => a * b, 1);
  if (draw.kind === 'randint') return Array.from(rng.randint(0, draw.high as number, count));
  return Array.from(rng[draw.kind](count));
}

function expectDraw(got: readonly number[], draw: Draw): void {
  const tolerance = draw.kind === 'randn' ? 2e-6 : 0;
  const same = (a: readonly number[], b: readonly number[]): void => {
    expect(a.length).toBe(b.length);
    const worst = Math.max(...a.map((value, i) => Math.abs(value - b[i])));
    expect(worst).toBeLessThanOrEqual(tolerance);
  };
  if (draw.file !== undefined) same(got, npy(draw.file));
  if (draw.first !== undefined) same(got.slice(0, 16), draw.first);
  if (draw.last !== undefined) same(got.slice(-16), draw.last);
  const sum = got.reduce((a, b) => a + b, 0);
  expect(Math.abs(sum - draw.sum)).toBeLessThanOrEqual(1e-6 * got.length);
}

describe('random numbers equal torch', () => {
  const singles = manifest.singles.map((draw) => ({
    ...draw,
    title: `${draw.kind} [${draw.shape}] of seed ${draw.seed}`,
  }));

  it.each(singles)('$title', (draw) => {
    expectDraw(take(random(draw.seed), draw), draw);
  });

  it.each(manifest.sequences)('one after another, seed $seed', ({ seed, draws }) => {
    const rng = random(seed);
    for (const draw of draws) expectDraw(take(rng, draw), draw);
  });

  it('permutations', () => {
    const { cases } = JSON.parse(readFileSync(join(folder, 'permutations.json'), 'utf8')) as {
      cases: { seed: number; draws: number[][] }[];
    };
    for (const { seed, draws } of cases) {
      const rng = random(seed);
      for (const order of draws) expect(Array.from(rng.permutation(order.length))).toEqual(order);
    }
  });
});

describe('random', () => {
  it('gives a stream of its own for each seed', () => {
    const [a, b] = [random(1), random(1)];
    expect(a.rand(5)).toEqual(b.rand(5));
    expect(a.rand(5)).toEqual(b.rand(5));
    expect(random(2).rand(5)).not.toEqual(random(1).rand(5));
  });

  it('shuffles a copy', () => {
    const letters = ['a', 'b', 'c', 'd', 'e'];
    const mixed = random(3).shuffled(letters);
    expect(letters.join('')).toBe('abcde');
    expect([...mixed].sort()).toEqual(letters);
    expect(random(3).shuffled(letters)).toEqual(mixed);
  });

  it('draws nothing when nothing is asked for', () => {
    expect(random(0).randn(0).length).toBe(0);
    expect(random(0).shuffled([])).toEqual([]);
  });

  it('refuses what is no seed, count or range', () => {
    expect(() => random(0.5)).toThrow('random: got seed 0.5; expected a whole number');
    expect(() => random(Number.NaN)).toThrow(ConfigError);
    expect(() => random(0).rand(-1)).toThrow('rand: got count -1');
    expect(() => random(0).randn(2.5)).toThrow(ConfigError);
    expect(() => random(0).permutation(Number.POSITIVE_INFINITY)).toThrow(ConfigError);
    expect(() => random(0).randint(5, 5, 1)).toThrow('got from 5 to 5; expected low below high');
    expect(() => random(0).randint(0, Number.NaN, 1)).toThrow(ConfigError);
  });
});
