/**
 * Every scheduler against diffusers: timesteps, sigmas, the final sample of every recorded run and
 * the sample after every call of some, within the tolerance that the golden carries.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  addNoise,
  ConfigError,
  levelOfSigma,
  noiseLevel,
  noiseSchedule,
  random,
  runPlan,
  schedulerFromConfig,
} from '../../src/index.js';
import { largestDifference, readNpy } from '../helpers/npy.js';

const folder = join(import.meta.dirname, '..', 'golden', 'schedulers');
const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

interface Case {
  readonly id: string;
  readonly prediction_type: string;
  readonly timestep_spacing: string;
  readonly karras: boolean;
  readonly steps: number;
  readonly eta: number;
  readonly calls: number;
  readonly init_noise_sigma: number;
  readonly timesteps: readonly number[];
  readonly sigmas?: readonly number[];
  readonly final_index?: number;
  readonly tolerance: number;
  readonly trajectory?: string;
}

/** A run of `make_more.py`. */
interface MoreCase {
  readonly scheduler: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly steps: number;
  readonly begin: number;
  readonly eta: number;
  readonly timesteps: readonly number[];
  readonly final_index: number;
  readonly tolerance: number;
  readonly error?: string;
}

interface Manifest {
  readonly base_config: Readonly<Record<string, unknown>>;
  readonly add_noise: {
    readonly cases: readonly {
      readonly scheduler: string;
      readonly karras: boolean;
      readonly spacing: string;
      readonly steps: number;
      readonly index: number;
      readonly timestep: number;
      readonly file: string;
      readonly tolerance: number;
    }[];
  };
}
const manifest = readJson(join(folder, 'manifest.json')) as Manifest;

/** The network of the goldens. */
const model = (x: Float64Array, t: number): Float64Array =>
  x.map((value) => 0.9 * Math.tanh(value) + 0.05 * Math.sin(t / 100));

function planOf(name: string, one: Case, extra: Readonly<Record<string, unknown>> = {}) {
  const { scheduler, config } = schedulerFromConfig(
    {
      ...manifest.base_config,
      prediction_type: one.prediction_type,
      timestep_spacing: one.timestep_spacing,
      use_karras_sigmas: one.karras,
      ...extra,
    },
    { scheduler: name },
  );
  return { config, plan: scheduler.plan(config, one.steps, { eta: one.eta }) };
}

function check(name: string, one: Case, path: string, extra = {}): void {
  const { plan } = planOf(name, one, extra);
  expect(plan.steps.length, `${one.id}: calls`).toBe(one.calls);
  expect(plan.initialNoise, `${one.id}: first sample`).toBeCloseTo(one.init_noise_sigma, 3);
  const timesteps = plan.steps.map((step) => step.timestep);
  expect(largestDifference(timesteps, one.timesteps), `${one.id}: timesteps`).toBeLessThan(2e-3);
  if (one.sigmas) {
    const levels = plan.steps.map(({ noising }) => noising.noise / noising.signal);
    levels.push(plan.finalLevel.noise / plan.finalLevel.signal);
    const off = levels.map((sigma, i) => (sigma - one.sigmas![i]) / (1 + sigma));
    expect(Math.max(...off.map(Math.abs)), `${one.id}: sigmas`).toBeLessThan(2e-5);
  }
  if (one.final_index === undefined) return;
  const { randn } = random(0);
  const start = randn(256).map((value) => value * plan.initialNoise);
  const after: Float64Array[] = [];
  const final = runPlan(plan, start, model, {
    noise: randn,
    onStep: ({ sample }) => after.push(sample),
  });
  const finals = readNpy(join(path, 'final.npy')).values;
  const wanted = finals.subarray(256 * one.final_index, 256 * (one.final_index + 1));
  const off = largestDifference(final, wanted);
  expect(off, `${name} ${one.id}: final`).toBeLessThanOrEqual(one.tolerance);
  if (!one.trajectory) return;
  const track = readNpy(join(path, one.trajectory)).values;
  let largest = Math.max(...start.map(Math.abs));
  after.forEach((sample, i) => {
    const there = largestDifference(sample, track.subarray(256 * i, 256 * (i + 1)));
    // diffusers subtracts from the sample in float32: its rounding counts where that is 14,000
    // (sigma 4096, after the zero-SNR rescale) and the result is 50
    const bound = one.tolerance + largest * 2 ** -24;
    expect(there, `${name} ${one.id}: after call ${i}`).toBeLessThanOrEqual(bound);
    largest = Math.max(...sample.map(Math.abs));
  });
}

