/**
 * The U-Net equals diffusers' `UNet2DConditionModel`: whole calls at four times, and the output of
 * every block; its slopes train it.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  CheckpointError,
  ConfigError,
  countNumbers,
  countShapes,
  countTensors,
  disposeWeights,
  expectNoLeak,
  random,
  randomWeights,
  ShapeError,
  scheduleShifts,
  sd15Unet,
  sd21Unet,
  tf,
  timeEmbedding,
  tinyUnet,
  type UnetConfig,
  unet,
  unetConfig,
  unetContext,
  unetShapes,
  useBackend,
  type Weights,
} from '../../src/index.js';
import { distance, json, npyTensor, slopesOf, stepped, weightsOf } from './golden.js';

interface Modules {
  readonly unet: {
    readonly sample: string;
    readonly context: string;
    readonly calls: readonly { t: number; output: string; tolerance: number }[];
  };
  readonly unet_blocks: {
    readonly t: number;
    readonly tolerance: number;
    readonly outputs: Record<string, { file: string }>;
  };
}
const manifest = json<Record<string, Modules>>('modules/manifest.json');
const configOf = (model: string): UnetConfig =>
  unetConfig(json(`models/${model}/unet/config.json`));
const picture = (seed: number, shape: [number, number, number, number]): tf.Tensor4D =>
  tf.tensor4d(random(seed).randn(shape.reduce((a, b) => a * b)), shape);

describe.each(['tensorflow', 'wasm'])('U-Net on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  describe.each(['tiny-sd1', 'tiny-sd2'])('%s', (model) => {
    const config = configOf(model);
    const { unet: given, unet_blocks: blocks } = manifest[model];
    let weights: Weights;
    let sample: tf.Tensor4D;
    let context: tf.Tensor3D;
    beforeAll(async () => {
      weights = await weightsOf(model, 'unet');
      sample = npyTensor(given.sample);
      context = npyTensor(given.context);
      return () => tf.dispose([...Object.values(weights), sample, context]);
    });

    it.each(given.calls)('equals the reference at t = $t', ({ t, output, tolerance }) => {
      const got = expectNoLeak(() => unet(weights, config, sample, t, context));
      expect(distance(got, output)).toBeLessThan(tolerance);
      got.dispose();
    });

    it('equals it in every block', () => {
      const seen = new Set<string>();
      const check = (block: string, output: tf.Tensor): void => {
        const wanted = blocks.outputs[block];
        if (wanted === undefined) return;
        seen.add(block);
        expect(distance(output, wanted.file), block).toBeLessThan(blocks.tolerance);
      };
      tf.tidy(() => {
        check('time_embedding', tf.tile(timeEmbedding(weights, config, [blocks.t]), [2, 1]));
        unet(weights, config, sample, blocks.t, context, check);
      });
      expect([...seen].sort()).toEqual(Object.keys(blocks.outputs).sort());
    });

    it('says the same with what is made in advance, and for each picture alone', () => {
      const schedule = expectNoLeak(() => scheduleShifts(weights, config, [999, 1, 0.5]));
      const text = expectNoLeak(() => unetContext(weights, config, context));
      const got = expectNoLeak(() => unet(weights, config, sample, schedule[1], text));
      const { output, tolerance } = given.calls[0];
      expect(distance(got, output)).toBeLessThan(tolerance);
      // Two times in one batch: the first picture at t = 1, the second at t = 999.
      tf.tidy(() => {
        const both = unet(weights, config, sample, [1, 999], context);
        const second = unet(weights, config, sample, 999, context);
        for (const [n, whole] of [got, second].entries()) {
          const apart = tf.sub(tf.slice(both, n, 1), tf.slice(whole, n, 1));
          expect(tf.max(tf.abs(apart)).dataSync()[0]).toBeLessThan(1e-5);
        }
        // A text for one picture is for all.
        const one = unet(weights, config, sample, 1, tf.slice(context, 0, 1));
        const apart = tf.sub(tf.slice(one, 0, 1), tf.slice(got, 0, 1));
        expect(tf.max(tf.abs(apart)).dataSync()[0]).toBeLessThan(1e-5);
      });
      tf.dispose([got, text, ...schedule]);
    });

    it('learns: a step against the slopes lowers the loss', () => {
      const target = picture(5, sample.shape);
      const loss = (now: Weights): tf.Scalar =>
        tf.losses.meanSquaredError(target, unet(now, config, sample, [7, 501], context));
      const start = countTensors();
      const before = slopesOf(weights, loss);
      expect(countTensors() - start).toBe(Object.keys(weights).length);
      for (const [name, slope] of Object.entries(before.slopes)) {
        expect(slope.shape, name).toEqual(weights[name].shape);
        expect(slope.dataSync().every(Number.isFinite), name).toBe(true);
      }
      const later = stepped(weights, before.slopes, 0.02);
      const after = loss(later);
      expect(after.dataSync()[0]).toBeLessThan(before.loss);
      for (const used of [later, before.slopes]) disposeWeights(used);
      tf.dispose([target, after]);
    });
  });

  it.each([
    ['tiny-inpaint', [1, 8, 8, 9], 24],
    ['tiny-bf16', [1, 3, 1, 4], 16],
  ] as const)('%s, latents %j', async (model, shape, width) => {
    const weights = await weightsOf(model, 'unet');
    tf.tidy(() => {
      const x = picture(1, [...shape]);
      const y = unet(weights, configOf(model), x, 10, tf.ones([1, 77, width]) as tf.Tensor3D);
      expect(y.shape).toEqual([...shape.slice(0, 3), 4]);
      expect(y.dataSync().every(Number.isFinite)).toBe(true);
    });
    disposeWeights(weights);
  });

  it('says what is wrong', () => {
    const weights = randomWeights(unetShapes(tinyUnet), random(0));
    const x = tf.ones([2, 4, 4, 4]) as tf.Tensor4D;
    const text = tf.ones([2, 7, 24]) as tf.Tensor3D;
    const refuses = (
      says: string,
      work: () => unknown,
      kind: new () => Error = ShapeError,
    ): void => {
      const before = countTensors();
      expect(work).toThrow(kind);
      expect(work).toThrow(says);
      expect(countTensors()).toBe(before);
    };
    const call =
      (changed: Weights, now: tf.Tensor4D = x, t: number | number[] = 3) =>
      () =>
        unet(changed, tinyUnet, now, t, text);
    const other = tf.ones([2, 4, 4, 9]) as tf.Tensor4D;
    const three = tf.ones([3, 7, 24]) as tf.Tensor3D;
    const wide = tf.ones([2, 7, 25]) as tf.Tensor3D;
    refuses('got latents [2, 4, 4, 9]; expected 4 channels', call(weights, other));
    refuses('got 3 times; expected 1, or 2', call(weights, x, [1, 2, 3]));
    refuses('got time -1; expected a number, 0 or more', call(weights, x, -1), ConfigError);
    refuses('got time NaN', call(weights, x, Number.NaN), ConfigError);
    refuses('expected 24 numbers', () => unet(weights, tinyUnet, x, 1, wide));
    refuses('got a context for 3 pictures', () => unet(weights, tinyUnet, x, 1, three));

    const name = 'up_blocks.2.attentions.1.transformer_blocks.0.ff.net.2.weight';
    const { [name]: wrong, ...fewer } = weights;
    refuses(`got no '${name}'`, call(fewer), CheckpointError);
    const conv = 'down_blocks.1.resnets.0.conv1';
    refuses(`${conv}: conv2d: got weight`, call({ ...weights, [`${conv}.weight`]: wrong }));
    const narrow = weights['down_blocks.0.resnets.0.conv1.weight'];
    refuses(
      `${conv}: conv2d: got bias [10]; expected 8`,
      call({ ...weights, [`${conv}.weight`]: narrow }),
    );
    tf.dispose([x, text, other, three, wide]);
    disposeWeights(weights);
  });
});

describe('configurations of the U-Net', () => {
  it('of every size have the tensors of the file', async () => {
    await useBackend('cpu');
    for (const model of ['tiny-sd1', 'tiny-sd2', 'tiny-inpaint', 'tiny-bf16']) {
      const weights = await weightsOf(model, 'unet');
      const shapes = unetShapes(configOf(model));
      expect(Object.keys(shapes).sort()).toEqual(Object.keys(weights).sort());
      expect(countShapes(shapes)).toBe(countNumbers(weights));
      const fresh = randomWeights(shapes, random(1));
      for (const name of Object.keys(weights)) {
        expect(fresh[name].shape, name).toEqual(weights[name].shape);
      }
      disposeWeights(weights);
      disposeWeights(fresh);
    }
    expect(configOf('tiny-sd1')).toEqual(tinyUnet);
    expect(countShapes(unetShapes(sd15Unet))).toBe(859_520_964);
    expect(countShapes(unetShapes(sd21Unet))).toBe(865_910_724);
  });

  const plain = {
    block_out_channels: [32, 64],
    down_block_types: ['CrossAttnDownBlock2D', 'DownBlock2D'],
    up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D'],
  };

  it('takes numbers for all levels and lists', () => {
    expect(unetConfig(plain).heads).toEqual([8, 8]);
    expect(unetConfig({ ...plain, attention_head_dim: [4, 2] }).heads).toEqual([4, 2]);
    expect(unetConfig({ ...plain, num_attention_heads: 2 }).heads).toEqual([2, 2]);
    expect(unetConfig({ ...plain, layers_per_block: [1, 2] }).layers).toEqual([1, 2]);
    expect(unetConfig({ ...plain, num_class_embeds: null }).inChannels).toBe(4);
  });

  it.each([
    [null, 'unet config: got null; expected an object of fields'],
    [{}, 'got block_out_channels nothing'],
    [{ ...plain, block_out_channels: [32, 'many'] }, 'got block_out_channels [32,"many"]'],
    [
      { ...plain, attention_head_dim: [4] },
      'got attention_head_dim [4]; expected whole numbers, 2',
    ],
    [
      { ...plain, layers_per_block: 1e9 },
      'expected whole numbers, 2, one for each level, none above',
    ],
    [{ ...plain, block_out_channels: Array(17).fill(32) }, 'at most 16, one for each level'],
    [{ ...plain, attention_head_dim: 5 }, 'got 32 channels on level 0; expected a multiple of'],
    [{ ...plain, norm_num_groups: 48 }, 'expected a multiple of 48 groups'],
    [{ ...plain, up_block_types: ['UpBlock2D', 'UpBlock2D'] }, 'do not mirror each other'],
    [
      { ...plain, down_block_types: ['AttnDownBlock2D', 'DownBlock2D'] },
      "got down_block_types 'Attn",
    ],
    [
      { ...plain, addition_embed_type: 'text_time' },
      'got addition_embed_type "text_time"; expected none',
    ],
    [{ ...plain, class_embed_type: 'projection' }, 'got class_embed_type'],
    [{ ...plain, act_fn: 'gelu' }, 'got act_fn "gelu"; expected "silu" or "swish"'],
    [{ ...plain, _class_name: 'SD3Transformer2DModel' }, 'got _class_name'],
  ])('%j is refused', (fields, says) => {
    expect(() => unetConfig(fields)).toThrow(ConfigError);
    expect(() => unetConfig(fields)).toThrow(says);
  });
});
