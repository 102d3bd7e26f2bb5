/**
 * Measures the micro model: draws what `testPrompts` asks for, and writes the figures, a page of
 * pictures and a test for eyes into a folder. docs/micro-model.md says what each figure means.
 */
import { join } from 'node:path';
import { type EmojiSet, type EmojiStyle, emojiPart, emojiStyles } from '../datasets/emoji.js';
import { type EmojiScope, emojiScope } from '../datasets/emoji-scope.js';
import { accuracy } from '../math/classification.js';
import { CheckpointError, ConfigError } from '../math/errors.js';
import type { StableDiffusion } from '../pipeline/model.js';
import { vaeFactor } from '../stable-diffusion/vae-config.js';
import { disposeWeights, type Weights } from '../tensor/weights.js';
import { drawPrompts } from './draw-prompts.node.js';
import { eyeOfBefore, writeEvaluation } from './evaluation-files.node.js';
import type { Figures, Retrieval } from './figures.js';
import { type DrawnKind, floorOf, retrievalOf, sharpnessOf } from './measure-drawn.js';
import { pixelsOf, thingGallery } from './nearest-thing.js';
import { rebuild } from './rebuild.js';
import { clipRetrieval } from './retrieval.js';
import { stylesOf } from './style-judge.js';
import { type PromptKind, promptKinds, type TestPrompt, testPrompts } from './test-prompts.js';
import { trainStyleJudge } from './train-style-judge.node.js';

export interface EvaluateOptions {
  readonly model: StableDiffusion;
  /** Of its files: `modelHash`. */
  readonly hash: string;
  readonly emoji: EmojiSet;
  readonly scope: EmojiScope;
  /** Prompts of each kind. */
  readonly count: number;
  readonly steps: number;
  readonly guidance: number;
  /** Chooses the prompts; picture i of a kind has seed + i. */
  readonly seed: number;
  readonly folder: string;
  /** `image_tower.safetensors` of `n2d train clip`: what looks at pictures. */
  readonly tower?: Weights;
  /** Default: that of `trainStyleJudge`. */
  readonly judgeSteps?: number;
  readonly onProgress?: (seen: EvaluationProgress) => void;
  readonly signal?: AbortSignal;
}

/** What is being done. */
export interface EvaluationProgress {
  /** 'drawing held-out', 'judge of styles' */
  readonly what: string;
  /** What is counted: 'pictures', 'steps'. */
  readonly unit: string;
  readonly done: number;
  readonly total: number;
}

/**
 * Measures, and writes `figures.json`, `table.md`, `index.html`, `eye-test.png`, `eye-test.md` and
 * `eye-answers.json`. Goes on where an interrupted run was. Leaves no tensors behind.
 *
 * @throws ConfigError for a model that draws another size
 * @throws CheckpointError for a tower of another kind
 * @throws what the signal was aborted with
 */
