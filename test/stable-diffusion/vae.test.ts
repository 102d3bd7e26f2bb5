/**
 * The autoencoder equals diffusers' `AutoencoderKL`, also in tiles; its slopes train it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  ConfigError,
  countNumbers,
  countShapes,
  countTensors,
  disposeWeights,
  expectNoLeak,
  random,
  randomWeights,
  ShapeError,
  sampleLatents,
  sd15Vae,
  tf,
  tinyVae,
  useBackend,
  type VaeConfig,
  vaeConfig,
  vaeDecoder,
  vaeEncoder,
  vaeShapes,
  type Weights,
} from '../../src/index.js';
import { distance, golden, json, npyTensor, slopesOf, stepped, weightsOf } from './golden.js';

interface Vae {
  readonly encode: { picture: string; mean: string; logvar: string; tolerance: number };
  readonly decode: { latents: string; image: string; tolerance: number };
  readonly tiled_decode: {
    latent: number;
    overlap: number;
    latents: string;
    image: string;
    tolerance: number;
  };
  readonly tiled_encode?: { picture: string; mean: string; tolerance: number };
}
const manifest = json<Record<string, { vae: Vae }>>('modules/manifest.json');
const configOf = (model: string): VaeConfig => vaeConfig(json(`models/${model}/vae/config.json`));

/** A picture of the inputs, as the encoder wants it. */
function pictureOf(path: string): tf.Tensor4D {
  const { data, width, height, channels } = decode(readFileSync(join(golden, path)));
  return tf.tidy(() => {
    const pixels = tf.tensor4d(Float32Array.from(data), [1, height, width, channels]);
    return tf.sub(tf.div(tf.slice(pixels, [0, 0, 0, 0], [1, height, width, 3]), 127.5), 1);
  });
}

