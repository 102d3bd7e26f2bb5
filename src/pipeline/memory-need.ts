/**
 * How much memory a run will take, told before a byte of the weights is read.
 *
 *   weights     4 bytes a number, 2 in bfloat16 for matrices and filters
 *   U-Net       what its first level holds at once: so many maps of its width, for each image, twice
 *               when it is asked with and without words
 *   VAE         the same for one picture, or one tile of it
 *   the rest    the program and TensorFlow's own
 *
 * U-Net and VAE run one after the other: the larger of the two counts. Attention is no part of it,
 * because it is made in slices of one size (`layers/attention.ts`). How many maps each holds was
 * measured: one step of `n2d generate` on native TensorFlow, with random weights of Stable Diffusion
 * 1.5, and the most memory that was resident.
 *
 *   | picture | measured | said here |
 *   |---|---|---|
 *   | 256 x 256 | 5.19 GiB | 5.1 GiB |
 *   | 512 x 512 | 5.68 GiB | 5.8 GiB |
 *   | 768 x 768 | 6.84 GiB | 7.0 GiB |
 *   | four of 512 x 512 | 5.94 GiB | 6.2 GiB |
 *   | 512 x 512, bf16 | 3.96 GiB | 3.9 GiB |
 */
import type { TextConfig } from '../stable-diffusion/text-config.js';
import { textShapes } from '../stable-diffusion/text-shapes.js';
import type { UnetConfig } from '../stable-diffusion/unet-config.js';
import { unetShapes } from '../stable-diffusion/unet-shapes.js';
import { type VaeConfig, vaeFactor } from '../stable-diffusion/vae-config.js';
import { vaeShapes } from '../stable-diffusion/vae-shapes.js';

/** What the need depends on. */
export interface MemoryPlan {
  readonly width: number;
  readonly height: number;
  readonly batch: number;
  /** Whether the U-Net is asked twice. */
  readonly guided: boolean;
  readonly vaeTiling: boolean;
  readonly precision: 'fp32' | 'bf16';
}

/** In bytes. */
export interface MemoryNeed {
  readonly weights: number;
  readonly work: number;
  readonly total: number;
}

interface Networks {
  readonly text: TextConfig;
  readonly unet: UnetConfig;
  readonly vae: VaeConfig;
}

/** Maps of the first level's width that are alive at once. */
const unetMaps = 32;
const vaeMaps = 7.5;
/** Node, TensorFlow and what they keep for themselves. */
const program = 0.9 * 2 ** 30;

/**
 * The need of a run.
 *
 * @example
 * const networks = { text: sd15Text, unet: sd15Unet, vae: sd15Vae };
 * const plan = { width: 512, height: 512, batch: 1, guided: true, vaeTiling: false };
 * const full = memoryNeed(networks, { ...plan, precision: 'fp32' });
 * const half = memoryNeed(networks, { ...plan, precision: 'bf16' });
 * [full, half].map(({ weights }) => (weights / 2 ** 30).toFixed(1)); // ['4.0', '2.1']
 */
export function memoryNeed({ text, unet, vae }: Networks, plan: MemoryPlan): MemoryNeed {
  const { width, height, batch, guided, vaeTiling, precision } = plan;
  const shapes = [textShapes(text), unetShapes(unet), vaeShapes(vae)];
  const weights = shapes
    .flatMap((of) => Object.entries(of))
    .reduce((sum, [name, shape]) => {
      const halved =
        precision === 'bf16' && shape.length > 1 && !name.endsWith('_embedding.weight');
      return sum + (halved ? 2 : 4) * product(shape);
    }, 0);
  const places = (width * height) / vaeFactor(vae) ** 2;
  const unetWork = 4 * unetMaps * unet.channels[0] * places * batch * (guided ? 2 : 1);
  const pixels = vaeTiling ? Math.min(width * height, vae.pictureSide ** 2) : width * height;
  const vaeWork = 4 * vaeMaps * vae.channels[0] * pixels;
  // Finished pictures, as numbers in double precision and as floats.
  const pictures = 12 * 3 * width * height * batch;
  const work = program + Math.max(unetWork, vaeWork) + pictures;
  return { weights, work, total: weights + work };
}

/** A run that needs less, and in which words. */
export interface Smaller {
  readonly words: string;
  readonly need: MemoryNeed;
}

/**
 * Changes of a plan that fit into the memory: tiles, half the precision, one picture at a time, or
 * these together; a smaller picture; everything together if nothing else is enough.
 *
 * @param free in bytes
 * @param canHalve whether the backend has bfloat16
 */
export function whatFits(
  networks: Networks,
  plan: MemoryPlan,
  free: number,
  canHalve: boolean,
): Smaller[] {
  const side = vaeFactor(networks.vae) * 8;
  const tiled = { vaeTiling: true };
  const half = { precision: 'bf16' } as const;
  const small = (change: Partial<MemoryPlan>, words: string): [Partial<MemoryPlan>, string][] => {
    for (let part = 0.75; part > 0.05; part *= 0.75) {
      const [width, height] = [plan.width, plan.height].map(
        (now) => Math.max(1, Math.floor((now * part) / side)) * side,
      );
      const changed = { ...change, width, height };
      if (memoryNeed(networks, { ...plan, ...changed }).total > free) continue;
      if (width >= plan.width && height >= plan.height) return [];
      return [[changed, `${words}--width ${width} --height ${height}`]];
    }
    return [];
  };
  const halves: [Partial<MemoryPlan>, string][] = canHalve ? [[half, '--precision bf16']] : [];
  const all = { ...tiled, ...(canHalve ? half : {}), batch: 1 };
  const allWords = [
    '--vae-tiling',
    ...(canHalve ? ['--precision bf16'] : []),
    ...(plan.batch > 1 ? ['--batch 1'] : []),
  ].join(' ');
  const fitting = (changes: [Partial<MemoryPlan>, string][]): Smaller[] =>
    changes
      .map(([change, words]) => ({ words, need: memoryNeed(networks, { ...plan, ...change }) }))
      .filter(({ need }) => need.total <= free);
  const alone = fitting([[tiled, '--vae-tiling'], ...halves, [{ batch: 1 }, '--batch 1']]);
  const kept = alone.length > 0 ? alone : fitting([[all, allWords]]);
  const found = [...kept, ...fitting(small({}, ''))];
  return found.length > 0 ? found : fitting(small(all, `${allWords} `));
}

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
