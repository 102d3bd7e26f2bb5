/** scheduler_config.json -> scheduler and settings, as diffusers' from_config takes it. */
import { describe, expect, it } from 'vitest';
import { ConfigError, schedulerFromConfig, schedulers } from '../../src/index.js';

/** The file of Stable Diffusion 1.5. */
const sd15 = {
  _class_name: 'PNDMScheduler',
  _diffusers_version: '0.6.0',
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  beta_start: 0.00085,
  num_train_timesteps: 1000,
  set_alpha_to_one: false,
  skip_prk_steps: true,
  steps_offset: 1,
  trained_betas: null,
  clip_sample: false,
};

describe('schedulerFromConfig', () => {
  it('takes the class of the file', () => {
    const { scheduler, config } = schedulerFromConfig(sd15);
    expect(scheduler.name).toBe('pndm');
    expect(config).toMatchObject({ timestepSpacing: 'leading', stepsOffset: 1, betaEnd: 0.012 });
  });

  it('keeps what the other class knows, and its own defaults for the rest', () => {
    const euler = schedulerFromConfig(sd15, { scheduler: 'euler' }).config;
    expect(euler).toMatchObject({ timestepSpacing: 'linspace', stepsOffset: 1 });
    const ddim = schedulerFromConfig(sd15, { scheduler: 'ddim' }).config;
    expect(ddim.clip).toBe(Number.POSITIVE_INFINITY);
    expect(ddim.setAlphaToOne).toBe(false);
  });

  it('falls back on the defaults of the class', () => {
    const bare = (name: string) => schedulerFromConfig({}, { scheduler: name }).config;
    expect(bare('ddim')).toMatchObject({ clip: 1, setAlphaToOne: true, betaSchedule: 'linear' });
    expect(bare('ddpm')).toMatchObject({ clip: 1, timestepSpacing: 'leading', betaEnd: 0.02 });
    expect(bare('pndm')).toMatchObject({ skipPrkSteps: false, stepsOffset: 0 });
    expect(bare('heun')).toMatchObject({ betaStart: 0.00085, betaEnd: 0.012 });
    expect(bare('lcm')).toMatchObject({ betaSchedule: 'scaled_linear', originalSteps: 50 });
    for (const name of ['euler', 'euler-a', 'heun', 'lms', 'dpm++2m', 'unipc']) {
      expect(bare(name).timestepSpacing).toBe('linspace');
    }
  });

  it('forgets values that were only defaults when they were saved', () => {
    const saved = {
      ...sd15,
      timestep_spacing: 'leading',
      _use_default_values: ['timestep_spacing'],
    };
    const { config } = schedulerFromConfig(saved, { scheduler: 'euler' });
    expect(config.timestepSpacing).toBe('linspace');
    const meant = { ...sd15, timestep_spacing: 'leading' };
    const kept = schedulerFromConfig(meant, { scheduler: 'euler' }).config;
    expect(kept.timestepSpacing).toBe('leading');
  });

  it('lets the caller win', () => {
    const choice = { scheduler: 'dpm++2m', karras: true, predictionType: 'v_prediction' } as const;
    expect(schedulerFromConfig(sd15, choice).config).toMatchObject({
      karras: true,
      predictionType: 'v_prediction',
    });
  });

  it('takes what is undefined as not said', () => {
    const choice = { scheduler: undefined, karras: undefined, timestepSpacing: undefined };
    expect(schedulerFromConfig(sd15, choice)).toEqual(schedulerFromConfig(sd15));
  });

  it('reads text, with the words that Python writes', () => {
    const text =
      '{"_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": -Infinity, "x": "NaN"}';
    const { config } = schedulerFromConfig(text);
    expect(config.lambdaMinClipped).toBe(Number.NEGATIVE_INFINITY);
  });

  it('takes every class by both names', () => {
    for (const one of schedulers) {
      expect(schedulerFromConfig({ _class_name: one.className }).scheduler).toBe(one);
      expect(schedulerFromConfig({}, { scheduler: one.name }).scheduler).toBe(one);
    }
  });

  it.each([
    [
      { ...sd15, _class_name: 'EulerDiscretScheduler' },
      {},
      /did you mean 'EulerDiscreteScheduler'/,
    ],
    [sd15, { scheduler: 'dpm++2' }, /did you mean 'dpm\+\+2m'/],
    [{ ...sd15, thresholding: true }, { scheduler: 'ddim' }, /thresholding true; expected false/],
    [{ algorithm_type: 'sde-dpmsolver++' }, { scheduler: 'dpm++2m' }, /dpmsolver\+\+/],
    [{ use_beta_sigmas: true }, { scheduler: 'euler' }, /use_karras_sigmas is here/],
    [{ ...sd15, prediction_type: 'v-prediction' }, {}, /did you mean 'v_prediction'/],
    [{ ...sd15, prediction_type: 'sample' }, {}, /prediction type for pndm/],
    [{ ...sd15, timestep_spacing: 'traling' }, {}, /did you mean 'trailing'/],
    [{ ...sd15, beta_schedule: 'cosine' }, {}, /beta schedule/],
    [{ ...sd15, beta_end: '0.012' }, {}, /beta_end: got "0.012"; expected a number/],
    [sd15, { scheduler: 'ddim', karras: true }, /Karras/],
    [sd15, { rescaleZeroSnr: true }, /zero-SNR rescale/],
    [{}, {}, /_class_name/],
  ])('refuses %j %j', (file, choice, message) => {
    expect(() => schedulerFromConfig(file, choice as never)).toThrow(message);
    expect(() => schedulerFromConfig(file, choice as never)).toThrow(ConfigError);
  });

  it('refuses text that is no configuration', () => {
    expect(() => schedulerFromConfig('<html>')).toThrow('got "<html>"; expected JSON');
    expect(() => schedulerFromConfig('[1]')).toThrow('expected scheduler_config.json');
  });

  it('refuses a plan that would divide by zero', () => {
    const { scheduler, config } = schedulerFromConfig(
      { ...sd15, rescale_betas_zero_snr: true, timestep_spacing: 'trailing' },
      { scheduler: 'ddim' },
    );
    expect(() => scheduler.plan(config, 10)).toThrow(/divide by zero at timestep 999/);
    const trained = schedulerFromConfig({ trained_betas: [0.1, 0.2] }, { scheduler: 'ddim' });
    expect(trained.config.trainTimesteps).toBe(2);
  });
});
