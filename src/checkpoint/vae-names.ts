/**
 * The VAE's names in an original single file and in diffusers, both ways.
 *
 * The original numbers the decoder's levels from the picture's side: `decoder.up.{L - 1 - i}` is
 * diffusers' `decoder.up_blocks.{i}`. Its attention in the middle is made of 1 x 1 convolutions.
 *
 * Source: CompVis/stable-diffusion, `model.py`; diffusers, `single_file_utils.py`.
 */

/** Parts with other names: original, diffusers. Longer ones first. */
const parts: readonly (readonly [string, string])[] = [
  ['mid.block_1', 'mid_block.resnets.0'],
  ['mid.block_2', 'mid_block.resnets.1'],
  ['mid.attn_1.norm', 'mid_block.attentions.0.group_norm'],
  ['mid.attn_1.q', 'mid_block.attentions.0.to_q'],
  ['mid.attn_1.k', 'mid_block.attentions.0.to_k'],
  ['mid.attn_1.v', 'mid_block.attentions.0.to_v'],
  ['mid.attn_1.proj_out', 'mid_block.attentions.0.to_out.0'],
  ['norm_out', 'conv_norm_out'],
];

const known = /^(conv_in|conv_out|conv_norm_out|mid_block|down_blocks|up_blocks)\./;

/** Steps of the decoder: one more than the highest number of `decoder.up`. */
export function vaeLevels(names: readonly string[]): number {
  const levels = names.flatMap((name) => /^decoder\.up(?:_blocks)?\.(\d+)\./.exec(name)?.[1] ?? []);
  return Math.max(...levels.map(Number), 0) + 1;
}

/**
 * The name in diffusers; undefined for a name that no such VAE has.
 *
 * @param name in the original, without `first_stage_model.`
 * @param levels of the decoder
 *
 * @example
 * vaeToDiffusers('decoder.up.0.block.1.nin_shortcut.bias', 4);
 * // 'decoder.up_blocks.3.resnets.1.conv_shortcut.bias'
 */
export function vaeToDiffusers(name: string, levels: number): string | undefined {
  if (/^(post_)?quant_conv\./.test(name)) return name;
  const [, side, rest] = /^(encoder|decoder)\.(.+)$/.exec(name) ?? [];
  if (rest === undefined) return undefined;
  const pair = parts.find(([from]) => rest.startsWith(`${from}.`));
  let inner = pair ? pair[1] + rest.slice(pair[0].length) : rest;
  inner = inner
    .replace(/^down\.(\d+)\.block\.(\d+)\./, 'down_blocks.$1.resnets.$2.')
    .replace(/^down\.(\d+)\.downsample\.conv\./, 'down_blocks.$1.downsamplers.0.conv.')
    .replace(/^up\.(\d+)\./, (_, level) => `up_blocks.${levels - 1 - Number(level)}.`)
    .replace(/^(up_blocks\.\d+)\.block\.(\d+)\./, '$1.resnets.$2.')
    .replace(/^(up_blocks\.\d+)\.upsample\.conv\./, '$1.upsamplers.0.conv.')
    .replace('.nin_shortcut.', '.conv_shortcut.');
  return known.test(inner) ? `${side}.${inner}` : undefined;
}

/**
 * The name in the original; undefined for a name that no such VAE has.
 *
 * @example
 * vaeToOriginal('decoder.up_blocks.3.resnets.1.conv_shortcut.bias', 4);
 * // 'decoder.up.0.block.1.nin_shortcut.bias'
 */
export function vaeToOriginal(name: string, levels: number): string | undefined {
  if (/^(post_)?quant_conv\./.test(name)) return name;
  const [, side, rest] = /^(encoder|decoder)\.(.+)$/.exec(name) ?? [];
  if (rest === undefined || !known.test(rest)) return undefined;
  const pair = parts.find(([, to]) => rest.startsWith(`${to}.`));
  const inner = (pair ? pair[0] + rest.slice(pair[1].length) : rest)
    .replace(/^down_blocks\.(\d+)\.resnets\.(\d+)\./, 'down.$1.block.$2.')
    .replace(/^down_blocks\.(\d+)\.downsamplers\.0\.conv\./, 'down.$1.downsample.conv.')
    .replace(/^up_blocks\.(\d+)\./, (_, level) => `up.${levels - 1 - Number(level)}.`)
    .replace(/^(up\.\d+)\.resnets\.(\d+)\./, '$1.block.$2.')
    .replace(/^(up\.\d+)\.upsamplers\.0\.conv\./, '$1.upsample.conv.')
    .replace('.conv_shortcut.', '.nin_shortcut.');
  return `${side}.${inner}`;
}
