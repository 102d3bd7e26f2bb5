/**
 * How a CLIP text encoder is built: the numbers of its `config.json`, and three presets.
 *
 * Source: the published files of Stable Diffusion 1.5 and 2.1. The second is the first 23 of the 24
 * layers of OpenCLIP ViT-H: its last layer was cut off when the file was made.
 */
import { ConfigError } from '../math/errors.js';
import { fieldsOf, mostLayers } from './config-fields.js';

/** A CLIP text encoder. */
export interface TextConfig {
  /** How many tokens there are. */
  readonly vocabulary: number;
  /** How many tokens a prompt has, with the padding. */
  readonly positions: number;
  /** Numbers for each token. */
  readonly width: number;
  /** Numbers for each token between the two dense layers of a block. */
  readonly innerWidth: number;
  readonly layers: number;
  readonly heads: number;
  /** The curve between the two dense layers. */
  readonly activation: 'quickGelu' | 'gelu';
  /** Of the layer norms. */
  readonly epsilon: number;
}

/** CLIP ViT-L/14, of Stable Diffusion 1.x. */
export const sd15Text: TextConfig = {
  vocabulary: 49408,
  positions: 77,
  width: 768,
  innerWidth: 3072,
  layers: 12,
  heads: 12,
  activation: 'quickGelu',
  epsilon: 1e-5,
};

/** OpenCLIP ViT-H/14 without its last layer, of Stable Diffusion 2.x. */
export const sd21Text: TextConfig = {
  ...sd15Text,
  width: 1024,
  innerWidth: 4096,
  layers: 23,
  heads: 16,
  activation: 'gelu',
};

/** All parts, few numbers: for tests and for looking at. */
export const tinyText: TextConfig = {
  ...sd15Text,
  vocabulary: 1514,
  width: 24,
  innerWidth: 64,
  layers: 3,
  heads: 3,
};

/**
 * From the fields of `text_encoder/config.json`.
 *
 * @throws ConfigError that names the field
 *
 * @example
 * textConfig({ hidden_size: 32, num_attention_heads: 2, hidden_act: 'gelu' }).activation; // 'gelu'
 */
export function textConfig(json: unknown): TextConfig {
  const fields = fieldsOf('text encoder', json);
  fields.only('model_type', 'clip_text_model');
  fields.only('hidden_act', 'quick_gelu', 'gelu');
  const width = fields.count('hidden_size', 512);
  const heads = fields.count('num_attention_heads', 8);
  if (width % heads !== 0) {
    throw new ConfigError(
      `text encoder config: got num_attention_heads ${heads}; expected a divisor of ${width}`,
    );
  }
  return {
    vocabulary: fields.count('vocab_size', 49408),
    positions: fields.count('max_position_embeddings', 77),
    width,
    innerWidth: fields.count('intermediate_size', 2048),
    layers: fields.count('num_hidden_layers', 12, mostLayers),
    heads,
    activation: fields.text('hidden_act', 'quick_gelu') === 'gelu' ? 'gelu' : 'quickGelu',
    epsilon: fields.number('layer_norm_eps', 1e-5),
  };
}