describe.each(['tensorflow', 'wasm'])('autoencoder on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  describe.each(['tiny-sd1', 'tiny-sd2'])('%s', (model) => {
    const config = configOf(model);
    const given = manifest[model].vae;
    const tiles = { side: given.tiled_decode.latent, overlap: given.tiled_decode.overlap };
    let weights: Weights;
    beforeAll(async () => {
      weights = await weightsOf(model, 'vae');
      return () => disposeWeights(weights);
    });

    it('encodes as the reference', () => {
      const x = pictureOf(given.encode.picture);
      const moments = expectNoLeak(() => vaeEncoder(weights, config, x));
      const { mean, logVariance } = moments;
      expect(distance(mean, given.encode.mean)).toBeLessThan(given.encode.tolerance);
      expect(distance(logVariance, given.encode.logvar)).toBeLessThan(given.encode.tolerance);
      const zero = tf.zeros(mean.shape) as tf.Tensor4D;
      const middle = expectNoLeak(() => sampleLatents(moments, zero));
      expect(distance(middle, given.encode.mean)).toBeLessThan(given.encode.tolerance);
      tf.dispose([x, moments, zero, middle]);
    });

    it('decodes as the reference', () => {
      const latents = npyTensor<tf.Tensor4D>(given.decode.latents);
      const got = expectNoLeak(() => vaeDecoder(weights, config, latents));
      expect(distance(got, given.decode.image)).toBeLessThan(given.decode.tolerance);
      tf.dispose([latents, got]);
    });

    it('decodes in tiles as the reference', () => {
      const latents = npyTensor<tf.Tensor4D>(given.tiled_decode.latents);
      const got = expectNoLeak(() => vaeDecoder(weights, config, latents, { tiles }));
      expect(distance(got, given.tiled_decode.image)).toBeLessThan(given.tiled_decode.tolerance);
      tf.dispose([latents, got]);
    });

    it('encodes in tiles as the reference', () => {
      if (given.tiled_encode === undefined) return;
      const x = pictureOf(given.tiled_encode.picture);
      const moments = expectNoLeak(() => vaeEncoder(weights, config, x, { tiles }));
      expect(distance(moments.mean, given.tiled_encode.mean)).toBeLessThan(
        given.tiled_encode.tolerance,
      );
      tf.dispose([x, moments]);
    });

    it('needs no tiles for a small picture', () => {
      tf.tidy(() => {
        const latents = npyTensor<tf.Tensor4D>(given.decode.latents);
        const whole = vaeDecoder(weights, config, latents).dataSync();
        expect(vaeDecoder(weights, config, latents, { tiles: { side: 16 } }).dataSync()).toEqual(
          whole,
        );
      });
    });

    it('learns: a step against the slopes lowers the loss', () => {
      const x = pictureOf(given.encode.picture).slice([0, 0, 0, 0], [1, 16, 24, 3]) as tf.Tensor4D;
      const noise = tf.tensor4d(random(3).randn(24), [1, 2, 3, 4]);
      const loss = (now: Weights): tf.Scalar =>
        tf.tidy(() => {
          const moments = vaeEncoder(now, config, x);
          const y = vaeDecoder(now, config, sampleLatents(moments, noise));
          return tf.losses.meanSquaredError(x, y) as tf.Scalar;
        });
      const before = slopesOf(weights, loss);
      for (const [name, slope] of Object.entries(before.slopes)) {
        expect(slope.shape, name).toEqual(weights[name].shape);
        expect(slope.dataSync().every(Number.isFinite), name).toBe(true);
      }
      const later = stepped(weights, before.slopes, 0.01);
      const after = loss(later);
      expect(after.dataSync()[0]).toBeLessThan(before.loss);
      for (const used of [later, before.slopes]) disposeWeights(used);
      tf.dispose([x, noise, after]);
    });
  });

  it('says what is wrong', () => {
    const weights = randomWeights(vaeShapes(tinyVae), random(0));
    const x = tf.zeros([1, 16, 20, 3]) as tf.Tensor4D;
    const latents = tf.zeros([1, 4, 4, 3]) as tf.Tensor4D;
    const good = tf.zeros([1, 4, 4, 4]) as tf.Tensor4D;
    const before = countTensors();
    const decoded =
      (changed: Weights, tiles = { side: 2 }) =>
      () =>
        vaeDecoder(changed, tinyVae, good, { tiles });
    expect(() => vaeEncoder(weights, tinyVae, x)).toThrow(
      'got pictures of 16 x 20; expected multiples of 8',
    );
    expect(() => vaeDecoder(weights, tinyVae, latents)).toThrow(
      'got latents [1, 4, 4, 3]; expected 4 channels',
    );
    expect(() => sampleLatents({ mean: good, logVariance: good }, latents)).toThrow(ShapeError);
    expect(decoded(weights, { side: 0 })).toThrow(ConfigError);
    expect(() => vaeDecoder(weights, tinyVae, good, { tiles: { side: 2, overlap: 1 } })).toThrow(
      'got side 2 and overlap 1',
    );
    const {
      'decoder.conv_out.bias': bias,
      'decoder.mid_block.attentions.0.to_q.weight': q,
      ...rest
    } = weights;
    const named = 'decoder.mid_block.attentions.0.to_q';
    expect(decoded({ ...rest, 'decoder.conv_out.bias': bias })).toThrow(`got no '${named}.weight'`);
    expect(decoded({ ...weights, [`${named}.bias`]: bias })).toThrow(
      `${named}: dense: got bias [3]`,
    );
    expect(countTensors()).toBe(before);
    tf.dispose([x, latents, good]);
    disposeWeights({ ...weights, q });
  });
});

describe('configurations of the autoencoder', () => {
  it('of every size have the tensors of the file', async () => {
    await useBackend('cpu');
    for (const model of ['tiny-sd1', 'tiny-sd2', 'tiny-bf16']) {
      const weights = await weightsOf(model, 'vae');
      const shapes = vaeShapes(configOf(model));
      expect(Object.keys(shapes).sort()).toEqual(Object.keys(weights).sort());
      expect(countShapes(shapes)).toBe(countNumbers(weights));
      disposeWeights(weights);
    }
    expect(configOf('tiny-sd1')).toEqual(tinyVae);
    expect(countShapes(vaeShapes(sd15Vae))).toBe(83_653_863);
  });

  it.each([
    [
      { block_out_channels: [4, 5], norm_num_groups: 2 },
      'got 5 channels; expected a multiple of 2',
    ],
    [{ block_out_channels: [32], shift_factor: 0.1 }, 'got shift_factor 0.1; expected none'],
    [{ block_out_channels: [32], _class_name: 'AutoencoderTiny' }, 'got _class_name'],
    [{ block_out_channels: [32], down_block_types: ['Other'] }, 'got down_block_types ["Other"]'],
    [{ block_out_channels: [32], scaling_factor: 'big' }, 'got scaling_factor "big"'],
  ])('%j is refused', (fields, says) => {
    expect(() => vaeConfig(fields)).toThrow(ConfigError);
    expect(() => vaeConfig(fields)).toThrow(says);
  });
});
