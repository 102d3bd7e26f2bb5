/**
 * A trace made into the page's data. Pure: a trace of `recordTrace` fits, but any object with the
 * same arrays does, so that this folder knows neither models nor tensors.
 */
import { ConfigError } from '../../math/errors.js';
import type { MicroscopeData, StepData } from './data.js';
import { KINDS, MOST } from './data.js';
import { layersOf, tokensOf } from './looked-at.js';
import { type Packed, packColours, packSigned } from './packed.js';
import type { Coefficients, RecordedArray, RecordedRun } from './recorded.js';

const answers: Readonly<Record<string, string>> = {
  epsilon: 'noise',
  v_prediction: 'velocity',
  sample: 'clean latents',
};

/**
 * The data of a run's first picture.
 *
 * @throws ConfigError for a trace without pictures or pieces, or with numbers that are none
 */
export function microscopeData(run: RecordedRun): MicroscopeData {
  const { settings, arrays, steps, pieces } = run;
  if (!settings || !pieces || !arrays.decoded_clean || steps.length === 0) {
    throw new ConfigError(
      'microscope lab: got a trace without pictures of its steps; expected one of a finished run ' +
        "that was recorded with its model: recordTrace(model), and the recorder's options given to " +
        'textToImage',
    );
  }
  const kept = thinned(steps.length, MOST.steps);
  const [, , channels, height, width] = arrays.latents_before.shape;
  const stride = Math.ceil(Math.max(height, width) / MOST.latentSide);
  const rows = Math.ceil(height / stride);
  const columns = Math.ceil(width / stride);
  const at = (name: string, call: number): Float64Array | undefined => {
    const array = arrays[name];
    if (array === undefined) return undefined;
    const size = channels * height * width;
    const first = call * array.shape[1] * size;
    return Float64Array.from({ length: size }, (_, i) => array.values[first + i]);
  };
  const told = kept.map((call) => {
    const { signal, noise } = steps[call].noising;
    const before = at('latents_before', call) as Float64Array;
    const clean = at('predicted_clean', call) as Float64Array;
    const after = at('latents_after_step', call) as Float64Array;
    // whatever the network answers: the clean latents that it means, and the rest is noise
    const { sample, output } = steps[call].clean;
    const noiseOf = (name: string): Float64Array | undefined => {
      const answer = at(name, call);
      return answer?.map((value, i) => {
        return (before[i] - signal * (sample * before[i] + output * value)) / noise;
      });
    };
    const all = {
      ...{ before, guided: noiseOf('noise_guided') as Float64Array, clean, after },
      ...{ with: noiseOf('noise_pred_text'), without: noiseOf('noise_pred_uncond') },
    };
    const wrong = Object.values(all).some((values) => values?.some((x) => !Number.isFinite(x)));
    if (wrong) {
      throw new ConfigError(
        `microscope lab: got numbers that are none in call ${call + 1} of the U-Net; expected ` +
          'finite ones: the weights of this model are damaged, or grew too large on the way',
      );
    }
    return all;
  });
  const packed = KINDS.flatMap((kind) => {
    const values = told.map((all) => all[kind]);
    if (values[0] === undefined) return [];
    const thin = values.map((one) => every(one as Float64Array, [height, width], stride));
    return [[kind, packSigned(thin)] as const];
  });
  const [, , , pictureHeight, pictureWidth] = arrays.decoded_clean.shape;
  const shrink = Math.ceil(Math.max(pictureHeight, pictureWidth) / MOST.pictureSide);
  const sides = [pictureHeight, pictureWidth] as const;
  return {
    ...{ prompt: settings.prompt, negativePrompt: settings.negativePrompt, seed: settings.seed },
    ...{ guidance: settings.guidance, rescaled: settings.guidanceRescale > 0 },
    ...{ scheduler: settings.scheduler, answer: answers[settings.predictionType] ?? 'answer' },
    calls: steps.length,
    steps: kept.map((call, i) => stepData(run, call, told[i])),
    tokens: tokensOf(arrays.ids_cond.values, pieces),
    ...{ height: rows, width: columns, channels },
    arrays: Object.fromEntries(packed),
    pictureHeight: Math.floor(pictureHeight / shrink),
    pictureWidth: Math.floor(pictureWidth / shrink),
    decoded: pictureHeight > height,
    pictures: {
      clean: picturesOf(arrays.decoded_clean, kept, sides, shrink),
      after: picturesOf(arrays.decoded_latents, kept, sides, shrink),
    },
    attention: layersOf(arrays, kept, pieces.length),
  };
}

