/** What a run needs of memory: the numbers grow with what they should grow with. */
import { describe, expect, it } from 'vitest';
import { type MemoryPlan, memoryNeed, sd15Text, sd15Unet, sd15Vae } from '../../src/index.js';
import { whatFits } from '../../src/pipeline/memory-need.js';

const networks = { text: sd15Text, unet: sd15Unet, vae: sd15Vae };
const plan: MemoryPlan = {
  width: 512,
  height: 512,
  batch: 1,
  guided: true,
  vaeTiling: false,
  precision: 'fp32',
};
const gib = 2 ** 30;
const total = (change: Partial<MemoryPlan>): number =>
  memoryNeed(networks, { ...plan, ...change }).total / gib;

describe('the need for memory', () => {
  it('of Stable Diffusion 1.5 at 512 x 512 is that of its weights and a little more', () => {
    const { weights, work } = memoryNeed(networks, plan);
    // 859.5 + 123.1 + 83.7 million numbers
    expect(weights / 4e6).toBeCloseTo(1066.2, 0);
    expect(work / gib).toBeGreaterThan(1);
    expect(work / gib).toBeLessThan(2.5);
  });

  it('grows with the picture and the batch, and shrinks with tiles and half the precision', () => {
    expect(total({ width: 1024 })).toBeGreaterThan(total({}));
    expect(total({ batch: 4 })).toBeGreaterThan(total({}));
    expect(total({ width: 2048, height: 2048, vaeTiling: true })).toBeLessThan(
      total({ width: 2048, height: 2048 }),
    );
    expect(total({ precision: 'bf16' })).toBeLessThan(total({}) - 1.8);
    expect(total({ batch: 8, guided: false })).toBeLessThan(total({ batch: 8 }));
  });

  it.each([3.5, 5, 6, 8])('what is said to fit into %d GiB does', (free) => {
    const wish = { ...plan, width: 1024, height: 1024, batch: 2 };
    const fits = whatFits(networks, wish, free * gib, true);
    expect(fits.length).toBeGreaterThan(0);
    for (const { need } of fits) expect(need.total).toBeLessThanOrEqual(free * gib);
  });

  it('nothing fits where the weights alone do not', () => {
    expect(whatFits(networks, plan, gib, true)).toEqual([]);
    expect(whatFits(networks, plan, 3 * gib, false)).toEqual([]);
  });
});
