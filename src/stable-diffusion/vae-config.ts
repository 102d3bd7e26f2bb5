/**
 * How the autoencoder is built: the numbers of its `config.json`, and presets.
 *
 * Source: the published files of Stable Diffusion 1.5 and 2.1, read by diffusers' `AutoencoderKL`.
 * The scale is not in the older files: 0.18215 is the default of the class, 1 divided by the
 * standard deviation of the latents of the pictures it was measured on.
 */
import { ConfigError } from '../math/errors.js';
import { fieldsOf, mostLayers } from './config-fields.js';

/** An autoencoder of pictures. */
export interface VaeConfig {
  /** 3: red, green, blue. */
  readonly pictureChannels: number;
  readonly latentChannels: number;
  /** Channels on each level; each level halves the picture, but for the last. */
  readonly channels: readonly number[];
  /** Residual blocks on each level of the encoder; the decoder has one more. */
  readonly layers: number;
  /** Of the group norms. */
  readonly groups: number;
  /** Whether each pixel of the smallest level looks at all others, in the middle. */
  readonly middleAttention: boolean;
  /** The U-Net sees latents times this number. */
  readonly scale: number;
  /** Side of the pictures that it was trained with, in pixels: the side of a tile. */
  readonly pictureSide: number;
  /** Whether there is a 1 x 1 convolution behind the encoder. */
  readonly quantConv: boolean;
  /** Whether there is one before the decoder. */
  readonly postQuantConv: boolean;
}

/** Stable Diffusion 1.x. */
export const sd15Vae: VaeConfig = {
  pictureChannels: 3,
  latentChannels: 4,
  channels: [128, 256, 512, 512],
  layers: 2,
  groups: 32,
  middleAttention: true,
  scale: 0.18215,
  pictureSide: 512,
  quantConv: true,
  postQuantConv: true,
};

/** Stable Diffusion 2.1: the same network. */
export const sd21Vae: VaeConfig = { ...sd15Vae, pictureSide: 768 };

/**
 * That of the course's own model: pictures of 64 x 64 become 8 x 8 latents of 12 numbers. Its latents
 * have the deviation 1, so the scale is 1.
 */
export const microVae: VaeConfig = {
  pictureChannels: 3,
  latentChannels: 12,
  channels: [32, 64, 96, 128],
  layers: 1,
  groups: 8,
  middleAttention: false,
  scale: 1,
  pictureSide: 64,
  quantConv: true,
  postQuantConv: true,
};

/** All parts, few numbers: for tests and for looking at. */
export const tinyVae: VaeConfig = {
  ...sd15Vae,
  channels: [4, 6, 8, 8],
  groups: 2,
  pictureSide: 64,
};

/**
 * From the fields of `vae/config.json`.
 *
 * @throws ConfigError that names the field
 *
 * @example
 * vaeConfig({ block_out_channels: [32, 64] }).scale; // 0.18215
 */
export function vaeConfig(json: unknown): VaeConfig {
  const fields = fieldsOf('vae', json);
  fields.only('_class_name', 'AutoencoderKL');
  fields.only('act_fn', 'silu', 'swish');
  for (const name of ['shift_factor', 'latents_mean', 'latents_std']) fields.only(name);
  const channels = fields.counts('block_out_channels', 0);
  for (const [name, kind] of [
    ['down_block_types', 'DownEncoderBlock2D'],
    ['up_block_types', 'UpDecoderBlock2D'],
  ]) {
    if (fields.has(name)) fields.only(name, Array(channels.length).fill(kind));
  }
  const groups = fields.count('norm_num_groups', 32);
  const odd = channels.find((count) => count % groups !== 0);
  if (odd !== undefined) {
    throw new ConfigError(
      `vae config: got ${odd} channels; expected a multiple of ${groups} groups`,
    );
  }
  return {
    pictureChannels: fields.count('in_channels', 3),
    latentChannels: fields.count('latent_channels', 4),
    channels,
    layers: fields.count('layers_per_block', 1, mostLayers),
    groups,
    middleAttention: fields.flag('mid_block_add_attention', true),
    scale: fields.number('scaling_factor', 0.18215),
    pictureSide: fields.count('sample_size', 32),
    quantConv: fields.flag('use_quant_conv', true),
    postQuantConv: fields.flag('use_post_quant_conv', true),
  };
}

/** How many pixels one latent is wide: 8 in Stable Diffusion. */
export function vaeFactor({ channels }: VaeConfig): number {
  return 2 ** (channels.length - 1);
}