interface Cases {
  readonly scheduler: string;
  readonly cases: readonly Case[];
}
const casesOf = (path: string): Cases => readJson(join(path, 'cases.json')) as Cases;
const withCases = (parent: string): string[] =>
  readdirSync(parent, { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && !['add-noise', 'zero-snr', 'more'].includes(entry.name),
    )
    .map((entry) => entry.name);

describe('trajectories of diffusers', () => {
  it.each(withCases(folder))('%s', (name) => {
    const path = join(folder, name);
    const { scheduler, cases } = casesOf(path);
    expect(cases.length).toBeGreaterThan(3);
    for (const one of cases) check(scheduler, one, path);
  });

  it.each(withCases(join(folder, 'zero-snr')))('%s with zero terminal SNR', (name) => {
    const path = join(folder, 'zero-snr', name);
    const { scheduler, cases } = casesOf(path);
    for (const one of cases) check(scheduler, one, path, { rescale_betas_zero_snr: true });
  });
});

describe('runs at other settings', () => {
  const path = join(folder, 'more');
  const { cases, skipped } = readJson(join(path, 'cases.json')) as {
    readonly cases: readonly MoreCase[];
    readonly skipped: readonly MoreCase[];
  };
  const finals = readNpy(join(path, 'final.npy')).values;
  const planOfMore = (one: MoreCase) => {
    const file = { ...manifest.base_config, ...one.settings };
    const { scheduler, config } = schedulerFromConfig(file, { scheduler: one.scheduler });
    return scheduler.plan(config, one.steps, { eta: one.eta, begin: one.begin });
  };
  const titled = (list: readonly MoreCase[]): [string, MoreCase][] =>
    list.map((one) => [
      `${one.scheduler}, ${one.steps} steps from ${one.begin}, ${JSON.stringify(one.settings)}`,
      one,
    ]);

  it.each(titled(cases))('%s', (_, one) => {
    const plan = planOfMore(one);
    const timesteps = plan.steps.map((step) => step.timestep);
    expect(largestDifference(timesteps, one.timesteps)).toBeLessThan(2e-3);
    const { randn } = random(0);
    const start = randn(256).map((value) => value * plan.initialNoise);
    const final = runPlan(plan, start, model, { noise: randn }).subarray(0, 64);
    const wanted = finals.subarray(64 * one.final_index, 64 * (one.final_index + 1));
    expect(largestDifference(final, wanted)).toBeLessThanOrEqual(one.tolerance);
  });

  it.each(titled(skipped.filter((one) => one.error !== 'not finite')))(
    'refuses what diffusers cannot: %s',
    (_, one) => {
      expect(() => planOfMore(one)).toThrow(ConfigError);
    },
  );
});

describe('noise on a clean sample', () => {
  const path = join(folder, 'add-noise');
  const clean = readNpy(join(path, 'x0.npy')).values;
  const noise = readNpy(join(path, 'noise.npy')).values;

  it.each(manifest.add_noise.cases)('$file', (one) => {
    const { scheduler, config } = schedulerFromConfig(
      { ...manifest.base_config, timestep_spacing: one.spacing, use_karras_sigmas: one.karras },
      { scheduler: one.scheduler },
    );
    const step = scheduler.plan(config, one.steps).steps[one.index];
    const bySigma = ['euler', 'euler-a', 'heun', 'lms', 'dpm++2m', 'unipc'];
    const level = bySigma.includes(one.scheduler)
      ? step.noising
      : noiseLevel(noiseSchedule(config), one.timestep);
    const off = largestDifference(
      addNoise(clean, noise, level),
      readNpy(join(path, one.file)).values,
    );
    expect(off).toBeLessThanOrEqual(one.tolerance);
  });

  it('is the same level in both letters', () => {
    expect(levelOfSigma(0.75)).toEqual({ signal: 0.8, noise: expect.closeTo(0.6, 12) });
  });
});

describe('tables', () => {
  const schedule = {
    trainTimesteps: 1000,
    betaSchedule: 'scaled_linear',
    betaStart: 0.00085,
    betaEnd: 0.012,
  } as const;
  const table = (name: string): Float32Array =>
    readNpy(join(folder, `${name}.npy`)).values as Float32Array;

  it('betas and cumulative products', () => {
    const plain = noiseSchedule(schedule);
    expect(largestDifference(plain.betas, table('betas'))).toBe(0);
    expect(largestDifference(plain.alphasCumprod, table('alphas_cumprod'))).toBe(0);
  });

  it('after the rescale', () => {
    const rescaled = noiseSchedule({ ...schedule, rescaleZeroSnr: true });
    // torch's vectorised square root is off by a last bit at a fifth of its arguments; the rescale
    // takes the difference of roots that are nearly equal
    expect(largestDifference(rescaled.betas, table('betas_zero_snr'))).toBeLessThan(5e-6);
    const wanted = table('alphas_cumprod_zero_snr');
    expect(largestDifference(rescaled.alphasCumprod, wanted)).toBeLessThan(1e-6);
    expect(rescaled.alphasCumprod[999]).toBe(0);
  });
});
