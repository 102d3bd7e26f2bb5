/**
 * Which keys of scheduler_config.json each class takes, and which values this library has.
 *
 * Source: the constructors of diffusers 0.42.
 */

/** Keys and values of a configuration file. */
export type Settings = Readonly<Record<string, unknown>>;

const schedule = [
  'num_train_timesteps',
  'beta_start',
  'beta_end',
  'beta_schedule',
  'trained_betas',
  'prediction_type',
  'timestep_spacing',
  'steps_offset',
];
const threshold = ['clip_sample', 'clip_sample_range', 'thresholding'];
const ladders = ['use_karras_sigmas', 'use_exponential_sigmas', 'use_beta_sigmas'];
const solver = [
  ...schedule,
  ...ladders,
  'use_flow_sigmas',
  'thresholding',
  'solver_order',
  'solver_type',
  'lower_order_final',
  'final_sigmas_type',
  'rescale_betas_zero_snr',
];

const keys: Readonly<Record<string, readonly string[]>> = {
  ddpm: [...schedule, ...threshold, 'variance_type', 'rescale_betas_zero_snr'],
  ddim: [...schedule, ...threshold, 'set_alpha_to_one', 'rescale_betas_zero_snr'],
  pndm: [...schedule, 'skip_prk_steps', 'set_alpha_to_one'],
  euler: [
    ...schedule,
    ...ladders,
    'interpolation_type',
    'sigma_min',
    'sigma_max',
    'timestep_type',
    'final_sigmas_type',
    'rescale_betas_zero_snr',
  ],
  'euler-a': [...schedule, 'rescale_betas_zero_snr'],
  heun: [...schedule, ...ladders, 'clip_sample', 'clip_sample_range'],
  lms: [...schedule, ...ladders],
  'dpm++2m': [
    ...solver,
    'algorithm_type',
    'euler_at_final',
    'use_lu_lambdas',
    'lambda_min_clipped',
    'variance_type',
  ],
  unipc: [...solver, 'predict_x0', 'disable_corrector', 'solver_p'],
  lcm: [
    ...schedule,
    ...threshold,
    'set_alpha_to_one',
    'original_inference_steps',
    'timestep_scaling',
    'rescale_betas_zero_snr',
  ],
};

/** The keys that a scheduler takes, by its name on the command line. */
export function keysOf(name: string): readonly string[] {
  return keys[name] ?? [];
}

/** Values that are taken, and why the others are not. */
export const refusals: Readonly<
  Record<string, { readonly accepts: readonly (string | boolean | number)[]; readonly why: string }>
> = {
  thresholding: { accepts: [false], why: 'dynamic thresholding is for pixels, not for latents' },
  variance_type: {
    accepts: ['fixed_small', 'fixed_small_log', 'fixed_large'],
    why: 'learned variances are not here',
  },
  use_exponential_sigmas: { accepts: [false], why: 'use_karras_sigmas is here' },
  use_beta_sigmas: { accepts: [false], why: 'use_karras_sigmas is here' },
  use_flow_sigmas: { accepts: [false], why: 'flow matching is of later models' },
  use_lu_lambdas: { accepts: [false], why: 'use_karras_sigmas is here' },
  interpolation_type: { accepts: ['linear'], why: 'the nearest that is here' },
  timestep_type: { accepts: ['discrete'], why: 'the nearest that is here' },
  final_sigmas_type: { accepts: ['zero', 'sigma_min'], why: 'there are no others' },
  sigma_min: { accepts: [], why: 'the range comes from the schedule' },
  sigma_max: { accepts: [], why: 'the range comes from the schedule' },
  algorithm_type: {
    accepts: ['dpmsolver++', 'deis'],
    why: 'the nearest that is here is dpmsolver++; for fresh noise, euler-a',
  },
  solver_type: {
    accepts: ['midpoint', 'heun', 'logrho', 'bh1', 'bh2'],
    why: 'midpoint is the usual one',
  },
  predict_x0: { accepts: [true], why: 'noise prediction is not here' },
  solver_p: { accepts: [], why: 'UniC follows its own predictor' },
};
