/**
 * An original single file of Stable Diffusion 1 or 2, taken apart into its three models under the
 * names of diffusers. Nothing is read here: the result says which tensor comes from where.
 *
 * Averages of the U-Net's weights over the training (EMA) stand in some files beside the weights,
 * as `model_ema.` and the name without dots; they make better pictures and are preferred.
 *
 * Source: diffusers, `single_file_utils.py`. Leaves out: SDXL and later ones, which are refused.
 */
import { CheckpointError } from '../math/errors.js';
import { currentName, type Part } from './aliases.js';
import { kindOf } from './kind.js';
import type { TensorEntry } from './safetensors.js';
import { openClipLayers, openClipToDiffusers } from './text-names.js';
import { unetStride, unetToDiffusers } from './unet-names.js';
import { vaeLevels, vaeToDiffusers } from './vae-names.js';

/** One tensor of a model, and where it comes from. */
export interface Piece {
  /** In diffusers. */
  readonly name: string;
  /** In diffusers' order: a matrix is [outputs, inputs]. */
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Its name in the file. */
  readonly source: string;
  /** Which third of the rows of `source`, when query, key and value are one matrix there. */
  readonly third?: 0 | 1 | 2;
}

/** The models of a file, and what belongs to none. */
export interface Parts extends Readonly<Record<Part, readonly Piece[]>> {
  readonly unexpected: readonly string[];
  /** Whether the U-Net is the average over the training. */
  readonly ema: boolean;
}

const unetPrefix = 'model.diffusion_model.';
const vaePrefix = /^(first_stage_model|vae)\./;
const clipPrefix = /^(cond_stage_model|conditioner\.embedders\.0)\.transformer\./;
const openClipPrefix = /^(cond_stage_model|conditioner\.embedders\.0)\.model\./;

/** Tables of the training and of Stable Diffusion's wrappers that no picture needs. */
const useless =
  /^(betas|alphas_cumprod|sqrt_|log_one_minus|posterior_|lvlb_weights|model_ema\.|logvar|scale_factor|cond_stage_model\.(transformer\.)?logit_scale)/;

/**
 * Says which tensor of the file is which of a model.
 *
 * @param entries the file's tensors
 * @param file its name, for the message
 * @throws CheckpointError when the file is something else
 */
export function splitSingleFile(entries: readonly TensorEntry[], file: string): Parts {
  const kind = kindOf(entries);
  if (kind !== 'Stable Diffusion 1 checkpoint' && kind !== 'Stable Diffusion 2 checkpoint') {
    throw new CheckpointError(
      `${file}: got ${kind === 'unknown' ? 'a file of unknown kind' : `a file of kind '${kind}'`}; ` +
        'expected a checkpoint of Stable Diffusion 1.x or 2.x',
    );
  }
  const all = new Map(entries.map((entry) => [entry.name, entry]));
  const inner = (pattern: RegExp): string[] =>
    [...all.keys()].flatMap((name) => (pattern.test(name) ? [name.replace(pattern, '')] : []));
  const stride = unetStride(inner(/^model\.diffusion_model\./));
  const levels = vaeLevels(inner(vaePrefix));
  const clipLayers = openClipLayers(inner(openClipPrefix));
  const ema = [...all.keys()].filter((name) => name.startsWith('model_ema.')).length >= 100;

  const parts = { unet: [] as Piece[], vae: [] as Piece[], text_encoder: [] as Piece[] };
  const unexpected: string[] = [];
  const add = (
    part: Part,
    name: string | undefined,
    entry: TensorEntry,
    third?: 0 | 1 | 2,
  ): void => {
    if (name === undefined) {
      if (!entry.name.endsWith('position_ids')) unexpected.push(entry.name);
      return;
    }
    const rows = third === undefined ? entry.shape[0] : entry.shape[0] / 3;
    const shape = [rows, ...entry.shape.slice(1)].slice(0, entry.shape.length);
    const flat = part === 'vae' && name.includes('.attentions.0.to_') && shape.length === 4;
    parts[part].push({
      name,
      shape: flat ? shape.slice(0, 2) : shape,
      dtype: entry.dtype,
      source: entry.name,
      ...(third === undefined ? {} : { third }),
    });
  };
  for (const [name, entry] of all) {
    if (name.startsWith(unetPrefix)) {
      const bare = name.slice(unetPrefix.length);
      const average = all.get(`model_ema.diffusion_model${bare.replaceAll('.', '')}`);
      add('unet', unetToDiffusers(bare, stride), ema && average ? average : entry);
    } else if (vaePrefix.test(name)) {
      const bare = vaeToDiffusers(name.replace(vaePrefix, ''), levels);
      add('vae', bare && currentName('vae', bare), entry);
    } else if (clipPrefix.test(name)) {
      add('text_encoder', currentName('text_encoder', name.replace(clipPrefix, '')), entry);
    } else if (openClipPrefix.test(name)) {
      const become = openClipToDiffusers(name.replace(openClipPrefix, ''), clipLayers);
      if (become === undefined) unexpected.push(name);
      for (const { name: to, third } of become ?? []) add('text_encoder', to, entry, third);
    } else if (!useless.test(name)) {
      unexpected.push(name);
    }
  }
  return { ...parts, unexpected, ema };
}
