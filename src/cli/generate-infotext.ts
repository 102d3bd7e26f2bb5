/**
 * A run in the words of AUTOMATIC1111's `parameters`. Its names where it has one; our own where a
 * setting is not among its own (`Timestep spacing`, `Rescale guidance`, ...), which its tools skip.
 */
import { basename } from 'node:path';
import type { ConfiguredScheduler } from '../diffusion/from-config.js';
import { infotext } from '../text/infotext.js';
import type { Request } from './generate-request.js';

/** Its names of the samplers. */
const samplers: Readonly<Record<string, string>> = {
  ddim: 'DDIM',
  ddpm: 'DDPM',
  pndm: 'PLMS',
  euler: 'Euler',
  'euler-a': 'Euler a',
  heun: 'Heun',
  'dpm++2m': 'DPM++ 2M',
  unipc: 'UniPC',
  lms: 'LMS',
  lcm: 'LCM',
};

/**
 * The text of picture `i`.
 *
 * `RNG: CPU` says that the noise came from torch's generator of the processor, which ours equals: the
 * web UI makes the same noise with that setting. `Clip skip` counts as it does there, from 1.
 */
export function infotextOf(
  { model, load, run, begin }: Request,
  { scheduler, config }: ConfiguredScheduler,
  size: { readonly width: number; readonly height: number },
  version: string,
  i: number,
): string {
  const { prompt, negativePrompt = '', clipSkip = 0 } = run;
  const loras = (load.loras ?? []).map(({ file, strength }) => `${stem(file)}: ${strength}`);
  const words = (load.embeddings ?? []).map(({ file, name }) => `${name}: ${stem(file)}`);
  const settings: readonly (readonly [string, string | number | undefined])[] = [
    ['Steps', run.steps],
    ['Sampler', samplers[scheduler.name]],
    ['Schedule type', config.karras ? 'Karras' : undefined],
    ['CFG scale', run.guidance],
    ['Seed', run.seed + i],
    ['Size', `${size.width}x${size.height}`],
    ['Model', stem(model)],
    ['Denoising strength', begin?.strength],
    ['Clip skip', clipSkip > 0 ? clipSkip + 1 : undefined],
    ['RNG', 'CPU'],
    ['Eta', run.eta],
    ['Rescale guidance', run.guidanceRescale],
    ['Timestep spacing', config.timestepSpacing],
    ['Prediction type', config.predictionType],
    ['Zero SNR', config.rescaleZeroSnr ? 'True' : undefined],
    ['Lora', loras.length > 0 ? loras.join(', ') : undefined],
    ['TI', words.length > 0 ? words.join(', ') : undefined],
    ['VAE tiling', run.vaeTiling ? 'True' : undefined],
    ['Precision', load.precision === 'bf16' ? 'bf16' : undefined],
    ['Version', `n2d ${version}`],
  ];
  return infotext({
    prompt,
    negativePrompt,
    settings: new Map(
      settings.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
    ),
  });
}

/** A file's or folder's name without its place and ending. */
function stem(path: string): string {
  return basename(path).replace(/\.(safetensors|pt|bin)$/, '');
}
