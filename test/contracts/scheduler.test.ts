/**
 * The laws of a scheduler, run over the list `schedulers`, for each prediction it knows, without a
 * special case. The strongest: a network that knows the clean sample keeps every sample of a run at
 * the noise level that the plan says, and ends in the clean sample. With
 * other answers than the noise this holds in the limit of many steps: PNDM weighs velocities of
 * different levels as if they were of one, and it restarts its memory in the middle.
 */
import { describe, expect, it } from 'vitest';
import {
  ConfigError,
  cleanFrom,
  type NoiseLevel,
  noiseFrom,
  type PredictionType,
  runPlan,
  type Scheduler,
  type SchedulerConfig,
  type SchedulerPlan,
  type SchedulerStep,
  schedulers,
  stableDiffusionConfig,
} from '../../src/index.js';

/** `leading`: with the others DDIM and PNDM arrive beside the next timestep, as in diffusers. */
const configOf = (predictionType: PredictionType, extra = {}): SchedulerConfig => ({
  ...stableDiffusionConfig,
  predictionType,
  ...extra,
});

/**
 * Samples as amounts: of the clean sample (place 0), of the first noise (1), and of the noise of
 * each drawing (2, 3, ...). Their squares from place 1 on add up to the variance of the noise.
 */
const places = 128;
const cleanSample = Float64Array.from({ length: places }, (_, i) => (i === 0 ? 1 : 0));

/** A network that knows the clean sample, and answers what it was trained to answer. */
function oracle(type: PredictionType, step: SchedulerStep) {
  const { signal, noise } = vp(step.noising);
  return (x: Float64Array): Float64Array => {
    const epsilon = x.map((value, i) => (value - signal * cleanSample[i]) / noise);
    const clean = cleanFrom(type, { signal, noise });
    const answer = noiseFrom(type, { signal, noise });
    // Solve clean = s x + o answer for the answer, or epsilon = ... where the first is blind.
    return x.map((value, i) =>
      clean.output !== 0
        ? (cleanSample[i] - clean.sample * value) / clean.output
        : (epsilon[i] - answer.sample * value) / answer.output,
    );
  };
}

/** Shares whose squares add up to 1. */
function vp({ signal, noise }: NoiseLevel): NoiseLevel {
  const size = Math.hypot(signal, noise);
  return { signal: signal / size, noise: noise / size };
}

/** The sample after each call, in amounts. */
function track(plan: SchedulerPlan, type: PredictionType): Float64Array[] {
  const after: Float64Array[] = [];
  const { signal, noise } = plan.steps[0].noising;
  const start = Float64Array.from({ length: places }, (_, i) => [signal, noise][i] ?? 0);
  let drawn = 2;
  let call = 0;
  runPlan(plan, start, (x) => oracle(type, plan.steps[call++])(x), {
    noise: () => Float64Array.from({ length: places }, (_, i) => (i === drawn ? 1 : 0)),
    onStep: ({ sample, step }) => {
      after.push(sample);
      if (step.next.noise !== undefined) drawn += 1;
    },
  });
  return after;
}

const eachPrediction = schedulers.flatMap((scheduler) =>
  scheduler.predictions.map((type): [string, Scheduler, PredictionType] => [
    `${scheduler.name} ${type}`,
    scheduler,
    type,
  ]),
);

