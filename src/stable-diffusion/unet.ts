/**
 * The U-Net: looks at noisy latents, the time and the text, and tells the noise (or what else it
 * was trained to tell).
 *
 *     conv_in
 *     down: on each level residual blocks (and transformers), then half the size
 *     middle: residual block, transformer, residual block
 *     up: on each level the same with what the way down saw, then twice the size
 *     norm, silu, conv_out
 *
 * Weights have the names of diffusers' `UNet2DConditionModel`. One implementation for every size:
 * `UnetConfig` has the numbers. Latents may have any height and width from 1 up: on the way up a
 * picture gets the size that it had on the way down.
 *
 * Source: Ronneberger, Fischer and Brox 2015; Rombach et al. 2022. Leaves out: ControlNet's extra
 * inputs, classes, the embeddings that SDXL adds.
 */
import { ShapeError } from '../math/errors.js';
import { siluTensor } from '../tensor/fused.js';
import { expectShape } from '../tensor/shape.js';
import { tf } from '../tensor/tf.js';
import type { Weights } from '../tensor/weights.js';
import { convNamed, downsampleNamed, groupNormNamed } from './named.js';
import { residualBlock } from './residual-block.js';
import { type KeyValue, transformer, type WatchAttention } from './transformer.js';
import type { UnetConfig } from './unet-config.js';
import { type Stage, unetPlan } from './unet-plan.js';
import { type ContextKeys, type TimeShifts, timeShifts, unetContext } from './unet-signals.js';
import { upsampleConv } from './upsample-conv.js';

/** Called with the output of each block, for a look inside; it must not keep the tensor. */
export type Watch = (block: string, output: tf.Tensor4D) => void;

/**
 * Applies the U-Net.
 *
 * @param x [batch, height, width, channels in]
 * @param time one time for all, one for each of the batch, or what `scheduleShifts` made of it
 * @param context [batch, tokens, width], or what `unetContext` made of it; a batch of 1 is for all
 * @param watch sees the output of every block
 * @param watchAttention sees where every block looks at which token
 * @returns [batch, height, width, channels out]
 * @throws ShapeError when a shape does not fit the model or another
 *
 * @example
 * const weights = randomWeights(unetShapes(tinyUnet), random(0));
 * const text = tf.zeros([1, 77, 24]) as tf.Tensor3D;
 * unet(weights, tinyUnet, tf.ones([1, 8, 8, 4]), 501, text).shape; // [1, 8, 8, 4]
 */
export function unet(
  weights: Weights,
  config: UnetConfig,
  x: tf.Tensor4D,
  time: number | readonly number[] | TimeShifts,
  context: tf.Tensor3D | ContextKeys,
  watch: Watch = () => {},
  watchAttention?: WatchAttention,
): tf.Tensor4D {
  const { inChannels, groups, epsilon } = config;
  expectShape('unet', 'latents', x, ['batch', 'height', 'width', [inChannels, 'channels']]);
  const { down, middle, up } = unetPlan(config);
  return tf.tidy(() => {
    const shifts = shiftsOf(weights, config, x, time);
    const text = context instanceof tf.Tensor ? unetContext(weights, config, context) : context;
    const textOf = (block: string): KeyValue => forBatch(text, block, x.shape[0]);

    /** A residual block, and the transformer behind it if there is one. */
    const apply = (stage: Stage, input: tf.Tensor4D): tf.Tensor4D => {
      const { residual, heads, depth } = stage;
      const shift = shifts[residual];
      const seen = residualBlock(weights, residual, input, { groups, epsilon, shift });
      watch(residual, seen);
      if (stage.transformer === undefined) return seen;
      const options = { groups, heads, depth, textOf, watchAttention };
      const y = transformer(weights, stage.transformer, seen, options);
      seen.dispose();
      watch(stage.transformer, y);
      return y;
    };

    let h = convNamed(weights, 'conv_in', x);
    watch('conv_in', h);
    const kept: tf.Tensor4D[] = [h];
    down.forEach(({ stages, resize }, level) => {
      for (const stage of stages) {
        h = apply(stage, h);
        kept.push(h);
      }
      if (resize !== undefined) {
        h = downsampleNamed(weights, resize, h, 'all');
        kept.push(h);
      }
      watch(`down_blocks.${level}`, h);
    });

    /** `work` on `h`, which nobody needs after it. */
    const next = (input: tf.Tensor4D, work: (input: tf.Tensor4D) => tf.Tensor4D): tf.Tensor4D => {
      const y = tf.tidy(() => work(input));
      if (!kept.includes(input)) input.dispose();
      return y;
    };
    for (const stage of middle) h = next(h, (input) => apply(stage, input));
    watch('mid_block', h);

    up.forEach(({ stages, resize }, i) => {
      for (const stage of stages) {
        const skip = kept.pop() as tf.Tensor4D;
        h = next(h, (input) => apply(stage, tf.concat([input, skip], 3)));
        skip.dispose();
      }
      if (resize !== undefined) {
        const [, height, width] = (kept.at(-1) as tf.Tensor4D).shape;
        h = next(h, (input) => upsampleConv(weights, resize, input, [height, width]));
      }
      watch(`up_blocks.${i}`, h);
    });

    const normed = groupNormNamed(weights, 'conv_norm_out', h, { groups, epsilon });
    watch('conv_norm_out', normed);
    return convNamed(weights, 'conv_out', siluTensor(normed));
  });
}

function shiftsOf(
  weights: Weights,
  config: UnetConfig,
  x: tf.Tensor4D,
  time: number | readonly number[] | TimeShifts,
): TimeShifts {
  if (typeof time !== 'number' && !isList(time)) return time;
  const times = typeof time === 'number' ? [time] : time;
  if (times.length !== 1 && times.length !== x.shape[0]) {
    throw new ShapeError(
      `unet: got ${times.length} times; expected 1, or ${x.shape[0]}, one for each of the batch`,
    );
  }
  return timeShifts(weights, config, times);
}

/** Keys and values of the block, as many as there are pictures. */
function forBatch(text: ContextKeys, block: string, batch: number): KeyValue {
  const { key, value } = text[block];
  if (key.shape[0] === batch) return { key, value };
  if (key.shape[0] !== 1) {
    throw new ShapeError(
      `unet: got a context for ${key.shape[0]} pictures; expected 1, or ${batch}, one for each ` +
        'of the batch',
    );
  }
  const repeat = (x: tf.Tensor3D): tf.Tensor3D => tf.tile(x, [batch, 1, 1]);
  return { key: repeat(key), value: repeat(value) };
}

function isList(value: readonly number[] | TimeShifts): value is readonly number[] {
  return Array.isArray(value);
}