function stepData(
  { steps, settings }: RecordedRun,
  call: number,
  told: {
    readonly clean: Float64Array;
    readonly guided: Float64Array;
    readonly after: Float64Array;
  },
): StepData {
  const { timestep, inputScale, noising, next } = steps[call];
  const level = steps[call + 1]?.noising;
  const { clean, guided, after } = told;
  const same =
    level !== undefined &&
    after.every((x, i) => {
      return (
        Math.abs(x - level.signal * clean[i] - level.noise * guided[i]) <= 2e-4 * (1 + Math.abs(x))
      );
    });
  const mixture = mixtureWords(next, answers[settings?.predictionType ?? ''] ?? 'answer');
  return {
    ...{ call: call + 1, timestep, signal: noising.signal, noise: noising.noise, inputScale },
    mixture,
    ...(same ? { again: [level.signal, level.noise] } : {}),
  };
}

/** `0.98 · latents − 0.19 · velocity` */
function mixtureWords(next: Coefficients, answer: string): string {
  const parts: (readonly [number | undefined, string])[] = [
    [next.sample, 'latents'],
    [next.output, answer],
    [next.anchor, 'latents set aside'],
    ...(next.kept ?? []).map((factor, i): readonly [number, string] => {
      return [factor, i === 0 ? 'what this step keeps' : `what was kept ${i} before`];
    }),
    [next.noise, 'fresh noise'],
  ];
  const used = parts.filter((part): part is readonly [number, string] => !!part[0]);
  return used
    .map(([factor, word], i) => {
      const size = Number(Math.abs(factor).toPrecision(3));
      const sign = factor < 0 ? '− ' : i > 0 ? '+ ' : '';
      return `${sign}${size} · ${word}`;
    })
    .join(' ');
}

/** At most so many of the calls, evenly, the first and the last among them. */
function thinned(calls: number, most: number): number[] {
  if (calls <= most) return Array.from({ length: calls }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (calls - 1)) / (most - 1)));
}

/** Every `stride`-th place of [channels, height, width]: the mean would not be as noisy. */
function every(
  values: Float64Array,
  [height, width]: readonly [number, number],
  stride: number,
): Float64Array {
  if (stride === 1) return values;
  return values.filter((_, i) => {
    const place = i % (height * width);
    return Math.floor(place / width) % stride === 0 && (place % width) % stride === 0;
  });
}

/** [calls, images, 3, height, width] to [steps, height, width, 3] of the first image, shrunk. */
function picturesOf(
  { shape, values }: RecordedArray,
  kept: readonly number[],
  [height, width]: readonly [number, number],
  shrink: number,
): Packed {
  const rows = Math.floor(height / shrink);
  const columns = Math.floor(width / shrink);
  const steps = kept.map((call) => {
    const first = call * shape[1] * 3 * height * width;
    return Float32Array.from({ length: rows * columns * 3 }, (_, i) => {
      const place = Math.floor(i / 3);
      const y = Math.floor(place / columns) * shrink;
      const x = (place % columns) * shrink;
      let sum = 0;
      for (let dy = 0; dy < shrink; dy++) {
        for (let dx = 0; dx < shrink; dx++) {
          sum += values[first + ((i % 3) * height + y + dy) * width + x + dx];
        }
      }
      return sum / shrink ** 2;
    });
  });
  return packColours(steps);
}
