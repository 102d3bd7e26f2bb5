/**
 * The loop of `denoise.ts` in parts that can be taken out and replaced, for one picture: what a
 * reader of the course writes. Each part is a function; `paintWith` puts them together.
 *
 * Leaves out: batches, samplers with a memory, guidance rescale, inpainting.
 */
import { cleanSample, ddimStep, noiseLevels } from '../diffusion/by-hand.js';
import { schedulerFromConfig } from '../diffusion/from-config.js';
import { guide } from '../diffusion/guidance.js';
import { type NoiseLevel, noiseSchedule } from '../diffusion/noise-schedule.js';
import { spacedTimesteps } from '../diffusion/timesteps.js';
import { random } from '../math/random.js';
import { textEncoder } from '../stable-diffusion/text-encoder.js';
import { unet } from '../stable-diffusion/unet.js';
import { vaeDecoder } from '../stable-diffusion/vae.js';
import { tf } from '../tensor/tf.js';
import { channelsLast } from './arrays.js';
import type { StableDiffusion } from './model.js';
import { latentSize } from './options.js';
import { promptIds } from './prompt.js';

/** Height, width and channels of the latents. */
export type LatentShape = [number, number, number];
/** The U-Net as a function: latents [batch, height, width, channels], time, states of the texts. */
export type AskedNetwork = (x: tf.Tensor4D, time: number, states: tf.Tensor3D) => tf.Tensor4D;
/** The decoder of the VAE as a function, [batch, ...] to [batch, ...]. */
export type AskedDecoder = (latents: tf.Tensor4D) => tf.Tensor4D;

/** Latents and answers are lists: [height, width, channels] in a row. */
export interface LoopParts {
  /** The states of two texts, [2, tokens, width]; the caller disposes of them. */
  encode: (negative: string, prompt: string) => tf.Tensor3D;
  /** The first latents of a seed. */
  noise: (seed: number) => number[];
  /** The times of so many steps, noisy to clean. */
  times: (steps: number) => number[];
  /** The level at each time, and behind the last. */
  levels: (times: number[]) => NoiseLevel[];
  /** Two answers: without words, and with them. */
  ask: (latents: number[], time: number, states: tf.Tensor3D) => number[][];
  guide: (without: number[], withWords: number[], guidance: number) => number[];
  /** The clean latents that an answer stands for. */
  clean: (latents: number[], answer: number[], now: NoiseLevel) => number[];
  /** The latents of the next level. */
  step: (latents: number[], clean: number[], now: NoiseLevel, next: NoiseLevel) => number[];
  /** The picture, [height, width, 3], 0 to 1; the caller disposes of it. */
  decode: (latents: number[]) => tf.Tensor3D;
}

/** What a loop is asked for. */
export interface LoopWish {
  prompt: string;
  negative: string;
  seed: number;
  steps: number;
  guidance: number;
}

/** The networks of a model as functions of what changes. */
export interface LoopNetworks {
  readonly encoder: (ids: number[][]) => tf.Tensor3D;
  readonly network: AskedNetwork;
  readonly decoder: AskedDecoder;
  readonly shape: LatentShape;
  /** Alpha-bar by time. */
  readonly alphas: number[];
}

/**
 * A model's networks as three functions. Their tensors are the caller's.
 *
 * @example
 * const model = await loadModel('test/golden/stable-diffusion/models/tiny-sd1');
 * const { shape, alphas } = loopNetworks(model);
 * [...shape, alphas.length]; // [8, 8, 4, 1000]
 * disposeModel(model);
 */
export function loopNetworks(model: StableDiffusion): LoopNetworks {
  const { text, vae, weights } = model;
  const { height, width } = latentSize(model, {});
  const { config } = schedulerFromConfig(model.scheduler);
  return {
    encoder: (ids) => textEncoder(weights.text, text, ids),
    network: (x, time, states) => unet(weights.unet, model.unet, x, time, states),
    decoder: (latents) => vaeDecoder(weights.vae, vae, latents),
    shape: [height, width, vae.latentChannels],
    alphas: Array.from(noiseSchedule(config).alphasCumprod),
  };
}

