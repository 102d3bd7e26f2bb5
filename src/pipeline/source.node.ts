/**
 * Where a model's parts are, and how they are built, before any weight is read: of a folder as
 * diffusers saves it, or of an original single file.
 *
 * A single file has no configuration. What its shapes show is taken from them; the rest is as in
 * the published models (of 2.x the one that predicts v: no shape shows it, and a file of 2.1-base
 * needs the scheduler setting `predictionType: 'epsilon'`). A file of unusual size needs `config`,
 * a folder of diffusers that has the configurations and the tokenizer.
 */
import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Part } from '../checkpoint/aliases.js';
import { openFolder, readConfigs } from '../checkpoint/folder.node.js';
import { requireSafetensors } from '../checkpoint/inspect.node.js';
import { textConfigOf, unetConfigOf, vaeConfigOf } from '../checkpoint/shapes-config.js';
import { openCheckpoint } from '../checkpoint/shards.node.js';
import { type Piece, splitSingleFile } from '../checkpoint/single-file.js';
import { CheckpointError, ConfigError } from '../math/errors.js';
import { type TextConfig, textConfig } from '../stable-diffusion/text-config.js';
import { type UnetConfig, unetConfig } from '../stable-diffusion/unet-config.js';
import { type VaeConfig, vaeConfig } from '../stable-diffusion/vae-config.js';
import { loadClipMerges } from '../text/clip-merges.node.js';
import { type ClipTokenizer, clipTokenizer } from '../text/clip-tokenizer.js';
import { withWayBack } from './micro-folder.node.js';
import { readTokenizer } from './tokenizer.node.js';

/** A model that has been looked at. */
export interface ModelSource {
  readonly text: TextConfig;
  readonly unet: UnetConfig;
  readonly vae: VaeConfig;
  /** scheduler_config.json, as JSON.parse gives it. */
  readonly scheduler: Readonly<Record<string, unknown>>;
  readonly tokenizer: ClipTokenizer;
  /** The safetensors file or index of each part. */
  readonly files: Readonly<Record<Part, string>>;
  /** Where each tensor of a single file goes; a folder's parts say so themselves. */
  readonly pieces?: Readonly<Record<Part, readonly Piece[]>>;
}

interface Found extends Pick<ModelSource, 'tokenizer' | 'files' | 'pieces'> {
  readonly configs: Readonly<Record<Part, unknown>>;
  readonly scheduler: unknown;
}

/**
 * Looks at a model; reads its configurations, its tokenizer and the header of a single file.
 *
 * @param path a folder, or a .safetensors file
 * @param config a folder of diffusers with the configurations and the tokenizer for a single file
 * @throws CheckpointError when a file is missing, damaged or of another kind, ConfigError for
 *   settings that this library does not have
 *
 * @example
 * const source = await openModel('test/golden/stable-diffusion/models/tiny-sd1');
 * source.unet.channels; // [8, 10, 12, 12]
 */
export async function openModel(path: string, config?: string): Promise<ModelSource> {
  const { configs, scheduler, ...rest } = await look(path, config);
  try {
    return {
      ...rest,
      text: textConfig(configs.text_encoder),
      unet: unetConfig(configs.unet),
      vae: vaeConfig(configs.vae),
      scheduler: scheduler as ModelSource['scheduler'],
    };
  } catch (error) {
    if (isFolder(path) || config !== undefined || !(error instanceof ConfigError)) throw error;
    throw new ConfigError(
      `${error.message}. A single file of another size than the published ones needs its ` +
        'configurations beside it: --config FOLDER, or loadModel(file, { config: folder })',
    );
  }
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

async function look(path: string, config?: string): Promise<Found> {
  try {
    return isFolder(path) ? fromFolder(path) : await fromFile(path, config);
  } catch (error) {
    throw withWayBack(error, path);
  }
}

function fromFolder(path: string): Found {
  const { configs, scheduler, weights, tokenizer } = openFolder(path);
  return { configs, scheduler, files: weights, tokenizer: readTokenizer(tokenizer) };
}

async function fromFile(path: string, config?: string): Promise<Found> {
  if (!existsSync(path)) {
    throw new CheckpointError(
      `${path}: got nothing there; expected a folder or a .safetensors file`,
    );
  }
  if (!/\.(safetensors|json)$/.test(path)) await requireSafetensors(path);
  const file = await openCheckpoint(path);
  try {
    const split = splitSingleFile(file.entries, basename(path));
    const files = { unet: path, vae: path, text_encoder: path };
    if (config !== undefined) {
      const { configs, scheduler, tokenizer } = readConfigs(config);
      return { configs, scheduler, files, pieces: split, tokenizer: readTokenizer(tokenizer) };
    }
    const unet = unetConfigOf(split.unet);
    const second = unet.use_linear_projection === true;
    return {
      configs: {
        unet,
        vae: vaeConfigOf(split.vae),
        text_encoder: textConfigOf(split.text_encoder, second),
      },
      scheduler: {
        _class_name: second ? 'DDIMScheduler' : 'PNDMScheduler',
        beta_start: 0.00085,
        beta_end: 0.012,
        beta_schedule: 'scaled_linear',
        num_train_timesteps: 1000,
        skip_prk_steps: true,
        set_alpha_to_one: false,
        steps_offset: 1,
        clip_sample: false,
        ...(second ? { prediction_type: 'v_prediction' } : {}),
      },
      files,
      pieces: split,
      tokenizer: clipTokenizer({
        merges: loadClipMerges(),
        ...(second ? { padToken: '!' } : {}),
      }),
    };
  } finally {
    await file.close();
  }
}
