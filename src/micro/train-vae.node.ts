/**
 * Trains the autoencoder of the micro model on the emoji.
 *
 * | setting | value |
 * |---|---|
 * | pictures | part 'train', half of them mirrored, by chance |
 * | batch | 16 |
 * | steps | AdamW, betas 0.9 and 0.99, no decay of weights, slopes at most 1 long |
 * | rate | up to 0.0015 in 100 steps, then half a cosine down to 2 % of it |
 * | average | decay 0.999 |
 *
 * The folder of the run gets `state.safetensors` (to go on), `log.jsonl`, `curve-NAME.svg`, `samples-STEP.png` (held-out
 * pictures above what comes out), and in the end `vae/`, the autoencoder as diffusers keeps it.
 */
import { join } from 'node:path';
import { type EmojiSet, emojiNumbers, emojiPart } from '../datasets/emoji.js';
import { writeFileAtomic } from '../files/atomic.node.js';
import { type Random, random } from '../math/random.js';
import { vaeJson } from '../stable-diffusion/config-json.js';
import { randomWeights } from '../stable-diffusion/shapes.js';
import { vaeDecoder, vaeEncoder } from '../stable-diffusion/vae.js';
import { microVae, type VaeConfig, vaeFactor } from '../stable-diffusion/vae-config.js';
import { vaeShapes } from '../stable-diffusion/vae-shapes.js';
import { tf } from '../tensor/tf.js';
import { disposeWeights, type Weights } from '../tensor/weights.js';
import { type LongRunResult, longRun, type RunStep } from '../training/long-run.node.js';
import { warmHoldCosine } from '../training/schedule.js';
import { aboveBelow } from './above-below.js';
import { writeCurves } from './curves.node.js';
import { foldStatistics, latentStatistics } from './latent-statistics.js';
import { mirror } from './mirror.js';
import { pictureQuality } from './picture-quality.js';
import { vaeLoss } from './vae-loss.js';
import { writePart } from './write-part.node.js';

export interface TrainVaeOptions {
  readonly emoji: EmojiSet;
  readonly folder: string;
  readonly steps: number;
  readonly batchSize: number;
  readonly seed: number;
  /** Default: that of the micro model. */
  readonly config?: VaeConfig;
  /** Steps between two measurements on held-out pictures. */
  readonly evaluateEvery: number;
  readonly onStep?: (seen: RunStep) => void;
  readonly signal?: AbortSignal;
}

/** Begins or goes on; writes `vae/` when all steps are done. Leaves no tensors behind. */
export async function trainVae(options: TrainVaeOptions): Promise<Omit<LongRunResult, 'average'>> {
  const { emoji, folder, steps, batchSize, seed, config = microVae } = options;
  const { evaluateEvery, onStep, signal } = options;
  const places = emojiPart(emoji, 'train');
  const rates = { peak: 1.5e-3, floor: 0.02 };
  const plan = { steps, warmUp: Math.min(100, steps / 10), ...rates };
  const settings = { beta1: 0.9, beta2: 0.99, weightDecay: 0, clip: 1, averageDecay: 0.999 };
  const { average, ...result } = await longRun({
    folder,
    recipe: { model: 'vae', config, ...rates, ...settings, batchSize, seed, data: emoji.sha256 },
    seed,
    steps,
    ...settings,
    examples: places.length,
    batchSize,
    start: (rng) => randomWeights(vaeShapes(config), rng),
    rate: (step) => warmHoldCosine(step, plan),
    batch: (examples, rng) =>
      vaeBatch(
        emoji,
        examples.map((i) => places[i]),
        config,
        rng,
      ),
    loss: (weights, { x, noise }) => vaeLoss(weights, config, x, noise),
    evaluate: (weights, step) => evaluateVae(weights, config, emoji, folder, step),
    evaluateEvery,
    onStep: (seen) => {
      if (seen.measured) writeCurves(folder);
      onStep?.(seen);
    },
    ...(signal ? { signal } : {}),
  });
  try {
    if (!result.stopped) await finishVae(average, config, emoji, join(folder, 'vae'));
  } finally {
    disposeWeights(average);
  }
  return result;
}

