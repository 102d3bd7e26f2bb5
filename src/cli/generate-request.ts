/**
 * What was typed after `n2d generate`, as the pipeline wants it. Everything that can be refused
 * without looking at the model is refused here.
 */
import { randomInt } from 'node:crypto';
import { basename } from 'node:path';
import type { SchedulerChoice } from '../diffusion/from-config.js';
import { ConfigError, unknownName } from '../math/errors.js';
import type { LoadModelOptions } from '../pipeline/load.node.js';
import { microFolder } from '../pipeline/micro-folder.node.js';
import { checkOptions, stepsLeftOut } from '../pipeline/options.js';
import type { TextToImageOptions } from '../pipeline/text-to-image.js';
import { checkPrompt } from '../text/prompt-weights.js';

/** The options under commander's names. */
export interface Asked {
  readonly model?: string;
  readonly config?: string;
  readonly prompt?: string;
  readonly negativePrompt?: string;
  readonly steps?: number;
  readonly guidance?: number;
  readonly guidanceRescale?: number;
  readonly seed?: number;
  readonly scheduler?: string;
  readonly karras?: boolean;
  readonly timestepSpacing?: string;
  readonly eta?: number;
  readonly width?: number;
  readonly height?: number;
  readonly batch: number;
  readonly clipSkip?: number;
  readonly image?: string;
  readonly strength?: number;
  readonly mask?: string;
  readonly embedding?: readonly string[];
  readonly lora?: readonly string[];
  readonly vaeTiling?: boolean;
  readonly predictionType?: string;
  readonly rescaleZeroSnr?: boolean;
  readonly precision: string;
  readonly backend: string;
  readonly out?: string;
  readonly saveLatents?: string;
  readonly saveImage?: string;
  readonly trace?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** A run. */
export interface Request {
  readonly model: string;
  readonly load: LoadModelOptions & { readonly precision: 'fp32' | 'bf16' };
  readonly run: TextToImageOptions & {
    readonly steps: number;
    readonly guidance: number;
    readonly seed: number;
    readonly batch: number;
    readonly scheduler: SchedulerChoice;
  };
  readonly backend: string;
  readonly files: {
    readonly pictures: readonly string[];
    readonly latents?: string;
    readonly image?: string;
    /** A folder. */
    readonly trace?: string;
  };
  /** A picture to begin with, and which part of it to make anew. */
  readonly begin?: {
    readonly image: string;
    readonly mask?: string;
    readonly strength: number;
  };
  readonly quiet: boolean;
  readonly json: boolean;
}

/** @throws ConfigError for what cannot be, with the way out */
export function requestOf(words: string | undefined, asked: Asked): Request {
  const { model = microFolder, config, precision, batch, seed = randomInt(2 ** 32) } = asked;
  const usual = model === microFolder ? { steps: 20, guidance: 4 } : { steps: 50, guidance: 7.5 };
  const { steps = usual.steps, guidance = usual.guidance } = asked;
  if (precision !== 'fp32' && precision !== 'bf16') {
    throw unknownName('precision', precision, ['fp32', 'bf16']);
  }
  const prompt = promptOf(words, asked.prompt);
  checkOptions({ prompt, batch, seed, guidance });
  checkPrompt(prompt);
  const { embedding = [], lora = [], out = `n2d-${seed}.png` } = asked;
  if (!/\.png$/i.test(out)) {
    throw new ConfigError(`--out: got '${out}'; expected a name that ends in .png`);
  }
  const files = {
    pictures:
      batch === 1
        ? [out]
        : Array.from({ length: batch }, (_, i) => out.replace(/(\.png)$/i, `-${i}$1`)),
    ...given({ latents: asked.saveLatents, image: asked.saveImage, trace: asked.trace }),
  };
  return {
    model,
    load: {
      ...given({ config }),
      precision,
      embeddings: embedding.map(newWord),
      loras: lora.map(loraOf),
    },
    run: {
      prompt,
      steps,
      guidance,
      seed,
      batch,
      ...given({
        negativePrompt: asked.negativePrompt,
        guidanceRescale: asked.guidanceRescale,
        eta: asked.eta,
        width: asked.width,
        height: asked.height,
        clipSkip: asked.clipSkip,
        vaeTiling: asked.vaeTiling,
      }),
      scheduler: given({
        scheduler: asked.scheduler,
        karras: asked.karras,
        timestepSpacing: asked.timestepSpacing,
        predictionType: asked.predictionType,
        rescaleZeroSnr: asked.rescaleZeroSnr,
      }) as SchedulerChoice,
    },
    backend: asked.backend,
    files,
    ...given({ begin: beginOf(asked, steps) }),
    quiet: asked.quiet === true,
    json: asked.json === true,
  };
}

function promptOf(words: string | undefined, option: string | undefined): string {
  if (words !== undefined && option !== undefined) {
    throw new ConfigError('prompt: got two, one of them after --prompt; expected one');
  }
  const prompt = option ?? words;
  if (prompt === undefined) {
    throw new ConfigError('prompt: got none; expected what is to be seen, such as "a red house"');
  }
  return prompt;
}

function beginOf({ image, mask, strength }: Asked, steps: number): Request['begin'] {
  if (image === undefined) {
    const alone = mask !== undefined ? '--mask' : strength !== undefined ? '--strength' : undefined;
    if (alone === undefined) return undefined;
    throw new ConfigError(`${alone}: got no --image beside it; expected a picture to begin with`);
  }
  const begin = { image, ...given({ mask }), strength: strength ?? (mask === undefined ? 0.8 : 1) };
  stepsLeftOut(steps, begin.strength);
  return begin;
}

/** `name=file`; a name has no equals sign, a file may. */
function newWord(text: string): { name: string; file: string } {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) {
    throw new ConfigError(
      `--embedding: got '${text}'; expected name=file, such as "<toy>=toy.safetensors" (a prompt ` +
        'goes before the options, or after --prompt)',
    );
  }
  return { name: text.slice(0, at), file: text.slice(at + 1) };
}

/** `file:scale`; all of it without a scale. */
function loraOf(text: string): { file: string; strength: number } {
  const [, file, scale] = /^(.+?)(?::([^:/\\]*))?$/s.exec(text) ?? [];
  const strength = scale === undefined ? 1 : Number(scale);
  if (file === undefined || scale?.trim() === '' || !Number.isFinite(strength)) {
    throw new ConfigError(
      `--lora: got '${text}'; expected file:scale, such as ${basename(file ?? 'ink.safetensors')}:0.8`,
    );
  }
  return { file, strength };
}

/** Without what is undefined. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
