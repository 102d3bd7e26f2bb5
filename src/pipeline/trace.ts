/**
 * Everything that a run computes on its way, as arrays with names.
 *
 * The names are those that people who trace diffusers use; the first axis of what belongs to a step
 * is the call of the U-Net, the second the image.
 */
import type { SchedulerStep } from '../diffusion/plan.js';
import { channelsFirst, joined, type NumberArray } from './arrays.js';
import type { AttentionEvent } from './attention-maps.js';
import type { StableDiffusion } from './model.js';
import type { PipelineOptions, RunSettings, StepEvent, TextEvent } from './options.js';
import { promptPieces } from './prompt.js';
import { stepPictures } from './step-pictures.js';

/** What was recorded. */
export interface Trace {
  /** Of the run; not there before it began. */
  readonly settings?: RunSettings;
  /**
   * `ids_cond` and `ids_uncond` [1, tokens]; `embeds_cond` and `embeds_uncond` [1, tokens, width];
   * `timesteps` [calls]; for each call and image, channels first: `latents_before`, `model_input`,
   * `noise_pred_text`, `noise_pred_uncond`, `noise_guided`, `predicted_clean`, `latents_after_step`.
   * What is of the negative prompt is there only with guidance.
   *
   * With a model also pictures of what the step predicts and leaves, `decoded_clean` and
   * `decoded_latents` [calls, images, 3, height, width], 0 to 1; and for each block that looks at the
   * text `attention.<block>` [calls, images, tokens, height, width], with shares that add up to 1 over
   * the tokens.
   */
  readonly arrays: Readonly<Record<string, NumberArray>>;
  /** The scheduler's coefficients, for each call. */
  readonly steps: readonly SchedulerStep[];
  /** With a model: the pieces of the prompt that stand behind the start token; `</w>` ends a word. */
  readonly pieces?: readonly string[];
}

type Listened = 'onStart' | 'onText' | 'onStep';

/** Records a run: its `options` go to a pipeline, `trace()` gives what has been recorded so far. */
export interface TraceRecorder {
  readonly options: Required<Pick<PipelineOptions, Listened>> &
    Pick<PipelineOptions, 'onAttention'>;
  readonly trace: () => Trace;
}

/**
 * A recorder, for one run.
 *
 * @param model for what `microscopeLab` shows: pictures of every step, which the model decodes while
 *   the run goes on (two a step), attention, and the pieces of the prompt
 *
 * @example
 * const model = await loadModel('test/golden/stable-diffusion/models/tiny-sd1');
 * const recorder = recordTrace(model);
 * await textToImage(model, { prompt: 'a cat', steps: 3, guidance: 1, ...recorder.options });
 * recorder.trace().arrays.latents_before.shape; // [4, 1, 4, 8, 8]
 * recorder.trace().arrays.decoded_clean.shape; // [4, 1, 3, 64, 64]
 * disposeModel(model);
 */
export function recordTrace(model?: StableDiffusion): TraceRecorder {
  let settings: RunSettings | undefined;
  const texts: TextEvent[] = [];
  const events: StepEvent[] = [];
  const looks: AttentionEvent[] = [];
  const pictures: { readonly clean: NumberArray; readonly latents: NumberArray }[] = [];
  return {
    options: {
      onStart: (run) => {
        settings = run;
      },
      onText: (event) => {
        texts.push(event);
      },
      onStep: async (event) => {
        events.push(event);
        if (model === undefined) return;
        const clean = await stepPictures(model, cleanLatents(event), event);
        pictures.push({ clean, latents: await stepPictures(model, event.latents, event) });
      },
      ...(model
        ? {
            onAttention: (event) => {
              looks.push(event);
            },
          }
        : {}),
    },
    trace: () => ({
      ...(settings ? { settings } : {}),
      arrays: {
        ...(texts.length > 0 ? ofText(texts[0]) : {}),
        ...ofSteps(events),
        ...ofAttention(looks),
        ...(pictures.length > 0
          ? {
              decoded_clean: calls(pictures.map(({ clean }) => clean)),
              decoded_latents: calls(pictures.map(({ latents }) => latents)),
            }
          : {}),
      },
      steps: events.map(({ step }) => step),
      ...(model && settings ? { pieces: promptPieces(model, settings.prompt) } : {}),
    }),
  };
}

/**
 * The clean latents that the network has in mind at a step, for each image: what the scheduler would
 * end with if the network were right.
 *
 * @returns [height, width, channels] in a row, for each image
 */
export function cleanLatents({ step, before, guided }: StepEvent): Float64Array[] {
  const { sample, output } = step.clean;
  return before.map((latents, i) => latents.map((x, at) => sample * x + output * guided[i][at]));
}

function ofText({ withWords, withoutWords }: TextEvent): Record<string, NumberArray> {
  const row = (ids: readonly number[]): NumberArray => {
    return { shape: [1, ids.length], values: Float32Array.from(ids) };
  };
  return {
    ids_cond: row(withWords.ids),
    embeds_cond: withWords.states,
    ...(withoutWords
      ? { ids_uncond: row(withoutWords.ids), embeds_uncond: withoutWords.states }
      : {}),
  };
}

function ofSteps(events: readonly StepEvent[]): Record<string, NumberArray> {
  if (events.length === 0) return {};
  const { height, width, withoutWords } = events[0];
  const all = (of: (event: StepEvent) => readonly ArrayLike<number>[]): NumberArray => {
    const images = events.map(of);
    const channels = images[0][0].length / (height * width);
    return {
      shape: [events.length, images[0].length, channels, height, width],
      values: joined(images.flat().map((image) => channelsFirst(image, channels))),
    };
  };
  return {
    timesteps: { shape: [events.length], values: Float32Array.from(events, (e) => e.timestep) },
    latents_before: all(({ before }) => before),
    model_input: all(({ input }) => input),
    noise_pred_text: all(({ withWords }) => withWords),
    ...(withoutWords ? { noise_pred_uncond: all((event) => event.withoutWords ?? []) } : {}),
    noise_guided: all(({ guided }) => guided),
    predicted_clean: all(cleanLatents),
    latents_after_step: all(({ latents }) => latents),
  };
}

function ofAttention(looks: readonly AttentionEvent[]): Record<string, NumberArray> {
  if (looks.length === 0) return {};
  const blocks = looks[0].maps.map(({ block, height, width, tokens, shares }, at) => {
    const values = joined(
      looks.flatMap(({ maps }) => maps[at].shares.map((one) => channelsFirst(one, tokens))),
    );
    const shape = [looks.length, shares.length, tokens, height, width];
    return [`attention.${block}`, { shape, values }] as const;
  });
  return Object.fromEntries(blocks);
}

/** [images, ...] of each call to [calls, images, ...]. */
function calls(each: readonly NumberArray[]): NumberArray {
  return {
    shape: [each.length, ...each[0].shape],
    values: joined(each.map(({ values }) => values)),
  };
}
