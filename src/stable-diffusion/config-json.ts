/**
 * The way back: settings as the `config.json` that diffusers and transformers write. What
 * `unetConfig`, `vaeConfig` and `textConfig` read from it is what it was made of.
 *
 * Source: diffusers 0.42, transformers 5; every field that the classes save is left to their
 * defaults unless these models need another value.
 */
import type { TextConfig } from './text-config.js';
import type { UnetConfig } from './unet-config.js';
import type { VaeConfig } from './vae-config.js';

/** The fields of one config.json. */
export type ConfigJson = Readonly<Record<string, unknown>>;

/** The version of diffusers whose behaviour this library has. */
const version = '0.42.1';

/**
 * For `unet/config.json`.
 *
 * @example
 * unetJson(sd15Unet).down_block_types[3]; // 'DownBlock2D'
 */
export function unetJson(config: UnetConfig): ConfigJson {
  const kinds = (side: 'Down' | 'Up'): string[] =>
    config.attention.map((looks) => `${looks ? 'CrossAttn' : ''}${side}Block2D`);
  return {
    _class_name: 'UNet2DConditionModel',
    _diffusers_version: version,
    act_fn: 'silu',
    attention_head_dim: oneOrAll(config.heads),
    block_out_channels: [...config.channels],
    cross_attention_dim: config.contextWidth,
    down_block_types: kinds('Down'),
    flip_sin_to_cos: config.cosineFirst,
    freq_shift: config.timeShift,
    in_channels: config.inChannels,
    layers_per_block: oneOrAll(config.layers),
    mid_block_type: 'UNetMidBlock2DCrossAttn',
    norm_eps: config.epsilon,
    norm_num_groups: config.groups,
    out_channels: config.outChannels,
    sample_size: config.latentSide,
    time_cond_proj_dim: config.guidanceWidth > 0 ? config.guidanceWidth : null,
    transformer_layers_per_block: oneOrAll(config.depth),
    up_block_types: kinds('Up').reverse(),
    use_linear_projection: config.linearProjection,
  };
}

/** For `vae/config.json`. */
export function vaeJson(config: VaeConfig): ConfigJson {
  const levels = config.channels.length;
  return {
    _class_name: 'AutoencoderKL',
    _diffusers_version: version,
    act_fn: 'silu',
    block_out_channels: [...config.channels],
    down_block_types: Array(levels).fill('DownEncoderBlock2D'),
    in_channels: config.pictureChannels,
    latent_channels: config.latentChannels,
    layers_per_block: config.layers,
    mid_block_add_attention: config.middleAttention,
    norm_num_groups: config.groups,
    out_channels: config.pictureChannels,
    sample_size: config.pictureSide,
    scaling_factor: config.scale,
    up_block_types: Array(levels).fill('UpDecoderBlock2D'),
    use_post_quant_conv: config.postQuantConv,
    use_quant_conv: config.quantConv,
  };
}

/** For `text_encoder/config.json`. */
export function textJson(config: TextConfig): ConfigJson {
  return {
    architectures: ['CLIPTextModel'],
    attention_dropout: 0,
    bos_token_id: 0,
    eos_token_id: 2,
    hidden_act: config.activation === 'gelu' ? 'gelu' : 'quick_gelu',
    hidden_size: config.width,
    intermediate_size: config.innerWidth,
    layer_norm_eps: config.epsilon,
    max_position_embeddings: config.positions,
    model_type: 'clip_text_model',
    num_attention_heads: config.heads,
    num_hidden_layers: config.layers,
    pad_token_id: 1,
    projection_dim: config.width,
    torch_dtype: 'float32',
    vocab_size: config.vocabulary,
  };
}

/** Lists whose numbers are all the same stand as one number. */
function oneOrAll(list: readonly number[]): number | number[] {
  return list.every((value) => value === list[0]) ? list[0] : [...list];
}
