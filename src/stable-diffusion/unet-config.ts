/**
 * How a U-Net is built: the numbers of its `config.json`, and three presets.
 *
 * A level is one size of the picture: level 0 the full one, each next one half of it. Lists have one
 * entry for each level.
 *
 * Source: the published files of Stable Diffusion 1.5 and 2.1, read by diffusers'
 * `UNet2DConditionModel`. Its field `attention_head_dim` is a number of heads, not a width: a name
 * that stayed wrong because files carry it.
 */
import { ConfigError } from '../math/errors.js';
import { type Fields, fieldsOf, mostLayers } from './config-fields.js';

/** A U-Net that looks at a text. */
export interface UnetConfig {
  /** 4 latent channels; 9 for inpainting (latents, mask, masked picture). */
  readonly inChannels: number;
  readonly outChannels: number;
  /** Channels on each level. */
  readonly channels: readonly number[];
  /** Residual blocks on each level on the way down; one more on the way up. */
  readonly layers: readonly number[];
  /** Whether the level looks at the text, on the way down and up. */
  readonly attention: readonly boolean[];
  /** Attention heads on each level. */
  readonly heads: readonly number[];
  /** Transformer blocks behind each residual block that looks at the text. */
  readonly depth: readonly number[];
  /** Numbers for each token of the text. */
  readonly contextWidth: number;
  /** Whether a matrix in the file stands for what is a 1 x 1 filter in Stable Diffusion 1. */
  readonly linearProjection: boolean;
  /** Of the group norms. */
  readonly groups: number;
  /** Of the group norms in residual blocks and at the end. */
  readonly epsilon: number;
  readonly cosineFirst: boolean;
  readonly timeShift: number;
  /** Width of the embedding of the guidance scale (consistency models only); 0 for none. */
  readonly guidanceWidth: number;
  /** Side of the latents that it was trained with. */
  readonly latentSide: number;
}

/** Stable Diffusion 1.1 to 1.5. */
export const sd15Unet: UnetConfig = {
  inChannels: 4,
  outChannels: 4,
  channels: [320, 640, 1280, 1280],
  layers: [2, 2, 2, 2],
  attention: [true, true, true, false],
  heads: [8, 8, 8, 8],
  depth: [1, 1, 1, 1],
  contextWidth: 768,
  linearProjection: false,
  groups: 32,
  epsilon: 1e-5,
  cosineFirst: true,
  timeShift: 0,
  guidanceWidth: 0,
  latentSide: 64,
};

/** Stable Diffusion 2.1 for 768 x 768 pixels. */
export const sd21Unet: UnetConfig = {
  ...sd15Unet,
  heads: [5, 10, 20, 20],
  contextWidth: 1024,
  linearProjection: true,
  latentSide: 96,
};

/** That of the course's own model: two levels, 8 x 8 and 4 x 4 latents, heads of 32 numbers. */
export const microUnet: UnetConfig = {
  ...sd15Unet,
  inChannels: 12,
  outChannels: 12,
  channels: [96, 160],
  layers: [1, 1],
  attention: [true, true],
  heads: [3, 5],
  depth: [1, 1],
  contextWidth: 128,
  linearProjection: true,
  latentSide: 8,
};

/** All parts, few numbers: for tests and for looking at. */
export const tinyUnet: UnetConfig = {
  ...sd15Unet,
  channels: [8, 10, 12, 12],
  heads: [2, 2, 2, 2],
  contextWidth: 24,
  groups: 2,
  latentSide: 8,
};

/**
 * From the fields of `unet/config.json`.
 *
 * @throws ConfigError that names the field, also when it asks for something that Stable Diffusion
 *   1.x and 2.x do not have
 *
 * @example
 * const fields = {
 *   block_out_channels: [32, 64], attention_head_dim: 4, norm_num_groups: 8,
 *   down_block_types: ['CrossAttnDownBlock2D', 'DownBlock2D'],
 *   up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D'],
 * };
 * unetConfig(fields).attention; // [true, false]
 * unetConfig(fields).heads; // [4, 4]
 */
export function unetConfig(json: unknown): UnetConfig {
  const fields = fieldsOf('unet', json);
  refuseOthers(fields);
  const channels = fields.counts('block_out_channels', 0);
  const levels = channels.length;
  const attention = levelsOf(fields, 'down_block_types', 'CrossAttnDownBlock2D', 'DownBlock2D');
  const up = levelsOf(fields, 'up_block_types', 'CrossAttnUpBlock2D', 'UpBlock2D').reverse();
  if (attention.length !== levels || up.some((value, i) => value !== attention[i])) {
    throw new ConfigError(
      'unet config: got down_block_types and up_block_types that do not mirror each other on ' +
        `${levels} levels; expected the same kinds in reverse order`,
    );
  }
  const named = fields.has('num_attention_heads') ? 'num_attention_heads' : 'attention_head_dim';
  const heads = fields.counts(named, levels, 8);
  const groups = fields.count('norm_num_groups', 32);
  channels.forEach((count, i) => {
    const used = attention[i] || i === levels - 1;
    if (count % groups === 0 && (!used || count % heads[i] === 0)) return;
    throw new ConfigError(
      `unet config: got ${count} channels on level ${i}; expected a multiple of ${groups} groups` +
        `${used ? ` and of ${heads[i]} heads` : ''}`,
    );
  });
  return {
    inChannels: fields.count('in_channels', 4),
    outChannels: fields.count('out_channels', 4),
    channels,
    layers: fields.counts('layers_per_block', levels, 2, mostLayers),
    attention,
    heads,
    depth: fields.counts('transformer_layers_per_block', levels, 1, mostLayers),
    contextWidth: fields.count('cross_attention_dim', 1280),
    linearProjection: fields.flag('use_linear_projection', false),
    groups,
    epsilon: fields.number('norm_eps', 1e-5),
    cosineFirst: fields.flag('flip_sin_to_cos', true),
    timeShift: fields.number('freq_shift', 0),
    guidanceWidth: fields.has('time_cond_proj_dim') ? fields.count('time_cond_proj_dim') : 0,
    latentSide: fields.has('sample_size') ? fields.count('sample_size') : 64,
  };
}

function levelsOf(fields: Fields, name: string, attending: string, plain: string): boolean[] {
  return fields.texts(name).map((kind) => {
    if (kind === attending || kind === plain) return kind === attending;
    throw new ConfigError(`unet config: got ${name} '${kind}'; expected ${attending} or ${plain}`);
  });
}

/** What diffusers' class can do beyond Stable Diffusion 1 and 2 must be off. */
function refuseOthers(fields: Fields): void {
  fields.only('_class_name', 'UNet2DConditionModel');
  fields.only('act_fn', 'silu', 'swish');
  fields.only('mid_block_type', 'UNetMidBlock2DCrossAttn');
  fields.only('downsample_padding', 1);
  fields.only('mid_block_scale_factor', 1);
  fields.only('resnet_time_scale_shift', 'default');
  fields.only('time_embedding_type', 'positional');
  fields.only('conv_in_kernel', 3);
  fields.only('conv_out_kernel', 3);
  fields.only('dropout', 0);
  fields.only('attention_type', 'default');
  for (const name of ['center_input_sample', 'dual_cross_attention', 'only_cross_attention']) {
    fields.only(name, false);
  }
  for (const name of [
    'addition_embed_type',
    'class_embed_type',
    'cross_attention_norm',
    'encoder_hid_dim',
    'encoder_hid_dim_type',
    'num_class_embeds',
    'time_embedding_act_fn',
    'time_embedding_dim',
    'timestep_post_act',
  ]) {
    fields.only(name);
  }
}
