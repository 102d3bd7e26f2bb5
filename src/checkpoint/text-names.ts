/**
 * The text encoder's names: Hugging Face's (with or without `text_model.`), and OpenCLIP's, which
 * Stable Diffusion 2 has in its single files.
 *
 * OpenCLIP keeps query, key and value of a layer in one matrix, and has one more layer than is used
 * (the states before the last are what the U-Net was trained on), a projection and a scale: those
 * three are dropped. Source: mlfoundations/open_clip, `transformer.py`; diffusers,
 * `single_file_utils.py`.
 */

/** OpenCLIP, Hugging Face; of a layer. */
const layerParts: readonly (readonly [string, string])[] = [
  ['ln_1', 'layer_norm1'],
  ['ln_2', 'layer_norm2'],
  ['attn.out_proj', 'self_attn.out_proj'],
  ['mlp.c_fc', 'mlp.fc1'],
  ['mlp.c_proj', 'mlp.fc2'],
];

const once: Readonly<Record<string, string>> = {
  positional_embedding: 'embeddings.position_embedding.weight',
  'token_embedding.weight': 'embeddings.token_embedding.weight',
  'ln_final.weight': 'final_layer_norm.weight',
  'ln_final.bias': 'final_layer_norm.bias',
};

/** Where a tensor of the text encoder comes from. */
export interface TextName {
  readonly name: string;
  /** Rows of a joined matrix: the first, second or last third. */
  readonly third?: 0 | 1 | 2;
}

/**
 * What a tensor of OpenCLIP becomes: one, three (query, key, value), or none.
 *
 * @param name without `cond_stage_model.model.`
 * @param layers how many layers the file has; the last is dropped
 *
 * @example
 * openClipToDiffusers('transformer.resblocks.0.attn.in_proj_bias', 24)[1];
 * // { name: 'text_model.encoder.layers.0.self_attn.k_proj.bias', third: 1 }
 */
export function openClipToDiffusers(name: string, layers: number): TextName[] | undefined {
  if (name === 'text_projection' || name === 'logit_scale' || name === 'attn_mask') return [];
  if (Object.hasOwn(once, name)) return [{ name: `text_model.${once[name]}` }];
  const found = /^transformer\.resblocks\.(\d+)\.(.+)$/.exec(name);
  if (found === null) return undefined;
  const [, layer, rest] = found;
  if (Number(layer) === layers - 1) return [];
  const place = `text_model.encoder.layers.${layer}`;
  const joined = /^attn\.in_proj_(weight|bias)$/.exec(rest);
  if (joined) {
    return (['q', 'k', 'v'] as const).map((letter, third) => ({
      name: `${place}.self_attn.${letter}_proj.${joined[1]}`,
      third: third as 0 | 1 | 2,
    }));
  }
  const pair = layerParts.find(([from]) => rest.startsWith(`${from}.`));
  return pair && [{ name: `${place}.${pair[1]}${rest.slice(pair[0].length)}` }];
}

/**
 * The way back: the name in OpenCLIP, and which third of a joined matrix it is; undefined for a
 * name that no text encoder has.
 *
 * @param name with `text_model.`
 *
 * @example
 * diffusersToOpenClip('text_model.encoder.layers.0.self_attn.k_proj.bias');
 * // { name: 'transformer.resblocks.0.attn.in_proj_bias', third: 1 }
 */
export function diffusersToOpenClip(name: string): TextName | undefined {
  const bare = name.replace(/^text_model\./, '');
  const alone = Object.entries(once).find(([, to]) => to === bare);
  if (alone) return { name: alone[0] };
  const found = /^encoder\.layers\.(\d+)\.(.+)$/.exec(bare);
  if (found === null) return undefined;
  const place = `transformer.resblocks.${found[1]}`;
  const joined = /^self_attn\.([qkv])_proj\.(weight|bias)$/.exec(found[2]);
  if (joined) {
    const third = 'qkv'.indexOf(joined[1]) as 0 | 1 | 2;
    return { name: `${place}.attn.in_proj_${joined[2]}`, third };
  }
  const pair = layerParts.find(([, to]) => found[2].startsWith(`${to}.`));
  return pair && { name: `${place}.${pair[0]}${found[2].slice(pair[1].length)}` };
}

/** Layers that an OpenCLIP text encoder has. */
export function openClipLayers(names: readonly string[]): number {
  const layers = names.flatMap((name) => /^transformer\.resblocks\.(\d+)\./.exec(name)?.[1] ?? []);
  return Math.max(...layers.map(Number), -1) + 1;
}

/**
 * The one name that this library uses for a tensor of a Hugging Face text encoder; undefined for
 * the table of positions 0, 1, 2 ..., which some files carry and nobody needs.
 *
 * @example
 * textName('encoder.layers.0.mlp.fc1.bias'); // 'text_model.encoder.layers.0.mlp.fc1.bias'
 */
export function textName(name: string): string | undefined {
  if (name.endsWith('position_ids')) return undefined;
  return name.startsWith('text_model.') ? name : `text_model.${name}`;
}
