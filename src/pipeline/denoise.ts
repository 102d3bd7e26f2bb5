/**
 * The loop that every pipeline shares, in the order in which it happens.
 *
 *   1. words -> numbers the U-Net can look at (the prompt, and the negative or empty one)
 *   2. the first latents of each image: what the pipeline says
 *   3. for each step of the scheduler:
 *      a. the U-Net says what it sees in the latents, with the words and without
 *      b. guidance goes from the one answer towards the other, and further
 *      c. the scheduler takes a step: latents with a little less noise
 *   4. the last latents -> pictures (VAE decoder)
 *
 * Latents are plain numbers between the steps: a scheduler's arithmetic is done once for each of
 * them in double precision, which costs nothing beside a U-Net.
 *
 * Source: Rombach et al. 2022; the order of random numbers is that of diffusers 0.42.
 */
import { schedulerFromConfig } from '../diffusion/from-config.js';
import { guidanceIsOn, guide, rescaleGuidance } from '../diffusion/guidance.js';
import type { NoiseLevel } from '../diffusion/noise-schedule.js';
import type { SchedulerPlan } from '../diffusion/plan.js';
import { advance, type PlanState } from '../diffusion/run-plan.js';
import { type Random, random } from '../math/random.js';
import { unet } from '../stable-diffusion/unet.js';
import { type ContextKeys, scheduleShifts, unetContext } from '../stable-diffusion/unet-signals.js';
import { vaeFactor } from '../stable-diffusion/vae-config.js';
import { tf } from '../tensor/tf.js';
import { channelsLast, joined, stacked } from './arrays.js';
import { type AttentionMap, attentionCollector } from './attention-maps.js';
import type { StableDiffusion } from './model.js';
import { checkOptions, type Images, type PipelineOptions } from './options.js';
import { decodeLatents } from './pictures.js';
import { encodePrompt, encodePrompts, promptIds } from './prompt.js';

/** What is done with one image. */
export interface Canvas {
  /** The first latents, [height, width, channels] in a row. */
  readonly first: Float64Array;
  /** What an inpainting model sees beside the latents, for each place so many channels. */
  readonly beside?: Float64Array;
  /** What becomes of the latents after a step, which leaves them as noisy as `level` (1, 0: clean). */
  readonly after?: (latents: Float64Array, level: NoiseLevel) => Float64Array;
}

/** What a pipeline adds to the loop. */
export interface Task {
  /** Of the latents. */
  readonly height: number;
  readonly width: number;
  /** Of each image its own, in place of the one prompt of the options. */
  readonly prompts?: readonly string[];
  /** Steps to leave out at the noisy end. */
  readonly begin?: number;
  /** Makes the first latents of one image; `noise` draws as many numbers as they have. */
  readonly canvas: (
    image: number,
    noise: () => Float64Array,
    plan: SchedulerPlan,
  ) => Canvas | Promise<Canvas>;
}

const clean: NoiseLevel = { signal: 1, noise: 0 };

/**
 * Runs the loop.
 *
 * @throws ConfigError for a setting that cannot be; whatever the signal was aborted with. No tensor
 *   is left behind in either case
 */
export async function denoise(
  model: StableDiffusion,
  options: PipelineOptions,
  { height, width, prompts = [options.prompt], begin = 0, canvas }: Task,
): Promise<Images> {
  const { steps = 50, batch = 1, seed = 0, guidance = 7.5, guidanceRescale = 0 } = options;
  checkOptions(options);
  const { prompt, negativePrompt = '' } = options;
  const channels = model.vae.latentChannels;
  const { scheduler, config } = schedulerFromConfig(model.scheduler, options.scheduler);
  const plan = scheduler.plan(config, steps, { begin, eta: options.eta ?? 0 });
  const guided = guidanceIsOn(guidance);
  options.onStart?.({
    ...{ prompt, negativePrompt, steps, guidance, guidanceRescale, seed, batch },
    ...{ scheduler: scheduler.name, predictionType: config.predictionType },
  });

  // 1. words -> numbers
  await options.onStage?.({ stage: 'text' });
  const context = await contextOf(model, options, prompts, guided);
  const timesteps = plan.steps.map((step) => step.timestep);
  const times = scheduleShifts(model.weights.unet, model.unet, timesteps);
  try {
    // 2. the first latents
    await options.onStage?.({ stage: 'noise' });
    const generators = Array.from({ length: batch }, (_, i) => random(seed + i));
    const fresh = (rng: Random): Float64Array =>
      channelsLast(rng.randn(channels * height * width), channels);
    const canvases: Canvas[] = [];
    for (const [i, rng] of generators.entries()) {
      canvases.push(await canvas(i, () => fresh(rng), plan));
    }
    let states = canvases.map(
      ({ first }): PlanState => ({ sample: first, anchor: first, kept: [] }),
    );

    // 3. step by step
    for (const [index, step] of plan.steps.entries()) {
      options.signal?.throwIfAborted();
      await options.onStage?.({ stage: 'unet', index });
      const before = states.map(({ sample }) => sample);
      const input = before.map((sample, i) => {
        const scaled = sample.map((x) => x * step.inputScale);
        return sideBySide(scaled, canvases[i].beside, height * width);
      });
      const call = { size: [height, width], time: times[index], context, guided } as const;
      const { answers, maps } = await predict(
        model,
        input,
        call,
        options.onAttention !== undefined,
      );
      options.onAttention?.({ index, maps });
      const withWords = guided ? answers.slice(batch) : answers;
      const withoutWords = guided ? { withoutWords: answers.slice(0, batch) } : {};

      if (guided) await options.onStage?.({ stage: 'guidance', index });
      const mixed = guided
        ? withWords.map((answer, i) => {
            const further = guide(answers[i], answer, guidance);
            return guidanceRescale > 0
              ? rescaleGuidance(further, answer, guidanceRescale)
              : further;
          })
        : withWords;

      await options.onStage?.({ stage: 'scheduler', index });
      const level = plan.steps[index + 1]?.noising ?? clean;
      states = states.map((state, i) => {
        const noise = step.next.noise === undefined ? [] : fresh(generators[i]);
        const next = advance(state, step, mixed[i], noise, plan.memory);
        return { ...next, sample: canvases[i].after?.(next.sample, level) ?? next.sample };
      });
      await options.onStep?.({
        index,
        steps: plan.steps.length,
        timestep: step.timestep,
        height,
        width,
        step,
        before,
        input,
        withWords,
        ...withoutWords,
        guided: mixed,
        latents: states.map(({ sample }) => sample),
      });
    }

    // 4. the last latents -> pictures
    const latents = states.map(({ sample }) => sample);
    const pictures = [];
    for (const sample of latents) {
      options.signal?.throwIfAborted();
      await options.onStage?.({ stage: 'decode' });
      pictures.push(await decodeLatents(model, sample, [height, width], options.vaeTiling));
    }
    const factor = vaeFactor(model.vae);
    return {
      latents: stacked(latents, [height, width, channels]),
      images: stacked(pictures, [height * factor, width * factor, 3]),
    };
  } finally {
    tf.dispose([context, times]);
  }
}

