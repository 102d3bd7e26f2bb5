/**
 * One name for each tensor: what older and newer versions of diffusers and transformers call
 * otherwise is given the name that this library uses.
 *
 * Source: diffusers, `modeling_utils.py`, attention blocks of before 0.18: query, key, value,
 * proj_attn.
 */
import { textName } from './text-names.js';

/** The three models of a Stable Diffusion. */
export type Part = 'unet' | 'vae' | 'text_encoder';

const older: Readonly<Record<string, string>> = {
  query: 'to_q',
  key: 'to_k',
  value: 'to_v',
  proj_attn: 'to_out.0',
};

/**
 * The name that this library uses; undefined for a tensor that no model needs.
 *
 * @example
 * currentName('vae', 'encoder.mid_block.attentions.0.query.bias');
 * // 'encoder.mid_block.attentions.0.to_q.bias'
 */
export function currentName(part: Part, name: string): string | undefined {
  if (part === 'text_encoder') return textName(name);
  if (part === 'unet') return name;
  return name.replace(
    /\.attentions\.0\.(query|key|value|proj_attn)\./,
    (_, word) => `.attentions.0.${older[word]}.`,
  );
}
