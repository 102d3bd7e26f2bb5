/**
 * What the U-Net is told besides the picture: the time, and the text. Both reach it as a few small
 * tensors for each block, and neither depends on the picture, so they are made once and used often:
 * the shifts of the time once for a schedule, the keys and values of the text once for a prompt.
 */

import { timestepEmbedding } from '../layers/timestep-embedding.js';
import { ConfigError } from '../math/errors.js';
import { siluTensor } from '../tensor/fused.js';
import { expectShape } from '../tensor/shape.js';
import { tf } from '../tensor/tf.js';
import type { Weights } from '../tensor/weights.js';
import { denseNamed } from './named.js';
import { contextKeys, type KeyValue } from './transformer.js';
import type { UnetConfig } from './unet-config.js';
import { residualNames, transformerNames } from './unet-plan.js';

/** For each residual block the shift that the time gives it: [times, channels]. */
export type TimeShifts = Readonly<Record<string, tf.Tensor2D>>;

/** For each transformer block the keys and values of a text. */
export type ContextKeys = Readonly<Record<string, KeyValue>>;

/** The guidance scale as a consistency model is told it. */
export interface TimeOptions {
  /** For models with `guidanceWidth` only: guidance scale - 1. */
  readonly guidance?: number;
}

/**
 * The embedding of the time: waves, then two dense layers.
 *
 * @param times one for all pictures of a batch, or one for each
 * @returns [times, 4 * channels of level 0]
 */
export function timeEmbedding(
  weights: Weights,
  config: UnetConfig,
  times: readonly number[],
  { guidance }: TimeOptions = {},
): tf.Tensor2D {
  const { channels, cosineFirst, timeShift, guidanceWidth } = config;
  const wrong = times.find((time) => !(Number.isFinite(time) && time >= 0));
  if (times.length === 0 || wrong !== undefined) {
    throw new ConfigError(`unet: got time ${wrong ?? 'none'}; expected a number, 0 or more`);
  }
  return tf.tidy(() => {
    let waves = timestepEmbedding(times, channels[0], { cosineFirst, shift: timeShift });
    if (guidance !== undefined && guidanceWidth > 0) {
      const scale = timestepEmbedding([1000 * guidance], guidanceWidth, {
        cosineFirst: false,
        shift: 1,
      });
      waves = tf.add(waves, denseNamed(weights, 'time_embedding.cond_proj', scale));
    }
    const first = siluTensor(denseNamed(weights, 'time_embedding.linear_1', waves));
    return denseNamed(weights, 'time_embedding.linear_2', first);
  });
}

/**
 * The shifts of one call of the U-Net.
 *
 * @param times one for all pictures of a batch, or one for each
 */
export function timeShifts(
  weights: Weights,
  config: UnetConfig,
  times: readonly number[],
  options: TimeOptions = {},
): TimeShifts {
  return tf.tidy(() => {
    const bent = siluTensor(timeEmbedding(weights, config, times, options));
    return Object.fromEntries(
      residualNames(config).map((name) => [
        name,
        denseNamed(weights, `${name}.time_emb_proj`, bent),
      ]),
    );
  });
}

/**
 * The shifts of a whole schedule, one entry for each time: every matrix is read once instead of
 * once a step. The caller disposes of them (`tf.dispose`).
 *
 * @example
 * const weights = randomWeights(unetShapes(tinyUnet), random(0));
 * const schedule = scheduleShifts(weights, tinyUnet, [901, 801, 701]);
 * schedule.length; // 3
 * schedule[0]['mid_block.resnets.0'].shape; // [1, 12]
 */
export function scheduleShifts(
  weights: Weights,
  config: UnetConfig,
  times: readonly number[],
  options: TimeOptions = {},
): TimeShifts[] {
  return tf.tidy(() => {
    const all = timeShifts(weights, config, times, options);
    return times.map((_, n) =>
      Object.fromEntries(
        Object.entries(all).map(([name, shifts]) => [name, tf.slice(shifts, n, 1)]),
      ),
    );
  });
}

/**
 * The keys and values of a text for every block. The caller disposes of them (`tf.dispose`).
 *
 * @param context what the text encoder gives: [batch, tokens, width]
 * @throws ShapeError when the width is not that of the model
 *
 * @example
 * const weights = randomWeights(unetShapes(tinyUnet), random(0));
 * const text = unetContext(weights, tinyUnet, tf.zeros([2, 77, 24]));
 * text['mid_block.attentions.0.transformer_blocks.0'].key.shape; // [2, 77, 12]
 */
export function unetContext(
  weights: Weights,
  config: UnetConfig,
  context: tf.Tensor3D,
): ContextKeys {
  const { contextWidth } = config;
  expectShape('unet', 'context', context, ['batch', 'tokens', [contextWidth, 'numbers']]);
  return tf.tidy(() =>
    Object.fromEntries(
      transformerNames(config).map((name) => [name, contextKeys(weights, name, context)]),
    ),
  );
}