/** The keys and values of the texts: [without words, with words], each for the whole batch. */
async function contextOf(
  model: StableDiffusion,
  { negativePrompt = '', clipSkip = 0, batch = 1, onText }: PipelineOptions,
  prompts: readonly string[],
  guided: boolean,
): Promise<ContextKeys> {
  const [withWords, without] = tf.tidy(() => [
    encodePrompts(model, prompts, clipSkip),
    ...(guided ? [encodePrompt(model, negativePrompt)] : []),
  ]) as [tf.Tensor3D, tf.Tensor3D?];
  try {
    if (onText) {
      const encoded = async (text: string, states: tf.Tensor) => ({
        ids: promptIds(model, text),
        states: { shape: states.shape, values: (await states.data()) as Float32Array },
      });
      const empty = without && { withoutWords: await encoded(negativePrompt, without) };
      onText({ withWords: await encoded(prompts[0], withWords), ...empty });
    }
    return tf.tidy(() => {
      const each = without ? [without, withWords] : [withWords];
      const all = each.flatMap((states) =>
        Array<tf.Tensor3D>(batch / states.shape[0]).fill(states),
      );
      return unetContext(model.weights.unet, model.unet, tf.concat(all) as tf.Tensor3D);
    });
  } finally {
    tf.dispose([withWords, ...(without ? [without] : [])]);
  }
}

/** What the U-Net is asked beside the latents. */
interface Call {
  /** Height and width of the latents. */
  readonly size: readonly [number, number];
  readonly time: Parameters<typeof unet>[3];
  readonly context: ContextKeys;
  readonly guided: boolean;
}

/** The U-Net's answer for each image, without words first if guidance is on; and where it looked. */
async function predict(
  model: StableDiffusion,
  inputs: readonly Float64Array[],
  { size: [height, width], time, context, guided }: Call,
  looking: boolean,
): Promise<{ answers: Float32Array[]; maps: AttentionMap[] }> {
  const twice = guided ? [...inputs, ...inputs] : inputs;
  const attention = looking ? attentionCollector(inputs.length) : undefined;
  try {
    const answer = tf.tidy(() => {
      const x = tf.tensor4d(joined(twice), [twice.length, height, width, model.unet.inChannels]);
      return unet(model.weights.unet, model.unet, x, time, context, undefined, attention?.watch);
    });
    const values = (await answer.data()) as Float32Array;
    answer.dispose();
    const length = values.length / twice.length;
    const answers = twice.map((_, i) => values.slice(i * length, (i + 1) * length));
    return { answers, maps: (await attention?.read()) ?? [] };
  } finally {
    attention?.dispose();
  }
}

/** For each place the numbers of the first list, then those of the second. */
function sideBySide(
  first: Float64Array,
  second: Float64Array | undefined,
  places: number,
): Float64Array {
  if (second === undefined) return first;
  const [a, b] = [first.length / places, second.length / places];
  const all = new Float64Array(first.length + second.length);
  for (let i = 0; i < places; i++) {
    all.set(first.subarray(i * a, (i + 1) * a), i * (a + b));
    all.set(second.subarray(i * b, (i + 1) * b), i * (a + b) + a);
  }
  return all;
}
