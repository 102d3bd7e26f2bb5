/** Figures of noise schedules and of what a sampler's samples are made of. */
import { describe, expect, it } from 'vitest';
import {
  eulerAncestral,
  influence,
  influenceMap,
  noiseSchedule,
  ShapeError,
  schedulePlot,
  stableDiffusionConfig,
  stableDiffusionSchedule,
} from '../../src/index.js';

describe('schedulePlot', () => {
  const { alphasCumprod } = noiseSchedule(stableDiffusionSchedule);

  it('draws signal and noise of one schedule', () => {
    const { alt } = schedulePlot({ title: 'SD', schedules: { scaled: alphasCumprod } });
    expect(alt).toContain('scaled: signal: from 0.9996 at 0 to 0.06826 at 999');
    expect(alt).toContain('scaled: noise');
  });

  it('compares the signal of several', () => {
    const { alphasCumprod: linear } = noiseSchedule({
      ...stableDiffusionSchedule,
      betaSchedule: 'linear',
    });
    const { alt } = schedulePlot({ title: 'two', schedules: { scaled: alphasCumprod, linear } });
    expect(alt).toContain('linear: signal');
    expect(alt).not.toContain('noise');
  });
});

describe('influenceMap', () => {
  it('has a row for each call and leaves out noise that counts nothing', () => {
    const plan = eulerAncestral.plan(stableDiffusionConfig, 3);
    const timesteps = plan.steps.map((step) => step.timestep);
    const map = influenceMap({ title: 'Euler a', rows: influence(plan), timesteps });
    // start, three answers, noise of the first two calls: the last one counts 0
    expect(map.alt).toContain('3 rows, 6 columns');
  });

  it('refuses nothing at all', () => {
    expect(() => influenceMap({ title: 'none', rows: [] })).toThrow(ShapeError);
  });
});
