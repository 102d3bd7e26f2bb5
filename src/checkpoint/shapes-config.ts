/**
 * The configuration of a model, told from the shapes of its tensors, in the words of diffusers'
 * `config.json`: for a single file, which has none beside it.
 *
 * Two things no shape shows. The number of attention heads: 8 in Stable Diffusion 1, one for every
 * 64 channels in Stable Diffusion 2. The number of groups of the normalisation: 32 in both.
 *
 * Source: the published config.json of stable-diffusion-v1-5 and stable-diffusion-2-1; diffusers,
 * `single_file_utils.py`. Leaves out: models of other head counts and groups, which need `--config`.
 */
import { CheckpointError } from '../math/errors.js';
import type { Piece } from './single-file.js';

type Json = Readonly<Record<string, unknown>>;

/** Shapes by name; a missing one is refused with its name. */
function lookUp(pieces: readonly Piece[], what: string): (name: string) => readonly number[] {
  const shapes = new Map(pieces.map(({ name, shape }) => [name, shape]));
  return (name) => {
    const shape = shapes.get(name);
    if (shape !== undefined) return shape;
    throw new CheckpointError(`${what}: got no tensor '${name}'; expected it in every ${what}`);
  };
}

/** Numbers that follow a prefix in the names: how many there are. */
function countOf(pieces: readonly Piece[], pattern: RegExp): number {
  const found = pieces.flatMap(({ name }) => pattern.exec(name)?.[1] ?? []);
  return Math.max(...found.map(Number), -1) + 1;
}

/**
 * The U-Net's configuration.
 *
 * @param pieces its tensors
 * @throws CheckpointError that names a tensor every U-Net has and this one lacks
 */
export function unetConfigOf(pieces: readonly Piece[]): Json {
  const shape = lookUp(pieces, 'U-Net');
  const levels = countOf(pieces, /^down_blocks\.(\d+)\./);
  const channels = Array.from(
    { length: levels },
    (_, i) => shape(`down_blocks.${i}.resnets.0.conv1.weight`)[0],
  );
  const attends = (side: string, i: number): boolean =>
    pieces.some(({ name }) => name.startsWith(`${side}_blocks.${i}.attentions.`));
  const middle = 'mid_block.attentions.0';
  const linear = shape(`${middle}.proj_in.weight`).length === 2;
  return {
    _class_name: 'UNet2DConditionModel',
    in_channels: shape('conv_in.weight')[1],
    out_channels: shape('conv_out.weight')[0],
    block_out_channels: channels,
    down_block_types: channels.map((_, i) =>
      attends('down', i) ? 'CrossAttnDownBlock2D' : 'DownBlock2D',
    ),
    up_block_types: channels.map((_, i) => (attends('up', i) ? 'CrossAttnUpBlock2D' : 'UpBlock2D')),
    layers_per_block: countOf(pieces, /^down_blocks\.0\.resnets\.(\d+)\./),
    cross_attention_dim: shape(`${middle}.transformer_blocks.0.attn2.to_k.weight`)[1],
    attention_head_dim: linear ? channels.map((c) => Math.max(1, Math.floor(c / 64))) : 8,
    use_linear_projection: linear,
    norm_num_groups: 32,
    sample_size: 64,
  };
}

/** The VAE's configuration. */
export function vaeConfigOf(pieces: readonly Piece[]): Json {
  const shape = lookUp(pieces, 'VAE');
  const levels = countOf(pieces, /^encoder\.down_blocks\.(\d+)\./);
  const channels = Array.from(
    { length: levels },
    (_, i) => shape(`encoder.down_blocks.${i}.resnets.0.conv1.weight`)[0],
  );
  return {
    _class_name: 'AutoencoderKL',
    in_channels: shape('encoder.conv_in.weight')[1],
    out_channels: shape('decoder.conv_out.weight')[0],
    latent_channels: shape('post_quant_conv.weight')[0],
    block_out_channels: channels,
    down_block_types: channels.map(() => 'DownEncoderBlock2D'),
    up_block_types: channels.map(() => 'UpDecoderBlock2D'),
    layers_per_block: countOf(pieces, /^encoder\.down_blocks\.0\.resnets\.(\d+)\./),
    norm_num_groups: 32,
    sample_size: 512,
    scaling_factor: 0.18215,
  };
}

/** The text encoder's configuration: CLIP's of Stable Diffusion 1 has 64 channels a head, as 2's. */
export function textConfigOf(pieces: readonly Piece[], openClip: boolean): Json {
  const shape = lookUp(pieces, 'text encoder');
  const [vocabulary, width] = shape('text_model.embeddings.token_embedding.weight');
  return {
    model_type: 'clip_text_model',
    vocab_size: vocabulary,
    hidden_size: width,
    intermediate_size: shape('text_model.encoder.layers.0.mlp.fc1.weight')[0],
    num_hidden_layers: countOf(pieces, /^text_model\.encoder\.layers\.(\d+)\./),
    num_attention_heads: Math.max(1, Math.floor(width / 64)),
    max_position_embeddings: shape('text_model.embeddings.position_embedding.weight')[0],
    hidden_act: openClip ? 'gelu' : 'quick_gelu',
    layer_norm_eps: 1e-5,
  };
}
