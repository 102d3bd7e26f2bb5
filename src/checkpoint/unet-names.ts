/**
 * The U-Net's names in an original single file and in diffusers, both ways.
 *
 * The original counts blocks through: with n = layers per block + 1, `input_blocks.{n b + l + 1}` is
 * layer l of level b, and `input_blocks.{n b + n}` the step down behind it; `output_blocks.{n b + l}`
 * is layer l on the way up, and a step up stands as one more part of the last. diffusers says so.
 *
 * Source: CompVis/stable-diffusion, `openaimodel.py`; diffusers, `single_file_utils.py`.
 */

/** Parts of a residual block: original, diffusers. */
const resnet: readonly (readonly [string, string])[] = [
  ['in_layers.0', 'norm1'],
  ['in_layers.2', 'conv1'],
  ['emb_layers.1', 'time_emb_proj'],
  ['out_layers.0', 'norm2'],
  ['out_layers.3', 'conv2'],
  ['skip_connection', 'conv_shortcut'],
];

/** Parts that stand once: original, diffusers. */
const single: readonly (readonly [string, string])[] = [
  ['time_embed.0', 'time_embedding.linear_1'],
  ['time_embed.2', 'time_embedding.linear_2'],
  ['input_blocks.0.0', 'conv_in'],
  ['middle_block.1', 'mid_block.attentions.0'],
  ['out.0', 'conv_norm_out'],
  ['out.2', 'conv_out'],
];

function swap(
  name: string,
  pairs: readonly (readonly [string, string])[],
  from: 0 | 1,
): string | undefined {
  const pair = pairs.find((p) => name === p[from] || name.startsWith(`${p[from]}.`));
  return pair && pair[1 - from] + name.slice(pair[from].length);
}

/**
 * Residual blocks and attentions in each block of a U-Net, plus one for the step down: n above.
 *
 * @param names of an original U-Net, without `model.diffusion_model.`
 */
export function unetStride(names: readonly string[]): number {
  const downs = names.flatMap((name) => /^input_blocks\.(\d+)\.0\.op\./.exec(name)?.[1] ?? []);
  return Math.min(...downs.map(Number), 1000);
}

/**
 * The name in diffusers; undefined for a name that no such U-Net has.
 *
 * @param name in the original, without `model.diffusion_model.`
 * @param stride layers per block + 1
 *
 * @example
 * unetToDiffusers('input_blocks.4.1.proj_in.weight', 3); // 'down_blocks.1.attentions.0.proj_in.weight'
 */
export function unetToDiffusers(name: string, stride: number): string | undefined {
  const once = swap(name, single, 0);
  if (once !== undefined) return once;
  const middle = /^middle_block\.([02])\.(.+)$/.exec(name);
  if (middle) return within(`mid_block.resnets.${Number(middle[1]) / 2}`, middle[2]);
  const found = /^(input|output)_blocks\.(\d+)\.(\d)\.(.+)$/.exec(name);
  if (found === null) return undefined;
  const [, side, index, part, rest] = found;
  const at = Number(index) - (side === 'input' ? 1 : 0);
  const block = `${side === 'input' ? 'down' : 'up'}_blocks.${Math.floor(at / stride)}`;
  const layer = at % stride;
  if (rest.startsWith('op.')) return `${block}.downsamplers.0.conv${rest.slice(2)}`;
  if (rest.startsWith('conv.')) return `${block}.upsamplers.0.${rest}`;
  if (part === '0') return within(`${block}.resnets.${layer}`, rest);
  return part === '1' ? `${block}.attentions.${layer}.${rest}` : undefined;
}

function within(place: string, rest: string): string | undefined {
  const part = swap(rest, resnet, 0);
  return part && `${place}.${part}`;
}

/**
 * The name in the original; undefined for a name that no such U-Net has.
 *
 * @param name in diffusers
 * @param hasAttention whether the block up_blocks.i has attentions
 *
 * @example
 * unetToOriginal('up_blocks.1.upsamplers.0.conv.bias', 3, () => true); // 'output_blocks.5.2.conv.bias'
 */
export function unetToOriginal(
  name: string,
  stride: number,
  hasAttention: (upBlock: number) => boolean,
): string | undefined {
  const once = swap(name, single, 1);
  if (once !== undefined) return once;
  const middle = /^mid_block\.resnets\.([01])\.(.+)$/.exec(name);
  if (middle) {
    const part = swap(middle[2], resnet, 1);
    return part && `middle_block.${Number(middle[1]) * 2}.${part}`;
  }
  const found = /^(down|up)_blocks\.(\d+)\.(\w+)\.(\d+)\.(.+)$/.exec(name);
  if (found === null) return undefined;
  const [, side, block, kind, layer, rest] = found;
  const first = Number(block) * stride + (side === 'down' ? 1 : 0);
  const blocks = side === 'down' ? 'input_blocks' : 'output_blocks';
  const at = `${blocks}.${first + Number(layer)}`;
  if (kind === 'resnets') {
    const part = swap(rest, resnet, 1);
    return part && `${at}.0.${part}`;
  }
  if (kind === 'attentions') return `${at}.1.${rest}`;
  if (kind === 'downsamplers') return `${blocks}.${first + stride - 1}.0.op${rest.slice(4)}`;
  if (kind !== 'upsamplers') return undefined;
  return `${blocks}.${first + stride - 1}.${hasAttention(Number(block)) ? 2 : 1}.${rest}`;
}