export async function evaluateMicro(options: EvaluateOptions): Promise<Figures> {
  const { model, hash, emoji, scope, count, steps, guidance, seed, folder, tower } = options;
  checkModel(model, emoji, tower);
  const { side } = emoji;
  const objects = emojiScope(emoji, scope);
  const prompts = testPrompts(emoji, objects, { count, seed });
  const kinds: [PromptKind, DrawnKind][] = [];
  for (const kind of promptKinds) kinds.push([kind, await drawKind(options, kind, prompts[kind])]);
  const drawn = Object.fromEntries(kinds) as Record<PromptKind, DrawnKind>;
  const heldOut = emojiPart(emoji, 'held-out');
  const rebuilt = await rebuild(model, pixelsOf(emoji, heldOut), side);
  const clip =
    tower &&
    (await clipRetrieval({ ...tower, ...model.weights.text }, model.text, model.tokenizer, emoji));

  const gallery = thingGallery(emoji, objects);
  const held = drawn['held-out'];
  const places = held.prompts.map(({ place }) => heldOut.indexOf(place));
  const heldRebuilt = pixelsOf({ ...rebuilt, side }, places);
  const byKind = (measure: (kind: DrawnKind) => Retrieval): Record<PromptKind, Retrieval> =>
    Object.fromEntries(kinds.map(([kind, one]) => [kind, measure(one)])) as Figures['drawn'];
  const settings = { model: hash, scope, things: objects.length, count, steps, guidance, seed };
  const figures: Figures = {
    settings,
    vae: { pictures: heldOut.length, psnr: mean(rebuilt.psnr), ssim: mean(rebuilt.ssim) },
    ...(clip ? { clip } : {}),
    drawn: byKind((kind) => retrievalOf(gallery, kind.drawn, kind.prompts)),
    floor: byKind((kind) => floorOf(gallery, kind)),
    ceiling: {
      real: retrievalOf(gallery, held.real, held.prompts),
      rebuilt: retrievalOf(gallery, heldRebuilt, held.prompts),
    },
    style: await judgeStyles(options, drawn, heldRebuilt),
    sharpness: sharpnessOf([drawn.seen, held], side),
    ...eyeOfBefore(folder, settings),
  };
  const labels = objects.map(({ label }) => label);
  writeEvaluation(folder, { figures, drawn, side, labels });
  return figures;
}

async function drawKind(
  { model, emoji, onProgress, ...options }: EvaluateOptions,
  kind: PromptKind,
  prompts: readonly TestPrompt[],
): Promise<DrawnKind> {
  const words = prompts.map(({ prompt }) => prompt);
  const drawn = await drawPrompts(model, words, {
    ...options,
    folder: join(options.folder, 'pictures'),
    onPicture: (done) =>
      onProgress?.({ what: `drawing ${kind}`, unit: 'pictures', done, total: words.length }),
  });
  const places = prompts.map(({ place }) => place);
  return { prompts, drawn, real: pixelsOf(emoji, places) };
}

/** The judge learns, or is read; then it looks at real and at drawn pictures. */
async function judgeStyles(
  { emoji, folder, judgeSteps, onProgress, signal }: EvaluateOptions,
  { seen, 'held-out': held }: Record<PromptKind, DrawnKind>,
  heldRebuilt: Uint8Array,
): Promise<Figures['style']> {
  const judge = await trainStyleJudge({
    emoji,
    folder: join(folder, 'style-judge'),
    ...(judgeSteps === undefined ? {} : { steps: judgeSteps }),
    onStep: (done, total) => onProgress?.({ what: 'judge of styles', unit: 'steps', done, total }),
    ...(signal ? { signal } : {}),
  });
  const share = async (pixels: Uint8Array, prompts: readonly TestPrompt[]): Promise<number> => {
    const styles = prompts.map(({ style }) => emojiStyles.indexOf(style as EmojiStyle));
    return accuracy(await stylesOf(judge, pixels, emoji.side), styles);
  };
  try {
    return {
      real: await share(held.real, held.prompts),
      rebuilt: await share(heldRebuilt, held.prompts),
      seen: await share(seen.drawn, seen.prompts),
      heldOut: await share(held.drawn, held.prompts),
    };
  } finally {
    disposeWeights(judge);
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Before anything is drawn. */
function checkModel({ unet, vae }: StableDiffusion, { side }: EmojiSet, tower?: Weights): void {
  const pixels = unet.latentSide * vaeFactor(vae);
  if (pixels !== side) {
    throw new ConfigError(
      `evaluate: got a model that draws ${pixels} x ${pixels} pixels; expected ${side} x ${side}, ` +
        'as the emoji have it',
    );
  }
  const needed = ['vision.conv_in.weight', 'visual_projection.weight', 'text_projection.weight'];
  const missing = tower && needed.find((name) => !(name in tower));
  if (missing !== undefined) {
    throw new CheckpointError(
      `evaluate: got a file without ${missing}; expected ` +
        "image_tower.safetensors, which 'n2d train clip' writes beside the text encoder",
    );
  }
}
