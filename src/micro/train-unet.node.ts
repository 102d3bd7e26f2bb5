/**
 * Trains the U-Net of the micro model on the latents of the emoji, with the words of their captions.
 *
 * | setting | value |
 * |---|---|
 * | pictures | part 'train', half of them mirrored (not where left or right is in the name) |
 * | words | a caption by chance; one in ten has none |
 * | batch | 64 |
 * | steps | AdamW, betas 0.9 and 0.99, decay of weights 0.01, slopes at most 1 long |
 * | rate | up to 0.0015 in 100 steps, that until half of the steps, then half a cosine to 3 % of it |
 * | average | decay 0.9995 |
 *
 * The folder of the run gets `state.safetensors`, `log.jsonl`, `curve-NAME.svg`, `latents.safetensors`,
 * `samples-STEP.png` (held-out pictures above what is drawn of their captions), and in the end
 * `model/`: all parts, as diffusers keeps them.
 */
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type EmojiPicture, type EmojiSet, emojiCaption, emojiPart } from '../datasets/emoji.js';
import { writeFileAtomic } from '../files/atomic.node.js';
import { type Random, random } from '../math/random.js';
import type { StableDiffusion } from '../pipeline/model.js';
import { saveModel } from '../pipeline/save.node.js';
import { textToImage } from '../pipeline/text-to-image.js';
import { randomWeights } from '../stable-diffusion/shapes.js';
import { textEncoder } from '../stable-diffusion/text-encoder.js';
import { microUnet } from '../stable-diffusion/unet-config.js';
import { unetShapes } from '../stable-diffusion/unet-shapes.js';
import { tf } from '../tensor/tf.js';
import { disposeWeights, type Weights } from '../tensor/weights.js';
import { type LongRunResult, longRun, type RunStep } from '../training/long-run.node.js';
import { warmHoldCosine } from '../training/schedule.js';
import { aboveBelow } from './above-below.js';
import { writeCurves } from './curves.node.js';
import { type DenoisingBatch, denoisingLoss } from './denoising-loss.js';
import { emojiLatents, fileHash, type Latents } from './latents.node.js';
import { type Frozen, readFirst, readFrozen, weightsFile } from './unet-parts.node.js';

export interface TrainUnetOptions {
  readonly emoji: EmojiSet;
  readonly folder: string;
  /** The folder of the autoencoder: `vae/` of its run. */
  readonly vae: string;
  /** The folder of the text encoder, `text_encoder/` of its run; its tokenizer lies beside it. */
  readonly text: string;
  /** The folder of a U-Net to go on from, with a fifth of the rate: fine-tuning. */
  readonly from?: string;
  readonly steps: number;
  readonly batchSize: number;
  readonly seed: number;
  /** Steps between two measurements on held-out pictures. */
  readonly evaluateEvery: number;
  /** Called while the latents are made, with the share that is done. */
  readonly onLatents?: (share: number) => void;
  readonly onStep?: (seen: RunStep) => void;
  readonly signal?: AbortSignal;
}

/** Begins or goes on; writes `model/` when all steps are done. Leaves no tensors behind. */
export async function trainUnet(
  options: TrainUnetOptions,
): Promise<Omit<LongRunResult, 'average'>> {
  const { emoji, folder, from, steps, batchSize, seed, evaluateEvery, onStep, signal } = options;
  const first = from === undefined ? undefined : join(from, weightsFile);
  const frozen = await readFrozen(options);
  try {
    const [hash] = frozen.hashes;
    const vae = { weights: frozen.weights.vae, config: frozen.vae, hash };
    const latents = await emojiLatents(folder, emoji, vae, options.onLatents);
    const places = emojiPart(emoji, 'train');
    const rates = { peak: from === undefined ? 1.5e-3 : 3e-4, floor: 0.03 };
    const warmUp = Math.min(100, steps / 10);
    const plan = { steps, warmUp, hold: Math.floor(steps / 2), ...rates };
    const settings = { beta1: 0.9, beta2: 0.99, weightDecay: 0.01, clip: 1, averageDecay: 0.9995 };
    const fixed = { ...rates, ...settings, batchSize, seed };
    const data = { data: emoji.sha256, parts: frozen.hashes };
    const { average, ...result } = await longRun({
      folder,
      recipe: {
        ...{ model: 'unet', config: microUnet, ...fixed, ...data },
        ...(first ? { from: fileHash(first) } : {}),
      },
      ...{ seed, steps, batchSize, examples: places.length, ...settings },
      start: (rng) => (first ? readFirst(first) : randomWeights(unetShapes(microUnet), rng)),
      rate: (step) => warmHoldCosine(step, plan),
      batch: (examples, rng) =>
        unetBatch(
          frozen,
          latents,
          emoji,
          examples.map((i) => places[i]),
          rng,
        ),
      loss: (weights, batch) => tf.tidy(() => tf.mean(denoisingLoss(weights, microUnet, batch))),
      evaluate: (weights, step) => evaluateUnet(weights, frozen, latents, emoji, folder, step),
      evaluateEvery,
      onStep: (seen) => {
        if (seen.measured) writeCurves(folder);
        onStep?.(seen);
      },
      ...(signal ? { signal } : {}),
    });
    try {
      if (!result.stopped) await writeModel(whole(frozen, average), join(folder, 'model'));
    } finally {
      disposeWeights(average);
    }
    return result;
  } finally {
    disposeWeights(frozen.weights.text);
    disposeWeights(frozen.weights.vae);
  }
}

