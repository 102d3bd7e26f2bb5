/**
 * Trains the text encoder of the micro model, together with a network that looks at pictures.
 *
 * | setting | value |
 * |---|---|
 * | pictures | part 'train', changed a little by chance (`augment`), each with a caption by chance |
 * | batch | 256 |
 * | steps | AdamW, betas 0.9 and 0.99, decay of weights 0.05, slopes at most 1 long |
 * | rate | up to 0.002 in 50 steps, then half a cosine down to 2 % of it |
 *
 * The folder of the run gets `state.safetensors`, `log.jsonl`, `curve-NAME.svg`, and in the end `text_encoder/` and
 * `tokenizer/` as transformers keeps them, and `image_tower.safetensors`.
 */
import { join } from 'node:path';
import { storedTensors } from '../checkpoint/stored.js';
import { writeSafetensors } from '../checkpoint/write.node.js';
import { type EmojiSet, emojiCaption, emojiNumbers, emojiPart } from '../datasets/emoji.js';
import { writeFileAtomic } from '../files/atomic.node.js';
import type { Random } from '../math/random.js';
import { textJson } from '../stable-diffusion/config-json.js';
import { randomWeights, type Shapes } from '../stable-diffusion/shapes.js';
import type { TextConfig } from '../stable-diffusion/text-config.js';
import { textShapes } from '../stable-diffusion/text-shapes.js';
import { tf } from '../tensor/tf.js';
import { disposeWeights, type Weights } from '../tensor/weights.js';
import type { ClipTokenizer } from '../text/clip-tokenizer.js';
import { filesOfTokenizer } from '../text/tokenizer-files.js';
import { type LongRunResult, longRun, type RunStep } from '../training/long-run.node.js';
import { warmHoldCosine } from '../training/schedule.js';
import { augment, gentle } from './augment.js';
import { captionVectors, clipLoss } from './clip-loss.js';
import { writeCurves } from './curves.node.js';
import { imageTower, imageTowerShapes } from './image-tower.js';
import { clipRetrieval } from './retrieval.js';
import { microTokenizer } from './vocabulary.js';
import { writePart } from './write-part.node.js';

export interface TrainClipOptions {
  readonly emoji: EmojiSet;
  readonly folder: string;
  readonly steps: number;
  readonly batchSize: number;
  readonly seed: number;
  /** Steps between two measurements on held-out pictures. */
  readonly evaluateEvery: number;
  readonly onStep?: (seen: RunStep) => void;
  readonly signal?: AbortSignal;
}

/** The text encoder of the micro model, for a tokenizer. */
export function microText({ size, length }: Pick<ClipTokenizer, 'size' | 'length'>): TextConfig {
  return {
    ...{ vocabulary: size, positions: length, width: 128, innerWidth: 512, layers: 3, heads: 4 },
    activation: 'quickGelu',
    epsilon: 1e-5,
  };
}

/** Writes the files of the tokenizer; its merges need no training. */
export function writeTokenizer(tokenizer: ClipTokenizer, folder: string): void {
  const files = filesOfTokenizer(tokenizer);
  writeFileAtomic(join(folder, 'vocab.json'), files.vocab);
  writeFileAtomic(join(folder, 'merges.txt'), files.merges);
  writeFileAtomic(join(folder, 'special_tokens_map.json'), files.specialTokensMap);
  writeFileAtomic(join(folder, 'tokenizer_config.json'), files.tokenizerConfig);
}

/** Begins or goes on; writes the parts when all steps are done. Leaves no tensors behind. */
export async function trainClip(
  options: TrainClipOptions,
): Promise<Omit<LongRunResult, 'average'>> {
  const { emoji, folder, steps, batchSize, seed, evaluateEvery, onStep, signal } = options;
  const tokenizer = microTokenizer(emoji);
  const config = microText(tokenizer);
  const places = emojiPart(emoji, 'train');
  const rates = { peak: 2e-3, floor: 0.02 };
  const plan = { steps, warmUp: Math.min(50, steps / 10), ...rates };
  const settings = { beta1: 0.9, beta2: 0.99, weightDecay: 0.05, clip: 1, averageDecay: 0.99 };
  const { average, ...result } = await longRun({
    folder,
    recipe: { model: 'clip', config, ...rates, ...settings, batchSize, seed, data: emoji.sha256 },
    ...{ seed, steps, batchSize, examples: places.length, ...settings },
    start: (rng) => startClip(config, rng),
    rate: (step) => warmHoldCosine(step, plan),
    batch: (examples, rng) =>
      clipBatch(
        emoji,
        examples.map((i) => places[i]),
        tokenizer,
        rng,
      ),
    loss: (weights, { x, ids }) =>
      tf.tidy(() => {
        const captions = captionVectors(weights, config, ids);
        return clipLoss(imageTower(weights, x), captions, weights.logit_scale);
      }),
    evaluate: (weights) => clipRetrieval(weights, config, tokenizer, emoji),
    evaluateEvery,
    onStep: (seen) => {
      if (seen.measured) writeCurves(folder);
      onStep?.(seen);
    },
    ...(signal ? { signal } : {}),
  });
  try {
    if (!result.stopped) await finishClip(average, config, tokenizer, folder);
  } finally {
    disposeWeights(average);
  }
  return result;
}

/** Text encoder, both projections, image tower, and the scale of CLIP: 1 / 0.07. */
function startClip(config: TextConfig, rng: Random): Weights {
  const shapes: Shapes = {
    ...textShapes(config),
    'text_projection.weight': [config.width, config.width],
    ...imageTowerShapes(config.width),
  };
  return { ...randomWeights(shapes, rng), logit_scale: tf.tensor1d([Math.log(1 / 0.07)]) };
}

type ClipBatch = { x: tf.Tensor4D; ids: number[][] };

function clipBatch(
  emoji: EmojiSet,
  places: Int32Array,
  tokenizer: ClipTokenizer,
  rng: Random,
): ClipBatch {
  const { side } = emoji;
  const ids = Array.from(places, (place) =>
    Array.from(tokenizer.padded(emojiCaption(emoji.pictures[place], rng))),
  );
  const numbers = augment(emojiNumbers(emoji, places), side, gentle, rng);
  return { x: tf.tensor4d(numbers, [places.length, side, side, 3]), ids };
}

async function finishClip(
  weights: Weights,
  config: TextConfig,
  tokenizer: ClipTokenizer,
  folder: string,
): Promise<void> {
  const isText = (name: string): boolean => name.startsWith('text_model.');
  const some = (wanted: (name: string) => boolean): Weights =>
    Object.fromEntries(Object.entries(weights).filter(([name]) => wanted(name)));
  writeTokenizer(tokenizer, join(folder, 'tokenizer'));
  const encoder = join(folder, 'text_encoder');
  await writePart(encoder, 'model.safetensors', textJson(config), some(isText));
  const rest = some((name) => !isText(name));
  await writeSafetensors(join(folder, 'image_tower.safetensors'), storedTensors(rest, 'F16'));
}
