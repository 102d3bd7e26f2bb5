/**
 * The loss of the U-Net: latents are made noisy at a time by chance, and it shall tell v, the mixture
 * of noise and latents from which both can be had.
 *
 *     noisy  = signal(t) * clean + noise(t) * noise
 *     target = signal(t) * noise - noise(t) * clean
 *     loss   = mean (unet(noisy, t, words) - target)^2
 *
 * The times are the 1,000 of the squared cosine schedule, all equally likely.
 *
 * Source: Ho, Jain and Abbeel 2020, algorithm 1; Salimans and Ho 2022, section 4, for v; Nichol and
 * Dhariwal 2021, equation 17, for the schedule.
 */
import { type NoiseSchedule, noiseLevel, noiseSchedule } from '../diffusion/noise-schedule.js';
import { trainingTarget } from '../diffusion/training.js';
import { unet } from '../stable-diffusion/unet.js';
import type { UnetConfig } from '../stable-diffusion/unet-config.js';
import { expectShape } from '../tensor/shape.js';
import { tf } from '../tensor/tf.js';
import type { Weights } from '../tensor/weights.js';

/** `scheduler_config.json` of the micro model: how it was trained, and the sampler to begin with. */
export const microScheduler: Readonly<Record<string, unknown>> = {
  _class_name: 'DDIMScheduler',
  _diffusers_version: '0.42.1',
  beta_end: 0.02,
  beta_schedule: 'squaredcos_cap_v2',
  beta_start: 0.0001,
  clip_sample: false,
  num_train_timesteps: 1000,
  prediction_type: 'v_prediction',
  rescale_betas_zero_snr: false,
  set_alpha_to_one: false,
  steps_offset: 1,
  timestep_spacing: 'leading',
  trained_betas: null,
};

/** The noise levels that belong to it. */
export const microSchedule: NoiseSchedule = noiseSchedule({
  trainTimesteps: 1000,
  betaSchedule: 'squaredcos_cap_v2',
  betaStart: 0.0001,
  betaEnd: 0.02,
});

/** What one step of training sees. */
export type DenoisingBatch = {
  /** [batch, height, width, channels] */
  readonly clean: tf.Tensor4D;
  /** Normal random numbers, the shape of `clean`. */
  readonly noise: tf.Tensor4D;
  /** [batch], whole numbers from 0 to 999 */
  readonly times: number[];
  /** [batch, tokens, width] */
  readonly words: tf.Tensor3D;
};

/**
 * The loss of each picture of a batch.
 *
 * @returns [batch]
 *
 * @example
 * const weights = randomWeights(unetShapes(tinyUnet), random(0));
 * const [clean, noise] = [tf.ones([1, 8, 8, 4]), tf.zeros([1, 8, 8, 4])] as tf.Tensor4D[];
 * const words = tf.zeros([1, 16, 24]) as tf.Tensor3D;
 * denoisingLoss(weights, tinyUnet, { clean, noise, times: [500], words }).shape; // [1]
 */
export function denoisingLoss(
  weights: Weights,
  config: UnetConfig,
  { clean, noise, times, words }: DenoisingBatch,
): tf.Tensor1D {
  expectShape('denoising loss', 'noise', noise, clean.shape);
  return tf.tidy(() => {
    const levels = times.map((time) => noiseLevel(microSchedule, time));
    const targets = levels.map((level) => trainingTarget('v_prediction', level));
    const each = (numbers: number[]): tf.Tensor => tf.tensor4d(numbers, [times.length, 1, 1, 1]);
    const mix = (a: number[], b: number[]): tf.Tensor4D =>
      tf.add(tf.mul(clean, each(a)), tf.mul(noise, each(b)));
    const noisy = mix(
      levels.map(({ signal }) => signal),
      levels.map((level) => level.noise),
    );
    const target = mix(
      targets.map((one) => one.clean),
      targets.map((one) => one.noise),
    );
    const told = unet(weights, config, noisy, times, words);
    return tf.mean(tf.squaredDifference(told, target), [1, 2, 3]);
  });
}
