/**
 * A model's weights into memory, from what `source.node.ts` found.
 */
import { basename } from 'node:path';
import type { Part } from '../checkpoint/aliases.js';
import { type Embedding, readEmbedding } from '../checkpoint/embedding.node.js';
import { piecesOf } from '../checkpoint/folder.node.js';
import { loadPart } from '../checkpoint/load.node.js';
import { type Lora, openLora } from '../checkpoint/lora.node.js';
import { openCheckpoint } from '../checkpoint/shards.node.js';
import { CheckpointError, unknownName } from '../math/errors.js';
import { textShapes } from '../stable-diffusion/text-shapes.js';
import { unetShapes } from '../stable-diffusion/unet-shapes.js';
import { vaeShapes } from '../stable-diffusion/vae-shapes.js';
import { requireBfloat16 } from '../tensor/bfloat16.js';
import { tf } from '../tensor/tf.js';
import { disposeWeights, type Weights } from '../tensor/weights.js';
import { inversionNames } from '../text/expand-names.js';
import { withWayBack } from './micro-folder.node.js';
import type { StableDiffusion } from './model.js';
import { type ModelSource, openModel } from './source.node.js';

export interface LoadModelOptions {
  /** A folder of diffusers with the configurations and the tokenizer for a single file. */
  readonly config?: string;
  /** LoRA files and how much of each. */
  readonly loras?: readonly { readonly file: string; readonly strength: number }[];
  /** Files of new words, and what to call them. */
  readonly embeddings?: readonly { readonly file: string; readonly name?: string }[];
  /**
   * 'bf16': weights of half the size (see `toBfloat16`), on native TensorFlow only. A picture is then
   * a little another one, about as far off as with diffusers in bfloat16. 'fp32' when not given.
   */
  readonly precision?: 'fp32' | 'bf16';
  readonly onProgress?: (part: Part, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

const parts: readonly Part[] = ['text_encoder', 'unet', 'vae'];
const precisions: readonly string[] = ['fp32', 'bf16'];

/**
 * Loads a model. Its tensors are the caller's: `disposeModel` gives them back.
 *
 * @param path a folder, a .safetensors file, or what `openModel` found there
 * @throws CheckpointError when a file is damaged or of another kind, ConfigError for settings that
 *   this library does not have, or a precision that the backend does not have
 *
 * @example
 * const model = await loadModel('test/golden/stable-diffusion/models/tiny-sd1');
 * Object.keys(model.weights.unet).length; // 686
 * disposeModel(model);
 */
export async function loadModel(
  path: string | ModelSource,
  options: LoadModelOptions = {},
): Promise<StableDiffusion> {
  const { precision = 'fp32' } = options;
  if (!precisions.includes(precision)) throw unknownName('precision', precision, precisions);
  if (precision === 'bf16') requireBfloat16();
  const source = typeof path === 'string' ? await openModel(path, options.config) : path;
  const { text, unet, vae, tokenizer, scheduler } = source;
  const shapes = { text_encoder: textShapes(text), unet: unetShapes(unet), vae: vaeShapes(vae) };
  const words = await readWords(options.embeddings, text.width);
  const loras: Lora[] = [];
  const done: Partial<Record<Part, Weights>> = {};
  try {
    for (const { file, strength } of options.loras ?? []) {
      loras.push(await openLora(file, strength, shapes));
    }
    for (const part of parts) {
      const file = await openCheckpoint(source.files[part]);
      try {
        const { weights } = await loadPart(file, {
          part,
          pieces: source.pieces?.[part] ?? piecesOf(part, file.entries),
          shapes: shapes[part],
          loras,
          half: precision === 'bf16',
          ...(options.signal ? { signal: options.signal } : {}),
          onProgress: (now, total) => options.onProgress?.(part, now, total),
        });
        done[part] = weights;
      } finally {
        await file.close();
      }
    }
    const model: StableDiffusion = {
      text,
      unet,
      vae,
      weights: {
        text: done.text_encoder as Weights,
        unet: done.unet as Weights,
        vae: done.vae as Weights,
      },
      tokenizer,
      scheduler,
    };
    return withWords(model, words);
  } catch (error) {
    for (const weights of Object.values(done)) disposeWeights(weights);
    throw withWayBack(error, source.files.unet);
  } finally {
    for (const lora of loras) await lora.close();
  }
}

/** New words, before anything large is read. */
async function readWords(
  files: LoadModelOptions['embeddings'],
  width: number,
): Promise<readonly Embedding[]> {
  const words: Embedding[] = [];
  for (const { file, name } of files ?? []) {
    const word = await readEmbedding(file, name);
    if (word.width !== width) {
      throw new CheckpointError(
        `${basename(file)}: got vectors of ${word.width} numbers; expected ${width}, as ` +
          'the text encoder of this model has',
      );
    }
    words.push(word);
  }
  return words;
}

/** New words: their vectors become rows at the end of the token table. */
function withWords(model: StableDiffusion, words: readonly Embedding[]): StableDiffusion {
  if (words.length === 0) return model;
  const tokens = words.flatMap(({ name, vectors }) => inversionNames(name, vectors.length));
  const tokenizer = model.tokenizer.withNames(tokens);
  const table = 'text_model.embeddings.token_embedding.weight';
  const old = model.weights.text[table] as tf.Tensor2D;
  const rows = words.flatMap(({ vectors }) => vectors.map((vector) => [...vector]));
  const wider = tf.tidy(() => tf.concat([old, tf.tensor2d(rows)]));
  old.dispose();
  return {
    ...model,
    text: { ...model.text, vocabulary: model.text.vocabulary + rows.length },
    weights: { ...model.weights, text: { ...model.weights.text, [table]: wider } },
    tokenizer,
  };
}