describe.each(eachPrediction)('%s', (_, scheduler, type) => {
  it('50 steps with an oracle end in the clean sample', () => {
    const plan = scheduler.plan(configOf(type), 50);
    const last = track(plan, type).at(-1)!;
    expect(Math.abs(last[0] - plan.finalLevel.signal)).toBeLessThan(5e-3);
    const spread = Math.hypot(...last.subarray(1));
    expect(Math.abs(spread - plan.finalLevel.noise)).toBeLessThan(5e-3);
  });

  it('visits timesteps from noisy to clean, inside of training', () => {
    for (const count of [1, 3, 10, 50]) {
      const times = scheduler.plan(configOf(type), count).steps.map((step) => step.timestep);
      expect(times.length).toBeGreaterThanOrEqual(count);
      times.forEach((t, i) => {
        expect(t).toBeGreaterThanOrEqual(0);
        expect(t).toBeLessThanOrEqual(999);
        if (i > 0) expect(t).toBeLessThanOrEqual(times[i - 1]);
      });
    }
  });

  it('a run that begins in the middle is the end of the whole run', () => {
    const whole = scheduler.plan(configOf(type), 50);
    const part = scheduler.plan(configOf(type), 50, { begin: 20 });
    const tail = whole.steps.slice(whole.steps.length - part.steps.length);
    expect(part.steps.map((step) => step.timestep)).toEqual(tail.map((step) => step.timestep));
    expect(part.steps.map((step) => step.noising)).toEqual(tail.map((step) => step.noising));
    const last = track(part, type).at(-1)!;
    expect(Math.abs(last[0] - whole.finalLevel.signal)).toBeLessThan(5e-3);
  });

  it('has only finite coefficients, and asks for no more memory than it says', () => {
    for (const spacing of ['leading', 'trailing', 'linspace'] as const) {
      const { steps, memory } = scheduler.plan(configOf(type, { timestepSpacing: spacing }), 25);
      for (const step of steps) {
        const numbers = [step.inputScale, ...Object.values(step.next).flat(), step.keep.output];
        expect(numbers.every(Number.isFinite)).toBe(true);
        expect((step.next.kept ?? [0]).length - 1).toBeLessThanOrEqual(memory);
      }
    }
  });

  it('is a plain value: the same question gives the same plan', () => {
    const plan = scheduler.plan(configOf(type), 6);
    expect(scheduler.plan(configOf(type), 6)).toEqual(plan);
    expect(JSON.parse(JSON.stringify(plan.steps[0].next))).toEqual(plan.steps[0].next);
  });
});

describe.each(schedulers.map((one): [string, Scheduler] => [one.name, one]))(
  '%s',
  (_, scheduler) => {
    it.each([0, -1, 2.5, 1001, 10_000, Number.NaN])('refuses %d steps', (count) => {
      expect(() => scheduler.plan(stableDiffusionConfig, count)).toThrow(ConfigError);
      expect(() => scheduler.plan(stableDiffusionConfig, count)).toThrow(/1 to 1000/);
    });

    it.each([-1, 10, 0.5])('refuses to begin at %d of 10', (begin) => {
      expect(() => scheduler.plan(stableDiffusionConfig, 10, { begin })).toThrow(/begin/);
    });

    it.each([1, 2, 4, 10, 37])(
      '%i steps: an oracle of the noise keeps every sample at its level',
      (count) => {
        const plan = scheduler.plan(configOf('epsilon'), count);
        const after = track(plan, 'epsilon');
        const levels = [...plan.steps.slice(1).map((step) => step.noising), plan.finalLevel];
        after.forEach((sample, i) => {
          const { signal, noise } = levels[i];
          expect(Math.abs(sample[0] - signal), `signal after call ${i}`).toBeLessThan(1e-4);
          const spread = Math.hypot(...sample.subarray(1));
          expect(Math.abs(spread - noise), `noise after call ${i}`).toBeLessThan(
            2e-3 * (1 + noise),
          );
        });
      },
    );

    it.each([-1, 0.5])('refuses a steps_offset of %d', (stepsOffset) => {
      const config = { ...stableDiffusionConfig, stepsOffset };
      expect(() => scheduler.plan(config, 10)).toThrow(/steps_offset/);
    });

    it('names its source', () => {
      expect(scheduler.source).toMatch(/\d{4}/);
      expect(scheduler.className).toMatch(/Scheduler$/);
    });

    it('answers do not depend on how the network speaks', () => {
      const finals = scheduler.predictions.map((type) =>
        track(scheduler.plan(configOf(type), 50), type)
          .at(-1)!
          .map(Math.abs),
      );
      for (const final of finals) {
        const largest = Math.max(...final.map((value, i) => Math.abs(value - finals[0][i])));
        expect(largest).toBeLessThan(5e-3);
      }
    });
  },
);
