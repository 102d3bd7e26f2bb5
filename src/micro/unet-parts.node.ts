/**
 * What the U-Net of the micro model is trained with: the parts that were trained before it, and the
 * U-Net that a fine-tuning goes on from. Other sizes are refused before the first step.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWeights } from '../checkpoint/weights.node.js';
import type { EmojiSet } from '../datasets/emoji.js';
import { PlaygroundError } from '../math/errors.js';
import type { StableDiffusion } from '../pipeline/model.js';
import { readTokenizer } from '../pipeline/tokenizer.node.js';
import { textConfig } from '../stable-diffusion/text-config.js';
import { microUnet } from '../stable-diffusion/unet-config.js';
import { unetShapes } from '../stable-diffusion/unet-shapes.js';
import { vaeConfig, vaeFactor } from '../stable-diffusion/vae-config.js';
import { disposeWeights, type Weights } from '../tensor/weights.js';
import { microScheduler } from './denoising-loss.js';
import { fileHash } from './latents.node.js';

/** What the U-Net is trained with: everything but its own weights. */
export type Frozen = Omit<StableDiffusion, 'weights'> & {
  readonly weights: { readonly text: Weights; readonly vae: Weights };
  readonly hashes: readonly [vae: string, text: string];
};

export const weightsFile = 'diffusion_pytorch_model.safetensors';

/** Folders, as `trainUnet` takes them. */
interface FrozenPlaces {
  readonly emoji: Pick<EmojiSet, 'side'>;
  readonly vae: string;
  readonly text: string;
  readonly from?: string;
}

/** The U-Net to go on from; its sizes must be those of the micro model. */
export async function readFirst(file: string): Promise<Weights> {
  const weights = await readWeights(file);
  const sizes = (shape: readonly number[]): string => [...shape].sort((a, b) => a - b).join();
  const other = Object.entries(unetShapes(microUnet)).find(
    ([name, shape]) => sizes(weights[name]?.shape ?? []) !== sizes(shape), // axes are turned in memory
  );
  if (other === undefined) return weights;
  const [name, shape] = other;
  const got = weights[name] ? `[${weights[name].shape.join(', ')}]` : 'none';
  disposeWeights(weights);
  throw new PlaygroundError(
    `unet: got ${got} for ${name} in ${file}; expected [${shape.join(', ')}], a U-Net of the size ` +
      'of the micro model',
  );
}

/**
 * Reads the autoencoder and the text encoder, whose weights are the caller's.
 *
 * @throws PlaygroundError for what is missing, or of other sizes than the micro model
 */
export async function readFrozen({ emoji, vae, text, from }: FrozenPlaces): Promise<Frozen> {
  const vaeFile = join(vae, weightsFile);
  const textFile = join(text, 'model.safetensors');
  const json = (folder: string, weights: string, command: string): unknown => {
    try {
      if (!existsSync(weights)) throw new Error('no weights');
      return JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
    } catch {
      throw new PlaygroundError(
        `unet: got no config.json and weights in ${folder}; expected what '${command}' writes at ` +
          'its end',
      );
    }
  };
  if (from !== undefined) json(from, join(from, weightsFile), 'n2d train unet');
  const parts = {
    vae: vaeConfig(json(vae, vaeFile, 'n2d train vae')),
    text: textConfig(json(text, textFile, 'n2d train clip')),
  };
  const tokenizer = readTokenizer(join(text, '..', 'tokenizer'));
  if (parts.text.vocabulary !== tokenizer.size || parts.text.width !== microUnet.contextWidth) {
    throw new PlaygroundError(
      `unet: got a text encoder of ${parts.text.vocabulary} tokens, width ${parts.text.width}; ` +
        `expected ${tokenizer.size} and ${microUnet.contextWidth}, what 'n2d train clip' makes`,
    );
  }
  if (
    vaeFactor(parts.vae) * microUnet.latentSide !== emoji.side ||
    parts.vae.latentChannels !== microUnet.inChannels
  ) {
    throw new PlaygroundError(
      `unet: got an autoencoder of ${parts.vae.latentChannels} channels that halves ` +
        `${Math.log2(vaeFactor(parts.vae))} times; expected ${microUnet.inChannels} and 3, what 'n2d train vae' makes`,
    );
  }
  const weights = { vae: await readWeights(vaeFile), text: await readWeights(textFile) };
  const hashes = [fileHash(vaeFile), fileHash(textFile)] as const;
  return { ...parts, unet: microUnet, tokenizer, scheduler: microScheduler, weights, hashes };
}
