/**
 * The way back of `single-file.ts`: three models under the names of diffusers become one file with
 * the original's names.
 *
 * Source: diffusers, `convert_diffusers_to_original_stable_diffusion.py`. OpenCLIP's text encoder has
 * one layer more than is used; a copy of the last one stands in its place, as readers drop it.
 */
import { CheckpointError } from '../math/errors.js';
import type { Part } from './aliases.js';
import type { StoredTensor } from './stored.js';
import { diffusersToOpenClip } from './text-names.js';
import { unetToOriginal } from './unet-names.js';
import { vaeToOriginal } from './vae-names.js';

/** What the names depend on. */
export interface SingleFileNames {
  /** Residual blocks on a level on the way down, plus one. */
  readonly unetStride: number;
  /** Whether each block on the way up has attentions. */
  readonly upAttention: readonly boolean[];
  readonly vaeLevels: number;
  /** OpenCLIP's names for the text encoder, as version 2 has them. */
  readonly openClip: boolean;
}

/**
 * The tensors of the file.
 *
 * @throws CheckpointError for a name that has no place in such a file
 */
export function singleFileTensors(
  parts: Readonly<Record<Part, readonly StoredTensor[]>>,
  names: SingleFileNames,
): StoredTensor[] {
  const rename = (tensor: StoredTensor, prefix: string, name: string | undefined): StoredTensor => {
    if (name !== undefined) return { ...tensor, name: prefix + name };
    throw new CheckpointError(`single file: got '${tensor.name}'; expected a name of these models`);
  };
  const unet = parts.unet.map((tensor) => {
    const name = unetToOriginal(tensor.name, names.unetStride, (up) => names.upAttention[up]);
    return rename(tensor, 'model.diffusion_model.', name);
  });
  const vae = parts.vae.map((tensor) => {
    const renamed = rename(
      tensor,
      'first_stage_model.',
      vaeToOriginal(tensor.name, names.vaeLevels),
    );
    // in the original, the attention's matrices are filters of 1 x 1
    const flat = tensor.name.includes('.attentions.0.to_') && tensor.shape.length === 2;
    return flat ? { ...renamed, shape: [...tensor.shape, 1, 1] } : renamed;
  });
  const text = names.openClip
    ? openClipTensors(parts.text_encoder)
    : parts.text_encoder.map((tensor) =>
        rename(tensor, 'cond_stage_model.transformer.', tensor.name),
      );
  return [...unet, ...vae, ...text];
}

function openClipTensors(tensors: readonly StoredTensor[]): StoredTensor[] {
  const thirds = new Map<string, StoredTensor[]>();
  const all: StoredTensor[] = [];
  for (const tensor of tensors) {
    const found = diffusersToOpenClip(tensor.name);
    if (found === undefined) {
      throw new CheckpointError(
        `single file: got '${tensor.name}'; expected a name of a text encoder`,
      );
    }
    if (found.third === undefined) all.push({ ...tensor, name: found.name });
    else {
      const three = thirds.get(found.name) ?? [];
      three[found.third] = tensor;
      thirds.set(found.name, three);
    }
  }
  for (const [name, three] of thirds) {
    const [rows, ...rest] = three[0].shape;
    all.push({
      ...three[0],
      name,
      shape: [3 * rows, ...rest],
      data: () => oneBelowTheOther(three),
    });
  }
  const layer = (name: string): number =>
    Number(/^transformer\.resblocks\.(\d+)\./.exec(name)?.[1] ?? -1);
  const last = Math.max(...all.map(({ name }) => layer(name)));
  const unused = all
    .filter(({ name }) => layer(name) === last)
    .map((tensor) => ({ ...tensor, name: tensor.name.replace(`.${last}.`, `.${last + 1}.`) }));
  return [...all, ...unused].map((tensor) => {
    return { ...tensor, name: `cond_stage_model.model.${tensor.name}` };
  });
}

async function oneBelowTheOther(tensors: readonly StoredTensor[]): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for (const { data } of tensors) parts.push(await data());
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => {
    all.set(part, at);
    return at + part.length;
  }, 0);
  return all;
}
