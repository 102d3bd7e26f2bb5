/**
 * A model as diffusers saves it: a folder with `model_index.json` and one folder a part.
 *
 * Source: diffusers, `pipeline_utils.py`; of several variants of the weights the plain one is taken,
 * else `fp16`, else `non_ema`. Leaves out: `.bin` weights, which a stranger's program could hide in.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CheckpointError } from '../math/errors.js';
import { currentName, type Part } from './aliases.js';
import type { TensorEntry } from './safetensors.js';
import type { Piece } from './single-file.js';

/** The longest JSON file that is read: CLIP's vocabulary has 1 MB. */
const longestJson = 32 * 2 ** 20;

/** Where the parts of a model are. */
export interface ModelFolder {
  readonly path: string;
  /** `config.json` of the parts that are there. */
  readonly configs: Readonly<Record<Part, unknown>>;
  /** `scheduler/scheduler_config.json`. */
  readonly scheduler: unknown;
  /** The safetensors file or index of each part. */
  readonly weights: Readonly<Record<Part, string>>;
  /** The folder of the tokenizer. */
  readonly tokenizer: string;
}

const stems: Readonly<Record<Part, string>> = {
  unet: 'diffusion_pytorch_model',
  vae: 'diffusion_pytorch_model',
  text_encoder: 'model',
};

/**
 * Looks at a folder of diffusers; reads its configurations, not its weights.
 *
 * @throws CheckpointError that says which file is missing or damaged
 *
 * @example
 * const folder = openFolder('test/golden/stable-diffusion/models/tiny-bf16');
 * folder.weights.unet.split('/').pop(); // 'diffusion_pytorch_model.safetensors.index.json'
 */
export function openFolder(path: string): ModelFolder {
  if (!existsSync(join(path, 'model_index.json'))) {
    throw new CheckpointError(
      `${path}: got a folder without model_index.json; expected a model as diffusers saves it, or ` +
        'one .safetensors file',
    );
  }
  const index = readJson(join(path, 'model_index.json'));
  const name = (index as { _class_name?: unknown } | null)?._class_name;
  if (typeof name === 'string' && !/^StableDiffusion(Img2Img|Inpaint|)Pipeline/.test(name)) {
    throw new CheckpointError(
      `${path}: got a ${name.slice(0, 60)}; expected a StableDiffusionPipeline of version 1 or 2`,
    );
  }
  return {
    path,
    ...readConfigs(path),
    weights: {
      unet: weightsIn(join(path, 'unet'), stems.unet),
      vae: weightsIn(join(path, 'vae'), stems.vae),
      text_encoder: weightsIn(join(path, 'text_encoder'), stems.text_encoder),
    },
  };
}

/** The configurations of a folder, without looking for weights. */
export function readConfigs(
  path: string,
): Pick<ModelFolder, 'configs' | 'scheduler' | 'tokenizer'> {
  const config = (part: Part): unknown => readJson(join(path, part, 'config.json'));
  return {
    configs: {
      unet: config('unet'),
      vae: config('vae'),
      text_encoder: config('text_encoder'),
    },
    scheduler: readJson(join(path, 'scheduler', 'scheduler_config.json')),
    tokenizer: join(path, 'tokenizer'),
  };
}

/** The file or index of the weights in a folder. */
function weightsIn(folder: string, stem: string): string {
  for (const variant of ['', '.fp16', '.non_ema']) {
    for (const ending of ['.safetensors', '.safetensors.index.json']) {
      const file = join(folder, stem + variant + ending);
      if (existsSync(file)) return file;
    }
    const index = join(folder, `${stem}.safetensors.index${variant}.json`);
    if (existsSync(index)) return index;
  }
  const others = existsSync(folder)
    ? readdirSync(folder).filter((name) => /\.(bin|ckpt|pt|msgpack)$/.test(name))
    : [];
  const only = others.length > 0 ? `only ${others[0]}, which is not opened` : 'none';
  throw new CheckpointError(`${folder}: got ${only}; expected ${stem}.safetensors`);
}

/**
 * A JSON file of a model.
 *
 * @throws CheckpointError when it is not there, too long, or no JSON
 */
export function readJson(file: string): unknown {
  try {
    const { size } = statSync(file);
    if (size > longestJson) throw new CheckpointError(`${file}: got ${size} bytes; expected less`);
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof CheckpointError) throw error;
    const gone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const what = gone
      ? 'nothing there'
      : error instanceof SyntaxError
        ? 'no valid JSON'
        : 'trouble';
    throw new CheckpointError(`${file}: got ${what}; expected a JSON file`);
  }
}

/** The tensors of one part in a file of its own, under the names that this library uses. */
export function piecesOf(part: Part, entries: readonly TensorEntry[]): Piece[] {
  return entries.flatMap((entry) => {
    const name = currentName(part, entry.name);
    if (name === undefined) return [];
    return [{ name, shape: entry.shape, dtype: entry.dtype, source: entry.name }];
  });
}
