/** The steps on lists are the steps of the schedulers, in other words. */
import { describe, expect, it } from 'vitest';
import {
  cleanSample,
  ddim,
  ddimStep,
  euler,
  eulerStep,
  noiseLevels,
  noiseSchedule,
  random,
  runPlan,
  type SchedulerConfig,
  ShapeError,
  scaleInput,
  stableDiffusionConfig,
} from '../../src/index.js';

const size = 24;
const start = Array.from(random(3).randn(size));
const { alphasCumprod } = noiseSchedule(stableDiffusionConfig);
/** A network that answers something of its input and the time. */
const answer = (input: ArrayLike<number>, time: number): number[] =>
  Array.from(input, (x) => Math.tanh(x + time / 1000));
const noNoise = { noise: random(0).randn };

describe.each(['epsilon', 'v_prediction'] as const)('steps by hand, %s', (predictionType) => {
  const config: SchedulerConfig = { ...stableDiffusionConfig, predictionType };

  it('DDIM: ten steps end where the scheduler ends', () => {
    const plan = ddim.plan(config, 10);
    const times = plan.steps.map(({ timestep }) => timestep);
    const levels = noiseLevels(alphasCumprod, times);
    let noisy = start;
    times.forEach((time, i) => {
      const clean = cleanSample(predictionType, noisy, answer(noisy, time), levels[i]);
      noisy = ddimStep(noisy, clean, levels[i], levels[i + 1]);
    });
    const wanted = runPlan(plan, start, answer, noNoise);
    noisy.forEach((x, i) => {
      expect(x).toBeCloseTo(wanted[i], 9);
    });
  });

  it('Euler: ten steps end where the scheduler ends', () => {
    const plan = euler.plan(config, 10);
    const times = plan.steps.map(({ timestep }) => timestep);
    const levels = noiseLevels(alphasCumprod, times).slice(0, -1);
    const sigmas = [...levels.map(({ signal, noise }) => noise / signal), 0];
    const first = start.map((x) => x * plan.initialNoise);
    let noisy = first;
    times.forEach((time, i) => {
      const input = scaleInput(noisy, sigmas[i]);
      const clean = cleanSample(predictionType, input, answer(input, time), levels[i]);
      noisy = eulerStep(noisy, clean, sigmas[i], sigmas[i + 1]);
    });
    const wanted = runPlan(plan, first, answer, noNoise);
    noisy.forEach((x, i) => {
      expect(x).toBeCloseTo(wanted[i], 8);
    });
  });
});

describe('what they refuse', () => {
  it('lists of different lengths, and times that are not in the table', () => {
    const level = { signal: 0.8, noise: 0.6 };
    expect(() => ddimStep([1], [1, 2], level, level)).toThrow(ShapeError);
    expect(() => eulerStep([1], [], 1, 0)).toThrow('euler step: got lists of 1 and 0');
    expect(() => noiseLevels([0.9], [1])).toThrow('expected a whole number from 0 to 0');
  });
});
