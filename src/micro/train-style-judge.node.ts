/**
 * Trains the judge of styles on the real training pictures of all things; about two minutes on one
 * core.
 *
 * | setting | value |
 * |---|---|
 * | pictures | part 'train', moved, turned, mirrored and tinted a little, by chance |
 * | batch | 64 |
 * | steps | 1500 of AdamW, betas 0.9 and 0.99, decay of weights 0.01, slopes at most 1 long |
 * | rate | up to 0.003 in 50 steps, then half a cosine down to 2 % of it |
 * | average | decay 0.99 |
 */
import { type EmojiSet, emojiNumbers, emojiPart, emojiStyles } from '../datasets/emoji.js';
import { accuracy } from '../math/classification.js';
import { randomWeights } from '../stable-diffusion/shapes.js';
import { tf } from '../tensor/tf.js';
import { disposeWeights, type Weights } from '../tensor/weights.js';
import { crossEntropy } from '../training/cross-entropy.js';
import { longRun } from '../training/long-run.node.js';
import { warmHoldCosine } from '../training/schedule.js';
import { type Augmentation, augment } from './augment.js';
import { pixelsOf } from './nearest-thing.js';
import { styleJudgeShapes, styleScores, stylesOf } from './style-judge.js';

export interface TrainStyleJudgeOptions {
  readonly emoji: EmojiSet;
  /** Where the run is kept: it is not done again, and goes on after an interruption. */
  readonly folder: string;
  /** Default: 1500. */
  readonly steps?: number;
  readonly onStep?: (step: number, steps: number) => void;
  readonly signal?: AbortSignal;
}

/** Less than for the text encoder: how smooth and how wide lines are is what is to be seen. */
const slight: Augmentation = { shift: 3, scale: 0.05, turn: 4, mirror: 0.5, tint: 0.05 };

/**
 * Trains it, or reads what was trained before. The weights are the caller's to dispose of.
 *
 * @throws CheckpointError when the folder has another run
 * @throws what the signal was aborted with
 */
export async function trainStyleJudge(options: TrainStyleJudgeOptions): Promise<Weights> {
  const { emoji, folder, steps = 1500, onStep, signal } = options;
  const places = emojiPart(emoji, 'train');
  const plan = { steps, peak: 3e-3, warmUp: Math.min(50, steps / 10), floor: 0.02 };
  const settings = { beta1: 0.9, beta2: 0.99, weightDecay: 0.01, clip: 1, averageDecay: 0.99 };
  const common = { ...settings, seed: 0, batchSize: Math.min(64, places.length) };
  const { average, stopped } = await longRun({
    folder,
    recipe: { model: 'style judge', ...plan, ...common, augmentation: slight, data: emoji.sha256 },
    ...common,
    steps,
    examples: places.length,
    start: (rng) => randomWeights(styleJudgeShapes, rng),
    rate: (step) => warmHoldCosine(step, plan),
    batch: (examples, rng) => {
      const some = examples.map((i) => places[i]);
      const numbers = augment(emojiNumbers(emoji, some), emoji.side, slight, rng);
      return {
        x: tf.tensor4d(numbers, [some.length, emoji.side, emoji.side, 3]),
        styles: tf.tensor1d(
          Array.from(some, (place) => styleAt(emoji, place)),
          'int32',
        ),
      };
    },
    loss: (weights, { x, styles }) => tf.tidy(() => crossEntropy(styleScores(weights, x), styles)),
    evaluate: async (weights) => ({ heldOut: await styleAccuracy(weights, emoji) }),
    evaluateEvery: Math.ceil(steps / 5),
    onStep: ({ step }) => onStep?.(step, steps),
    ...(signal ? { signal } : {}),
  });
  if (stopped) {
    disposeWeights(average);
    signal?.throwIfAborted();
  }
  return average;
}

const styleAt = ({ pictures }: EmojiSet, place: number): number =>
  emojiStyles.indexOf(pictures[place].style);

/** The share of the real held-out pictures whose style it tells. */
async function styleAccuracy(weights: Weights, emoji: EmojiSet): Promise<number> {
  const places = Array.from(emojiPart(emoji, 'held-out'));
  const told = await stylesOf(weights, pixelsOf(emoji, places), emoji.side);
  return accuracy(
    told,
    places.map((place) => styleAt(emoji, place)),
  );
}
