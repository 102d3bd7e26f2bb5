/**
 * What a file of weights is, told from the names and shapes of its tensors alone.
 *
 * Source: the marks that diffusers' `infer_diffusers_model_type` and AUTOMATIC1111's
 * `sd_models_config.py` look for. Leaves out: epsilon or v prediction, which no name shows.
 */
import type { TensorEntry } from './safetensors.js';

/** What a file may be. Those of the first two lines can be used here. */
export type Kind =
  | 'Stable Diffusion 1 checkpoint'
  | 'Stable Diffusion 2 checkpoint'
  | 'U-Net (diffusers)'
  | 'VAE (diffusers)'
  | 'CLIP text encoder'
  | 'LoRA (kohya)'
  | 'textual inversion embedding'
  | 'Stable Diffusion XL'
  | 'Stable Diffusion 3'
  | 'Flux'
  | 'LoRA (other)'
  | 'language model'
  | 'unknown';

/** Kind and a pattern that one of its names must match; the first that fits counts. */
const marks: readonly (readonly [Kind, RegExp])[] = [
  ['Stable Diffusion 3', /(^|\.)joint_blocks\./],
  ['Flux', /(^|\.)(double_blocks|single_transformer_blocks)\./],
  [
    'Stable Diffusion XL',
    /^conditioner\.embedders\.1\.|\.label_emb\.0\.|^add_embedding\.linear_1\./,
  ],
  ['LoRA (kohya)', /^lora_(unet|te)_.*\.lora_(up|down)\.weight$/],
  ['LoRA (other)', /lora_[AB]\.|\.lora\.(up|down)|^lora_|\.hada_|\.lokr_/],
  ['language model', /(^|\.)layers\.\d+\.(self_attn\.q_proj|attention\.wq)\.weight$/],
];

/**
 * Tells what a file is.
 *
 * @param tensors names and shapes
 *
 * @example
 * kindOf([{ name: '<cat>', dtype: 'F32', shape: [2, 768], begin: 0, end: 6144 }]);
 * // 'textual inversion embedding'
 */
export function kindOf(tensors: readonly Pick<TensorEntry, 'name' | 'shape'>[]): Kind {
  const names = tensors.map((tensor) => tensor.name);
  const any = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  if (any(/^(text_model\.)?encoder\.layers\.\d+\.self_attn\.q_proj/)) return 'CLIP text encoder';
  const marked = marks.find(([kind, pattern]) => kind !== 'language model' && any(pattern));
  if (marked !== undefined) return marked[0];
  if (any(/^model\.diffusion_model\.input_blocks\./)) {
    const openClip = any(/^(cond_stage_model|conditioner\.embedders\.0)\.model\./);
    const linear = tensors.some(
      ({ name, shape }) => name.endsWith('.1.proj_in.weight') && shape.length === 2,
    );
    return openClip || linear ? 'Stable Diffusion 2 checkpoint' : 'Stable Diffusion 1 checkpoint';
  }
  if (any(/^down_blocks\.\d+\.resnets\./) && any(/^time_embedding\./)) return 'U-Net (diffusers)';
  if (any(/^decoder\.up_blocks\./)) return 'VAE (diffusers)';
  if (any(marks[marks.length - 1][1])) return 'language model';
  const vectors = tensors.filter(({ shape }) => shape.length === 1 || shape.length === 2);
  if (tensors.length === 1 && vectors.length === 1 && (vectors[0].shape[0] ?? 0) <= 4096) {
    return 'textual inversion embedding';
  }
  return 'unknown';
}
