/**
 * The CLIP text encoder: a prompt as numbers that the U-Net can look at.
 *
 *     token ids                          [batch, positions]
 *     token table + position table       [batch, positions, width]
 *     layers times:  x + attention(norm x), each token sees itself and those before
 *                    x + dense(gelu(dense(norm x)))
 *     last norm                          [batch, positions, width]
 *
 * Padding takes part: no mask hides it. Weights have the names of transformers' `CLIPTextModel`,
 * with or without `text_model.` in front: both are in files.
 *
 * Source: Radford et al. 2021; https://github.com/openai/CLIP. Leaves out: the projection and the
 * pooled state, which Stable Diffusion does not use.
 */
import { attention } from '../layers/attention.js';
import { geluTensor, quickGeluTensor } from '../layers/gelu.js';
import { ConfigError, ShapeError } from '../math/errors.js';
import { expectShape } from '../tensor/shape.js';
import { tf } from '../tensor/tf.js';
import type { Weights } from '../tensor/weights.js';
import { denseNamed, layerNormNamed, tensorNamed } from './named.js';
import type { TextConfig } from './text-config.js';

export interface TextEncoderOptions {
  /** How many of the last layers are left out (default 0). 1 is the state before the last layer. */
  readonly clipSkip?: number;
  /** Whether the last norm follows, also on a state before the last layer (default true). */
  readonly finalNorm?: boolean;
}

/**
 * Encodes prompts.
 *
 * @param ids token numbers of each prompt, with start, end and padding
 * @returns [batch, positions, width]
 * @throws ShapeError when a prompt has another length than the others, or is too long
 * @throws ConfigError for a token that is not in the table, or a clip skip beyond the layers
 *
 * @example
 * const weights = randomWeights(textShapes(tinyText), random(0));
 * const prompt = [1512, 320, ...Array(75).fill(1513)];
 * textEncoder(weights, tinyText, [prompt]).shape; // [1, 77, 24]
 */
export function textEncoder(
  weights: Weights,
  config: TextConfig,
  ids: readonly (readonly number[])[],
  options: TextEncoderOptions = {},
): tf.Tensor3D {
  return tf.tidy(() =>
    textEncoderOn(weights, config, tokenEmbeddings(weights, config, ids), options),
  );
}

/**
 * The rows of the token table, before the positions are added: the place where textual inversion
 * puts its own rows.
 *
 * @returns [batch, positions, width]
 */
export function tokenEmbeddings(
  weights: Weights,
  config: TextConfig,
  ids: readonly (readonly number[])[],
): tf.Tensor3D {
  const length = ids[0]?.length ?? 0;
  if (length === 0 || ids.some((prompt) => prompt.length !== length)) {
    const lengths = ids.map((prompt) => prompt.length).join(', ');
    throw new ShapeError(
      `text encoder: got prompts of [${lengths}] tokens; expected as many in each, at least one`,
    );
  }
  const outside = ids
    .flat()
    .find((id) => !(Number.isInteger(id) && id >= 0 && id < config.vocabulary));
  if (outside !== undefined) {
    throw new ConfigError(
      `text encoder: got token ${outside}; expected 0 to ${config.vocabulary - 1}`,
    );
  }
  const name = `${prefixOf(weights)}embeddings.token_embedding.weight`;
  const table = tensorNamed(weights, name);
  expectShape('text encoder', name, table, [
    [config.vocabulary, 'tokens'],
    [config.width, 'numbers'],
  ]);
  return tf.tidy(() => {
    const flat = tf.tensor1d(ids.flat(), 'int32');
    return tf.reshape(tf.gather(table, flat), [ids.length, length, config.width]);
  });
}

/**
 * Encodes rows of the token table, or rows that stand in for some.
 *
 * @param embedded [batch, positions, width], as `tokenEmbeddings` gives them
 * @returns [batch, positions, width]
 */
export function textEncoderOn(
  weights: Weights,
  config: TextConfig,
  embedded: tf.Tensor3D,
  { clipSkip = 0, finalNorm = true }: TextEncoderOptions = {},
): tf.Tensor3D {
  const { layers, positions, width, epsilon } = config;
  expectShape('text encoder', 'embeddings', embedded, ['batch', 'positions', [width, 'numbers']]);
  const length = embedded.shape[1];
  if (length > positions) {
    throw new ShapeError(`text encoder: got ${length} tokens; expected at most ${positions}`);
  }
  if (!Number.isInteger(clipSkip) || clipSkip < 0 || clipSkip >= layers) {
    throw new ConfigError(
      `text encoder: got clip skip ${clipSkip}; expected a whole number from 0 to ${layers - 1}`,
    );
  }
  const prefix = prefixOf(weights);
  return tf.tidy(() => {
    const name = `${prefix}embeddings.position_embedding.weight`;
    const table = tensorNamed(weights, name) as tf.Tensor2D;
    expectShape('text encoder', name, table, [
      [positions, 'positions'],
      [width, 'numbers'],
    ]);
    let x: tf.Tensor3D = tf.add(embedded, tf.slice(table, 0, length));
    for (let n = 0; n < layers - clipSkip; n++) {
      const before = x;
      x = layer(weights, config, `${prefix}encoder.layers.${n}`, before);
      before.dispose();
    }
    return finalNorm ? layerNormNamed(weights, `${prefix}final_layer_norm`, x, epsilon) : x;
  });
}

function layer(
  weights: Weights,
  { heads, epsilon, activation }: TextConfig,
  name: string,
  x: tf.Tensor3D,
): tf.Tensor3D {
  return tf.tidy(() => {
    const seen = layerNormNamed(weights, `${name}.layer_norm1`, x, epsilon);
    const [q, k, v] = ['q', 'k', 'v'].map((part) =>
      denseNamed(weights, `${name}.self_attn.${part}_proj`, seen),
    );
    const answer = attention(q, k, v, { heads, causal: true });
    const after = tf.add(x, denseNamed(weights, `${name}.self_attn.out_proj`, answer));

    const normed = layerNormNamed(weights, `${name}.layer_norm2`, after, epsilon);
    const inner = denseNamed(weights, `${name}.mlp.fc1`, normed);
    const bent = activation === 'gelu' ? geluTensor(inner) : quickGeluTensor(inner);
    return tf.add(after, denseNamed(weights, `${name}.mlp.fc2`, bent)) as tf.Tensor3D;
  });
}

function prefixOf(weights: Weights): string {
  return 'embeddings.token_embedding.weight' in weights ? '' : 'text_model.';
}