type VaeBatch = { x: tf.Tensor4D; noise: tf.Tensor4D };

function vaeBatch(emoji: EmojiSet, places: Int32Array, config: VaeConfig, rng: Random): VaeBatch {
  const numbers = emojiNumbers(emoji, places);
  rng.rand(places.length).forEach((draw, i) => {
    if (draw < 0.5) mirror(numbers, i, emoji.side);
  });
  const side = emoji.side / vaeFactor(config);
  const shape: [number, number, number, number] = [
    places.length,
    side,
    side,
    config.latentChannels,
  ];
  const noise = rng.randn(places.length * side * side * config.latentChannels);
  return { x: asPictures(numbers, emoji.side), noise: tf.tensor4d(noise, shape) };
}

const asPictures = (numbers: Float32Array, side: number): tf.Tensor4D =>
  tf.tensor4d(numbers, [numbers.length / (side * side * 3), side, side, 3]);

/** How many pictures are worked on at a time where no slopes are needed. */
const atOnce = 32;

/** PSNR and SSIM of all held-out pictures, and a sheet of some of them. */
async function evaluateVae(
  weights: Weights,
  config: VaeConfig,
  emoji: EmojiSet,
  folder: string,
  step: number,
): Promise<Record<string, number>> {
  const places = random(0).shuffled(Array.from(emojiPart(emoji, 'held-out')));
  const sums = { psnr: 0, ssim: 0 };
  const shown = places.slice(0, atOnce);
  for (let start = 0; start < places.length; start += atOnce) {
    const some = places.slice(start, start + atOnce);
    const x = asPictures(emojiNumbers(emoji, some), emoji.side);
    const y = tf.tidy(() => {
      const { mean } = vaeEncoder(weights, config, x);
      return tf.clipByValue(vaeDecoder(weights, config, mean), -1, 1);
    });
    const [from, to] = [x, y].map((one): tf.Tensor4D => tf.tidy(() => tf.div(tf.add(one, 1), 2)));
    const { psnr, ssim } = pictureQuality(from, to);
    for (let i = 0; i < some.length; i++) {
      sums.psnr += psnr[i];
      sums.ssim += ssim[i];
    }
    if (start === 0) {
      const alt = 'held-out pictures, and below each what the autoencoder makes of it';
      const made = ((await to.data()) as Float32Array).map((value) => Math.round(255 * value));
      writeFileAtomic(join(folder, `samples-${step}.png`), aboveBelow(emoji, shown, made, alt));
    }
    tf.dispose([x, y, from, to]);
  }
  return { psnr: sums.psnr / places.length, ssim: sums.ssim / places.length };
}

/** Folds the statistics of the latents in, and writes the part. */
async function finishVae(
  weights: Weights,
  config: VaeConfig,
  emoji: EmojiSet,
  folder: string,
): Promise<void> {
  const places = emojiPart(emoji, 'train');
  const latents: Float32Array[] = [];
  for (let start = 0; start < places.length; start += atOnce) {
    const x = asPictures(emojiNumbers(emoji, places.slice(start, start + atOnce)), emoji.side);
    const { mean, logVariance } = vaeEncoder(weights, config, x);
    latents.push((await mean.data()) as Float32Array);
    tf.dispose([x, mean, logVariance]);
  }
  const all = new Float32Array(latents.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of latents) {
    all.set(part, at);
    at += part.length;
  }
  const folded = foldStatistics(weights, latentStatistics(all, config.latentChannels));
  const file = 'diffusion_pytorch_model.safetensors';
  await writePart(folder, file, vaeJson(config), folded);
  const fresh = Object.keys(folded).filter((name) => folded[name] !== weights[name]);
  tf.dispose(fresh.map((name) => folded[name]));
}
