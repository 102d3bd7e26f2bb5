/**
 * Arithmetic of mixtures, so that a scheduler's file can be written in the quantities of its paper
 * (the clean sample, the slope) and still end in coefficients of sample, output and what was kept.
 */
import type { Keep, Mix } from './plan.js';
import type { Pair } from './prediction.js';

/**
 * A mixture times a number.
 *
 * @example
 * scaled({ sample: 1, kept: [2, 0] }, 3); // { sample: 3, kept: [6, 0] }
 */
export function scaled(mix: Mix, factor: number): Mix {
  return Object.fromEntries(
    Object.entries(mix).map(([name, value]) => [
      name,
      typeof value === 'number' ? value * factor : value.map((one: number) => one * factor),
    ]),
  );
}

/**
 * The sum of mixtures.
 *
 * @example
 * summed({ sample: 1, kept: [1] }, { sample: 2, kept: [0, 4] }); // { sample: 3, kept: [1, 4] }
 */
export function summed(...mixes: readonly Mix[]): Mix {
  const total: Record<string, number | number[]> = {};
  for (const mix of mixes) {
    for (const [name, value] of Object.entries(mix) as [string, number | readonly number[]][]) {
      const before = total[name];
      if (typeof value === 'number') total[name] = ((before as number | undefined) ?? 0) + value;
      else total[name] = longer((before as number[] | undefined) ?? [], value);
    }
  }
  return total;
}

/**
 * The predicted clean sample as a step uses it: as it is, or cut off at `clip` and then kept.
 *
 * @returns what to keep, and the mixture that stands for the clean sample in `next`
 */
export function cleanToUse(clean: Pair, clip: number): { keep: Keep; clean: Mix } {
  if (clip === Number.POSITIVE_INFINITY) return { keep: clean, clean };
  return { keep: { ...clean, clip }, clean: { kept: [1] } };
}

function longer(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => (a[i] ?? 0) + (b[i] ?? 0));
}
