/**
 * A run of `n2d generate`: what can fail soon comes first (the files to write, the model's
 * configuration, the backend, the memory), then the weights, the picture, the files.
 *
 * Ctrl-C ends it at once: until everything is computed there is nothing to tidy up, and each file is
 * written in one go.
 */
import { createRequire } from 'node:module';
import { type ConfiguredScheduler, schedulerFromConfig } from '../diffusion/from-config.js';
import { guidanceIsOn } from '../diffusion/guidance.js';
import { fileError } from '../files/atomic.node.js';
import { ConfigError, PlaygroundError } from '../math/errors.js';
import type { NumberArray } from '../pipeline/arrays.js';
import { imageToImage } from '../pipeline/image-to-image.js';
import { inpaint } from '../pipeline/inpaint.js';
import { loadModel } from '../pipeline/load.node.js';
import { requireMemory } from '../pipeline/memory.node.js';
import type { MemoryPlan } from '../pipeline/memory-need.js';
import { disposeModel, type StableDiffusion } from '../pipeline/model.js';
import { type Images, latentSize, type StepEvent } from '../pipeline/options.js';
import { type ModelSource, openModel } from '../pipeline/source.node.js';
import { expectChannels, textToImage } from '../pipeline/text-to-image.js';
import { recordTrace, type Trace } from '../pipeline/trace.js';
import { vaeFactor } from '../stable-diffusion/vae-config.js';
import { useBackend } from '../tensor/backend.node.js';
import { readPicture, requirePlaces, writeFiles } from './generate-files.js';
import { infotextOf } from './generate-infotext.js';
import { showProgress } from './generate-progress.js';
import { remarks } from './generate-remarks.js';
import type { Request } from './generate-request.js';
import { printJson } from './said.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

const megabytes = { name: 'MB', size: 1e6 };

/** Makes the pictures and says where they are. */
export async function generate(request: Request): Promise<void> {
  const { files, run, load, quiet, json } = request;
  requirePlaces(files);
  const begin = beginning(request);
  const { model, scheduler, backend } = await openAndLoad(request, begin);
  const start = performance.now();
  let made: Made;
  try {
    made = await sample(model, request, begin);
  } finally {
    disposeModel(model);
  }
  const seconds = (performance.now() - start) / 1000;
  const [, , height, width] = made.images.shape;
  const text = (i: number): string => infotextOf(request, scheduler, { width, height }, version, i);
  writeFiles(files, made, text, made.trace);
  if (json) {
    const { prompt, negativePrompt = '', steps, guidance, seed } = run;
    const seeds = files.pictures.map((_, i) => seed + i);
    const { name } = scheduler.scheduler;
    printJson({
      files,
      prompt,
      negativePrompt,
      seeds,
      steps,
      guidance,
      scheduler: name,
      width,
      height,
      backend,
      precision: load.precision,
      seconds: Number(seconds.toFixed(3)),
    });
    return;
  }
  for (const [i, file] of files.pictures.entries()) console.log(`${file}  seed ${run.seed + i}`);
  for (const file of [files.latents, files.image, files.trace]) if (file) console.log(file);
  if (!quiet) console.error(`${seconds.toFixed(1)} s on ${backend}`);
}

/** The pictures that a run begins with. */
interface Beginning {
  readonly width?: number;
  readonly height?: number;
  readonly image?: NumberArray;
  readonly mask?: NumberArray;
}

interface Made extends Images {
  readonly trace?: Trace;
}

/** @throws ConfigError when picture, mask, and the size that was asked for differ */
function beginning({ begin, run }: Request): Beginning {
  if (begin === undefined) return {};
  const image = readPicture(begin.image);
  const [, , height, width] = image.shape;
  const wanted = { width: run.width ?? width, height: run.height ?? height };
  if (wanted.width !== width || wanted.height !== height) {
    throw new ConfigError(
      `--image: got ${width} x ${height} pixels; expected ${wanted.width} x ${wanted.height}, as ` +
        '--width and --height say (leave them out, or change the picture)',
    );
  }
  if (begin.mask === undefined) return { width, height, image };
  const mask = readPicture(begin.mask);
  const [, , rows, columns] = mask.shape;
  if (rows !== height || columns !== width) {
    throw new ConfigError(
      `--mask: got ${columns} x ${rows} pixels; expected ${width} x ${height}, the size of --image`,
    );
  }
  return { width, height, image, mask };
}

/** The model, once it is known that the run can be. */
async function openAndLoad(
  { model: path, load, run, quiet, backend: wanted }: Request,
  begin: Beginning,
): Promise<{ model: StableDiffusion; scheduler: ConfiguredScheduler; backend: string }> {
  let [loading, task] = ['', showProgress('', megabytes, true)];
  try {
    const source = await openModel(path, load.config);
    if (begin.mask === undefined) expectChannels('without --mask', source);
    const scheduler = schedulerFromConfig(source.scheduler, run.scheduler);
    scheduler.scheduler.plan(scheduler.config, run.steps, { eta: run.eta ?? 0 });
    const plan = memoryPlan(source, { ...run, ...begin }, load.precision);
    const { backend } = await useBackend(wanted);
    requireMemory(source, plan, backend);
    if (!quiet) for (const line of remarks(source, path, { ...run, ...begin })) console.error(line);
    const model = await loadModel(source, {
      ...load,
      onProgress: (part, done, total) => {
        if (part !== loading) {
          task.stop();
          [loading, task] = [part, showProgress(`loading ${part}`, megabytes, quiet)];
        }
        task.update(done, total);
      },
    });
    return { model, scheduler, backend };
  } catch (error) {
    const { syscall, path: file } = error as NodeJS.ErrnoException;
    throw typeof syscall === 'string' ? fileError('read', file ?? path, error) : error;
  } finally {
    task.stop();
  }
}

function memoryPlan(
  source: ModelSource,
  run: Request['run'],
  precision: 'fp32' | 'bf16',
): MemoryPlan {
  const { height, width } = latentSize(source, run);
  const factor = vaeFactor(source.vae);
  return {
    height: height * factor,
    width: width * factor,
    batch: run.batch,
    guided: guidanceIsOn(run.guidance),
    vaeTiling: run.vaeTiling === true,
    precision,
  };
}

async function sample(
  model: StableDiffusion,
  { run, begin, files, quiet }: Request,
  { image, mask }: Beginning,
): Promise<Made> {
  const task = showProgress('sampling', { name: 'steps', size: 1 }, quiet);
  const recorder = files.trace === undefined ? undefined : recordTrace();
  const options = {
    ...run,
    ...recorder?.options,
    onStep: async (event: StepEvent) => {
      await recorder?.options.onStep(event);
      task.update(event.index + 1, event.steps);
    },
  };
  try {
    const from = image && begin && { ...options, image, strength: begin.strength };
    const made = !from
      ? await textToImage(model, options)
      : mask
        ? await inpaint(model, { ...from, mask })
        : await imageToImage(model, from);
    requireNumbers(made);
    return { ...made, ...(recorder ? { trace: recorder.trace() } : {}) };
  } finally {
    task.stop();
  }
}

/** A picture of nothing but NaN would be black, and would look like a result. */
function requireNumbers({ latents, images }: Images): void {
  if (![latents, images].some(({ values }) => values.some(Number.isNaN))) return;
  throw new PlaygroundError(
    'picture: got NaN; expected numbers. The weights of this model are damaged, or grew too large ' +
      'on the way: try --precision fp32, another file, or fewer LoRAs',
  );
}
