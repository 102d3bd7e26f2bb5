/**
 * Everything that a run computes on its way, as arrays with names.
 *
 * The names are those that people who trace diffusers use; the first axis of what belongs to a step
 * is the call of the U-Net, the second the image.
 */
import type { SchedulerStep } from '../diffusion/plan.js';
import { channelsFirst, joined, type NumberArray } from './arrays.js';
import type { PipelineOptions, StepEvent, TextEvent } from './options.js';

/** What was recorded. */
export interface Trace {
  /**
   * `ids_cond` and `ids_uncond` [1, tokens]; `embeds_cond` and `embeds_uncond` [1, tokens, width];
   * `timesteps` [calls]; for each call and image, channels first: `latents_before`, `model_input`,
   * `noise_pred_text`, `noise_pred_uncond`, `noise_guided`, `predicted_clean`, `latents_after_step`.
   * What is of the negative prompt is there only with guidance.
   */
  readonly arrays: Readonly<Record<string, NumberArray>>;
  /** The scheduler's coefficients, for each call. */
  readonly steps: readonly SchedulerStep[];
}

/** Records a run: its `options` go to a pipeline, `trace()` gives what has been recorded so far. */
export interface TraceRecorder {
  readonly options: Required<Pick<PipelineOptions, 'onText' | 'onStep'>>;
  readonly trace: () => Trace;
}

/**
 * A recorder, for one run.
 *
 * @example
 * const model = await loadModel('test/golden/stable-diffusion/models/tiny-sd1');
 * const recorder = recordTrace();
 * await textToImage(model, { prompt: 'a cat', steps: 3, guidance: 1, ...recorder.options });
 * recorder.trace().arrays.latents_before.shape; // [4, 1, 4, 8, 8]
 * disposeModel(model);
 */
export function recordTrace(): TraceRecorder {
  const texts: TextEvent[] = [];
  const events: StepEvent[] = [];
  return {
    options: {
      onText: (event) => {
        texts.push(event);
      },
      onStep: (event) => {
        events.push(event);
      },
    },
    trace: () => ({
      arrays: { ...(texts.length > 0 ? ofText(texts[0]) : {}), ...ofSteps(events) },
      steps: events.map(({ step }) => step),
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
