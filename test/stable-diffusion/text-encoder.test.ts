/**
 * The text encoder equals transformers' `CLIPTextModel`, on both backends that pictures are made
 * with; its slopes train it.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  CheckpointError,
  ConfigError,
  countNumbers,
  countShapes,
  disposeWeights,
  expectNoLeak,
  random,
  randomWeights,
  ShapeError,
  sd15Text,
  sd21Text,
  textConfig,
  textEncoder,
  textEncoderOn,
  textShapes,
  tf,
  tinyText,
  tokenEmbeddings,
  useBackend,
  type Weights,
} from '../../src/index.js';
import { distance, json, slopesOf, stepped, weightsOf } from './golden.js';

interface Case {
  readonly prompt: string;
  readonly ids: readonly number[];
  readonly tolerance: number;
  readonly last_hidden_state: string;
  readonly penultimate: string;
  readonly penultimate_normed: string;
}
const manifest = json<Record<string, { text_encoder: Case[] }>>('modules/manifest.json');
const configOf = (model: string) => textConfig(json(`models/${model}/text_encoder/config.json`));

describe.each(['tensorflow', 'wasm', 'cpu'])('text encoder on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  describe.each(['tiny-sd1', 'tiny-sd2'])('%s', (model) => {
    const config = configOf(model);
    let weights: Weights;
    beforeAll(async () => {
      weights = await weightsOf(model, 'text_encoder');
      return () => disposeWeights(weights);
    });

    it.each(manifest[model].text_encoder)('equals the reference: $prompt', (given) => {
      tf.tidy(() => {
        const last = textEncoder(weights, config, [given.ids]);
        expect(distance(last, given.last_hidden_state)).toBeLessThan(given.tolerance);
        const skipped = textEncoder(weights, config, [given.ids], { clipSkip: 1 });
        expect(distance(skipped, given.penultimate_normed)).toBeLessThan(given.tolerance);
        const raw = textEncoder(weights, config, [given.ids], { clipSkip: 1, finalNorm: false });
        expect(distance(raw, given.penultimate)).toBeLessThan(given.tolerance);
      });
    });

    it('gives a batch what it gives each alone, and leaks nothing', () => {
      const cases = manifest[model].text_encoder;
      const all = expectNoLeak(() =>
        textEncoder(
          weights,
          config,
          cases.map(({ ids }) => ids),
        ),
      );
      cases.forEach((given, n) => {
        const one = tf.slice(all, n, 1);
        expect(distance(one, given.last_hidden_state)).toBeLessThan(given.tolerance);
        one.dispose();
      });
      all.dispose();
    });

    it('learns: a step against the slopes lowers the loss', () => {
      const { ids } = manifest[model].text_encoder[1];
      const target = tf.tensor(random(3).randn(77 * config.width), [1, 77, config.width]);
      const loss = (now: Weights): tf.Scalar =>
        tf.losses.meanSquaredError(target, textEncoder(now, config, [ids])) as tf.Scalar;
      const before = slopesOf(weights, loss);
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

    it('has a slope in the rows of the token table alone', () => {
      const rows = tokenEmbeddings(weights, config, [[1, 2, 3]]);
      const slope = tf.grad((x: tf.Tensor) =>
        tf.mean(textEncoderOn(weights, config, x as tf.Tensor3D).square()),
      )(rows);
      expect(slope.shape).toEqual([1, 3, config.width]);
      expect(slope.dataSync().every(Number.isFinite)).toBe(true);
      tf.dispose([rows, slope]);
    });
  });

  it('takes names without text_model. as well, and half floats', async () => {
    const weights = await weightsOf('tiny-inpaint', 'text_encoder');
    expect('embeddings.token_embedding.weight' in weights).toBe(true);
    const prefixed = Object.fromEntries(
      Object.entries(weights).map(([name, value]) => [`text_model.${name}`, value]),
    );
    const config = configOf('tiny-inpaint');
    tf.tidy(() => {
      const ids = manifest['tiny-sd1'].text_encoder[0].ids;
      const [a, b] = [weights, prefixed].map((one) => textEncoder(one, config, [ids]).dataSync());
      expect(a).toEqual(b);
    });
    disposeWeights(weights);
  });

  it('says what is wrong', () => {
    const weights = randomWeights(textShapes(tinyText), random(0));
    const call =
      (changed: Weights, ids: number[][], clipSkip = 0) =>
      () =>
        textEncoder(changed, tinyText, ids, { clipSkip });
    const before = tf.memory().numTensors;
    expect(call(weights, [])).toThrow(ShapeError);
    expect(call(weights, [[1, 2], [3]])).toThrow('got prompts of [2, 1] tokens');
    expect(call(weights, [Array(78).fill(1)])).toThrow('got 78 tokens; expected at most 77');
    expect(call(weights, [[1, 1514]])).toThrow('got token 1514; expected 0 to 1513');
    expect(call(weights, [[1, 0.5]])).toThrow(ConfigError);
    expect(call(weights, [[1]], 3)).toThrow('got clip skip 3');

    const name = 'text_model.encoder.layers.1.mlp.fc1.weight';
    const { [name]: wrong, ...fewer } = weights;
    expect(call(fewer, [[1]])).toThrow(CheckpointError);
    expect(call(fewer, [[1]])).toThrow(`got no '${name}'; expected one; the nearest name is`);
    const turned = { ...weights, [name]: weights['text_model.encoder.layers.1.mlp.fc2.weight'] };
    expect(call(turned, [[1]])).toThrow('text_model.encoder.layers.1.mlp.fc1: dense: got ');
    const table = 'text_model.embeddings.token_embedding.weight';
    expect(call({ ...weights, [table]: wrong }, [[1]])).toThrow(`got ${table} [24, 64]`);
    expect(tf.memory().numTensors).toBe(before);
    disposeWeights(weights);
  });
});

describe('configurations of the text encoder', () => {
  it('of every size have the tensors of the file', async () => {
    await useBackend('cpu');
    for (const model of ['tiny-sd1', 'tiny-sd2', 'tiny-bf16']) {
      const weights = await weightsOf(model, 'text_encoder');
      const shapes = textShapes(configOf(model));
      expect(Object.keys(shapes).sort()).toEqual(Object.keys(weights).sort());
      expect(countShapes(shapes)).toBe(countNumbers(weights));
      const fresh = randomWeights(shapes, random(1));
      for (const name of Object.keys(weights)) {
        expect(fresh[name].shape, name).toEqual(weights[name].shape);
      }
      disposeWeights(weights);
      disposeWeights(fresh);
    }
    expect(configOf('tiny-sd1')).toEqual(tinyText);
    expect(countShapes(textShapes(sd15Text))).toBe(123_060_480);
    expect(countShapes(textShapes(sd21Text))).toBe(340_387_840);
    expect(Object.keys(textShapes(sd21Text)).length).toBe(372);
  });

  it.each([
    [[], 'text encoder config: got []; expected an object of fields'],
    [{ model_type: 't5' }, 'got model_type "t5"; expected "clip_text_model"'],
    [{ hidden_act: 'relu' }, 'got hidden_act "relu"; expected "quick_gelu" or "gelu"'],
    [{ hidden_size: 0 }, 'got hidden_size 0; expected a whole number from 1 to 1048576'],
    [{ num_hidden_layers: 1e9 }, 'expected a whole number from 1 to 100'],
    [{ hidden_size: 10, num_attention_heads: 3 }, 'expected a divisor of 10'],
    [{ layer_norm_eps: 'small' }, 'got layer_norm_eps "small"; expected a number'],
  ])('%j is refused', (fields, says) => {
    expect(() => textConfig(fields)).toThrow(ConfigError);
    expect(() => textConfig(fields)).toThrow(says);
  });
});