/**
 * The parts of a model's own loop: DDIM without fresh noise and with times in equal strides from the
 * clean end (`leading`), from the noise of a seed.
 *
 * @throws ConfigError for a scheduler's settings that this library does not have
 *
 * @example
 * const model = await loadModel('test/golden/stable-diffusion/models/tiny-sd1');
 * loopParts(model).times(4); // [751, 501, 251, 1]
 * disposeModel(model);
 */
export function loopParts(model: StableDiffusion): LoopParts {
  const { encoder, network, decoder, shape, alphas } = loopNetworks(model);
  const { config } = schedulerFromConfig(model.scheduler, { scheduler: 'ddim' });
  const { trainTimesteps, stepsOffset, predictionType, setAlphaToOne } = config;
  const [height, width, channels] = shape;
  return {
    encode: (negative, prompt) =>
      encoder([negative, prompt].map((words) => [...promptIds(model, words)])),
    noise: (seed) =>
      Array.from(channelsLast(random(seed).randn(height * width * channels), channels)),
    times: (steps) =>
      spacedTimesteps({ spacing: 'leading', trainTimesteps, steps, offset: stepsOffset }),
    levels: (times) => {
      const all = noiseLevels(alphas, times);
      return setAlphaToOne ? [...all.slice(0, -1), { signal: 1, noise: 0 }] : all;
    },
    ask: (latents, time, states) => askTwice(network, latents, shape, time, states),
    guide,
    clean: (latents, answer, now) => cleanSample(predictionType, latents, answer, now),
    step: ddimStep,
    decode: (latents) => decodeScaled(decoder, latents, shape, model.vae.scale),
  };
}

/**
 * Asks a U-Net twice, in one batch: once for each text.
 *
 * @param states of the two texts
 * @returns two answers, as long as the latents
 */
export function askTwice(
  network: AskedNetwork,
  latents: readonly number[],
  shape: LatentShape,
  time: number,
  states: tf.Tensor3D,
): number[][] {
  return tf.tidy(() => {
    const x = tf.tensor3d([...latents], shape);
    const answers = tf.unstack(network(tf.stack([x, x]) as tf.Tensor4D, time, states));
    return answers.map((answer) => Array.from(answer.dataSync()));
  });
}

/**
 * Latents as the U-Net knows them to a picture.
 *
 * @param scale by which the VAE's latents were multiplied for the U-Net
 * @returns [height, width, 3], 0 to 1
 */
export function decodeScaled(
  decoder: AskedDecoder,
  latents: readonly number[],
  shape: LatentShape,
  scale: number,
): tf.Tensor3D {
  return tf.tidy(() => {
    const unscaled = latents.map((x) => x / scale);
    const decoded = tf.squeeze(decoder(tf.tensor4d(unscaled, [1, ...shape])), [0]);
    return tf.clipByValue(tf.add(tf.mul(decoded, 0.5), 0.5), 0, 1) as tf.Tensor3D;
  });
}

/**
 * The loop. With the parts of `loopParts` its picture is that of `textToImage`.
 *
 * @returns [height, width, 3], 0 to 1
 *
 * @example
 * const model = await loadModel('test/golden/stable-diffusion/models/tiny-sd1');
 * const wish = { prompt: 'a cat', negative: '', seed: 7, steps: 2, guidance: 3 };
 * paintWith(loopParts(model), wish).shape; // [64, 64, 3]
 * disposeModel(model);
 */
export function paintWith(parts: LoopParts, wish: LoopWish): tf.Tensor3D {
  const states = parts.encode(wish.negative, wish.prompt);
  try {
    let latents = parts.noise(wish.seed);
    const times = parts.times(wish.steps);
    const levels = parts.levels(times);
    times.forEach((time, i) => {
      const [without, withWords] = parts.ask(latents, time, states);
      const answer = parts.guide(without, withWords, wish.guidance);
      const clean = parts.clean(latents, answer, levels[i]);
      latents = parts.step(latents, clean, levels[i], levels[i + 1]);
    });
    return parts.decode(latents);
  } finally {
    states.dispose();
  }
}
