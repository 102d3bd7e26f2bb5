/** What a sample is made of agrees with making it. */
import { describe, expect, it } from 'vitest';
import {
  ConfigError,
  ddim,
  influence,
  random,
  runPlan,
  schedulers,
  stableDiffusionConfig,
} from '../../src/index.js';

describe('influence', () => {
  it.each(schedulers.map((one) => [one.name, one] as const))('%s', (_, scheduler) => {
    const plan = scheduler.plan(stableDiffusionConfig, 7);
    const rng = random(4);
    const start = rng.randn(3);
    const outputs: Float32Array[] = [];
    const noises: Float32Array[] = [];
    let call = 0;
    const final = runPlan(
      plan,
      start,
      () => {
        outputs.push(rng.randn(3));
        return outputs[call++];
      },
      {
        noise: () => {
          noises[call - 1] = rng.randn(3);
          return noises[call - 1];
        },
      },
    );
    const last = influence(plan).at(-1)!;
    final.forEach((value, i) => {
      const mixed =
        last.start * start[i] +
        last.outputs.reduce((sum, share, k) => sum + share * outputs[k][i], 0) +
        last.noises.reduce((sum, share, k) => sum + share * (noises[k]?.[i] ?? 0), 0);
      expect(value).toBeCloseTo(mixed, 8);
    });
  });

  it('knows nothing of answers to come', () => {
    const shares = influence(ddim.plan(stableDiffusionConfig, 5));
    shares.forEach(({ outputs }, i) => {
      expect(outputs.map((share) => share !== 0)).toEqual([0, 1, 2, 3, 4].map((k) => k <= i));
    });
  });

  it('refuses a plan that clips', () => {
    const plan = ddim.plan({ ...stableDiffusionConfig, clip: 1 }, 5);
    expect(() => influence(plan)).toThrow(ConfigError);
  });
});