/** In place of a model that an earlier end of the run wrote, which stays until this one is whole. */
async function writeModel(model: StableDiffusion, folder: string): Promise<void> {
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  await saveModel(model, fresh, { dtype: 'F16' });
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}

/** With the weights of the U-Net it is a model that draws. */
function whole(frozen: Frozen, unet: Weights): StableDiffusion {
  return { ...frozen, weights: { ...frozen.weights, unet } };
}

function wordsOf(frozen: Frozen, captions: readonly string[]): tf.Tensor3D {
  const ids = captions.map((caption) => Array.from(frozen.tokenizer.padded(caption)));
  return textEncoder(frozen.weights.text, frozen.text, ids);
}

const shapeOf = (count: number): [number, number, number, number] =>
  [...[count, microUnet.latentSide, microUnet.latentSide], microUnet.inChannels] as [
    number,
    number,
    number,
    number,
  ];

function unetBatch(
  frozen: Frozen,
  latents: Latents,
  emoji: EmojiSet,
  places: Int32Array,
  rng: Random,
): DenoisingBatch {
  const count = places.length;
  const { size, mean, deviation } = latents;
  const draws = rng.rand(2 * count);
  const spread = rng.randn(count * size);
  const clean = new Float32Array(count * size);
  places.forEach((place, k) => {
    const mirrored = draws[k] < 0.5 && mayMirror(emoji.pictures[place]) ? 1 : 0;
    const from = (2 * place + mirrored) * size;
    for (let i = 0; i < size; i++) {
      clean[k * size + i] = mean[from + i] + deviation[from + i] * spread[k * size + i];
    }
  });
  const captions = Array.from(places, (place, k) => {
    const caption = emojiCaption(emoji.pictures[place], rng);
    return draws[count + k] < 0.1 ? '' : caption;
  });
  return {
    clean: tf.tensor4d(clean, shapeOf(count)),
    noise: tf.tensor4d(rng.randn(count * size), shapeOf(count)),
    times: Array.from(rng.randint(0, 1000, count)),
    words: wordsOf(frozen, captions),
  };
}

function mayMirror({ object }: EmojiPicture): boolean {
  return !/left|right|clockwise/.test(object.label);
}

/** How many held-out pictures are drawn on a sheet. */
const drawn = 16;

/** The loss on held-out pictures, at the same times and noise always: with and without words. */
async function evaluateUnet(
  weights: Weights,
  frozen: Frozen,
  latents: Latents,
  emoji: EmojiSet,
  folder: string,
  step: number,
): Promise<Record<string, number>> {
  const rng = random(0);
  const places = rng.shuffled(Array.from(emojiPart(emoji, 'held-out')));
  const caption = (place: number): string => {
    const { object, style } = emoji.pictures[place];
    return `${object.label}, ${style} style`;
  };
  const { size, mean } = latents;
  const sums = { heldOut: 0, heldOutWordless: 0 };
  for (let from = 0; from < places.length; from += 64) {
    const some = places.slice(from, from + 64);
    const clean = new Float32Array(some.length * size);
    some.forEach((place, k) => {
      clean.set(mean.subarray(2 * place * size, (2 * place + 1) * size), k * size);
    });
    const noise = rng.randn(clean.length);
    const times = some.map((_, k) => Math.floor((1000 * (from + k + 0.5)) / places.length));
    for (const [name, captions] of [
      ['heldOut', some.map(caption)],
      ['heldOutWordless', some.map(() => '')],
    ] as const) {
      const losses = tf.tidy(() =>
        denoisingLoss(weights, microUnet, {
          clean: tf.tensor4d(clean, shapeOf(some.length)),
          noise: tf.tensor4d(noise, shapeOf(some.length)),
          times,
          words: wordsOf(frozen, captions),
        }),
      );
      for (const loss of await losses.data()) sums[name] += loss / places.length;
      losses.dispose();
    }
  }
  const shown = places.slice(0, drawn);
  const pixels: number[] = [];
  for (const place of shown) {
    const options = { prompt: caption(place), steps: 25, guidance: 4, seed: place };
    const { images } = await textToImage(whole(frozen, weights), options);
    pixels.push(...inRows(images.values));
  }
  const alt = 'held-out pictures, and below each what is drawn of its caption';
  writeFileAtomic(join(folder, `samples-${step}.png`), aboveBelow(emoji, shown, pixels, alt));
  return sums;
}

/** [3, side, side], 0 to 1, as [side, side, 3] of bytes. */
function inRows(image: ArrayLike<number>): number[] {
  const pixels = image.length / 3;
  return Array.from({ length: image.length }, (_, i) =>
    Math.round(255 * image[(i % 3) * pixels + Math.floor(i / 3)]),
  );
}
