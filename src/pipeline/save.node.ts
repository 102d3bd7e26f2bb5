/**
 * A model into files: a folder as diffusers saves it, or an original single file, as Stable Diffusion
 * and AUTOMATIC1111 have them. `loadModel` reads both, and so do diffusers and other programs.
 *
 * One tensor at a time is turned into bytes, so no second model is in memory. New words that were
 * loaded with the model are left out: they have files of their own.
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Part } from '../checkpoint/aliases.js';
import { type StoredTensor, storedTensors } from '../checkpoint/stored.js';
import { singleFileTensors } from '../checkpoint/to-single-file.js';
import { writeSafetensors } from '../checkpoint/write.node.js';
import { FileError, fileError, writeFileAtomic } from '../files/atomic.node.js';
import { textJson, unetJson, vaeJson } from '../stable-diffusion/config-json.js';
import { filesOfTokenizer } from '../text/tokenizer-files.js';
import type { StableDiffusion } from './model.js';

export interface SaveModelOptions {
  /** Bits of the numbers: 'F32' when not given; 'F16' and 'BF16' have half the size. */
  readonly dtype?: 'F32' | 'F16' | 'BF16';
}

/**
 * Saves a model.
 *
 * @param path a new folder, or a file that ends in `.safetensors`
 * @throws FileError when the folder is there already or the disk is full; nothing half-written stays
 *   behind
 *
 * @example
 * const model = await loadModel('test/golden/stable-diffusion/models/tiny-sd1');
 * await saveModel(model, 'workspace/tmp-example.safetensors', { dtype: 'F16' });
 * disposeModel(model);
 */
export async function saveModel(
  model: StableDiffusion,
  path: string,
  { dtype = 'F32' }: SaveModelOptions = {},
): Promise<void> {
  const tensors: Record<Part, StoredTensor[]> = {
    unet: storedTensors(model.weights.unet, dtype),
    vae: storedTensors(model.weights.vae, dtype),
    text_encoder: withoutNames(storedTensors(model.weights.text, dtype), model),
  };
  if (path.endsWith('.safetensors')) {
    const { layers, attention, linearProjection } = model.unet;
    await writeSafetensors(
      path,
      singleFileTensors(tensors, {
        unetStride: layers[0] + 1,
        upAttention: [...attention].reverse(),
        vaeLevels: model.vae.channels.length,
        openClip: linearProjection,
      }),
    );
    return;
  }
  await newFolder(path, async (folder) => {
    const json = (file: string, value: unknown): void =>
      writeFileAtomic(join(folder, file), `${JSON.stringify(value, null, 2)}\n`);
    const vocabulary = model.text.vocabulary - model.tokenizer.names.size;
    json('unet/config.json', unetJson(model.unet));
    json('vae/config.json', vaeJson(model.vae));
    json('text_encoder/config.json', textJson({ ...model.text, vocabulary }));
    json('scheduler/scheduler_config.json', model.scheduler);
    const { vocab, merges, specialTokensMap, tokenizerConfig } = filesOfTokenizer(model.tokenizer);
    for (const [name, text] of Object.entries({
      'vocab.json': vocab,
      'merges.txt': merges,
      'special_tokens_map.json': specialTokensMap,
      'tokenizer_config.json': tokenizerConfig,
    })) {
      writeFileAtomic(join(folder, 'tokenizer', name), text);
    }
    const weights = (part: Part, stem: string): Promise<void> =>
      writeSafetensors(join(folder, part, `${stem}.safetensors`), tensors[part]);
    await weights('unet', 'diffusion_pytorch_model');
    await weights('vae', 'diffusion_pytorch_model');
    await weights('text_encoder', 'model');
    json('model_index.json', modelIndex(model));
  });
}

/** The text encoder's tensors, with the rows of added names cut off. */
function withoutNames(
  tensors: readonly StoredTensor[],
  { text, tokenizer }: StableDiffusion,
): StoredTensor[] {
  const rows = text.vocabulary - tokenizer.names.size;
  return tensors.map((tensor) => {
    if (tensor.name !== 'text_model.embeddings.token_embedding.weight') return tensor;
    const shape = [rows, text.width];
    return {
      ...tensor,
      shape,
      data: async () => (await tensor.data()).slice(0, rows * text.width),
    };
  });
}

function modelIndex({ unet, scheduler }: StableDiffusion): object {
  const inpaints = unet.inChannels > unet.outChannels;
  return {
    _class_name: inpaints ? 'StableDiffusionInpaintPipeline' : 'StableDiffusionPipeline',
    _diffusers_version: '0.42.1',
    feature_extractor: [null, null],
    requires_safety_checker: false,
    safety_checker: [null, null],
    scheduler: ['diffusers', scheduler._class_name],
    text_encoder: ['transformers', 'CLIPTextModel'],
    tokenizer: ['transformers', 'CLIPTokenizer'],
    unet: ['diffusers', 'UNet2DConditionModel'],
    vae: ['diffusers', 'AutoencoderKL'],
  };
}

/** Fills a temporary folder, which gets its name when everything is in it. */
async function newFolder(path: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const target = resolve(path);
  if (existsSync(target)) {
    throw new FileError(
      `${path}: there is something of that name; expected a new one`,
      'EEXIST',
      undefined,
    );
  }
  let folder: string | undefined;
  try {
    mkdirSync(dirname(target), { recursive: true });
    folder = mkdtempSync(join(dirname(target), `.${basename(target)}.`));
    await fill(folder);
    renameSync(folder, target);
  } catch (error) {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    throw error instanceof FileError || !(error as NodeJS.ErrnoException).syscall
      ? error
      : fileError('write', path, error);
  }
}
