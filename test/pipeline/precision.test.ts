/**
 * Models in bfloat16: the weights are the rounded ones, whole runs are as near to those in float32 as
 * diffusers' own runs in bfloat16, and where there is no bfloat16 it is said before anything is read.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ConfigError,
  disposeModel,
  expectNoLeak,
  fromFloat32,
  isBfloat16,
  type LoadModelOptions,
  loadModel,
  recordTrace,
  saveModel,
  textToImage,
  toFloat32,
  useBackend,
} from '../../src/index.js';
import { readNpy } from '../helpers/npy.js';
import { cases, golden, modelOf, runCase, runs } from './reference-runs.js';

interface Distance {
  readonly latents: number;
  readonly image: number;
}
/** How far diffusers in bfloat16 is from itself in float32. */
const { distances } = JSON.parse(readFileSync(join(runs, 'pipelines', 'bf16.json'), 'utf8')) as {
  readonly distances: Readonly<Record<string, Distance>>;
};
const half = { precision: 'bf16' } as const;

function meanSquare(values: ArrayLike<number>): number {
  return Math.sqrt(Array.from(values).reduce((sum, x) => sum + x * x, 0) / values.length);
}

function distance(got: Float32Array, id: string, file: string): number {
  const { values } = readNpy(join(runs, 'pipelines', id, file));
  expect(got.length).toBe(values.length);
  const apart = meanSquare(got.map((x, i) => x - values[i]));
  return file === 'latents.npy' ? apart / meanSquare(values) : apart;
}

beforeAll(async () => {
  await useBackend('tensorflow');
});

describe('weights', () => {
  const folder = join(runs, 'models', 'tiny-sd1');
  const word = join(golden, 'checkpoint', 'embeddings', 'old-film.pt');
  const lora = join(golden, 'checkpoint', 'loras', 'attention.safetensors');

  it.each<[string, string, LoadModelOptions]>([
    ['of a folder', folder, {}],
    ['of a single file', `${folder}.safetensors`, { config: folder }],
    ['with a LoRA', folder, { loras: [{ file: lora, strength: 1 }] }],
    ['with new words', folder, { embeddings: [{ file: word }] }],
  ])('%s are those of float32, rounded once', async (_, path, options) => {
    await expectNoLeak(async () => {
      const exact = await loadModel(path, options);
      const model = await loadModel(path, { ...options, ...half });
      for (const part of ['text', 'unet', 'vae'] as const) {
        for (const [name, tensor] of Object.entries(exact.weights[part])) {
          const got = model.weights[part][name];
          const halved = tensor.rank > 1 && !name.endsWith('_embedding.weight');
          expect([name, isBfloat16(got)]).toEqual([name, halved]);
          const values = (await tensor.data()) as Float32Array;
          const wanted = halved ? toFloat32('BF16', fromFloat32('BF16', values)) : values;
          const now = await got.data();
          expect([name, wanted.findIndex((x, i) => x !== now[i])]).toEqual([name, -1]);
        }
      }
      disposeModel(exact);
      disposeModel(model);
    });
  });

  it('are saved as the numbers that they hold', async () => {
    const place = mkdtempSync(join(tmpdir(), 'n2d-precision-'));
    afterAll(() => rmSync(place, { recursive: true, force: true }));
    const model = await loadModel(folder, half);
    await saveModel(model, join(place, 'model'));
    const again = await loadModel(join(place, 'model'));
    for (const [name, tensor] of Object.entries(model.weights.unet)) {
      expect([name, await again.weights.unet[name].data()]).toEqual([name, await tensor.data()]);
    }
    disposeModel(model);
    disposeModel(again);
  });
});

describe('whole runs', () => {
  const ratios: number[] = [];

  // Two roundings of one run differ by chance: one case may be further off, most are nearer.
  it.each(Object.entries(distances))('%s', async (id, theirs) => {
    const one = cases.find((each) => each.id === id);
    if (one === undefined) throw new Error(`no case ${id}`);
    await expectNoLeak(async () => {
      const model = await modelOf(one, half);
      const { latents, images } = await runCase(one, model);
      disposeModel(model);
      const ours: Distance = {
        latents: distance(latents.values, id, 'latents.npy'),
        image: distance(images.values, id, 'image.npy'),
      };
      expect(ours.latents).toBeGreaterThan(0);
      expect(ours.latents).toBeLessThan(3 * theirs.latents);
      expect(ours.image).toBeLessThan(3 * theirs.image);
      ratios.push(ours.latents / theirs.latents, ours.image / theirs.image);
    });
  });

  it('are on the whole no further off than those of diffusers', () => {
    expect(ratios).toHaveLength(2 * Object.keys(distances).length);
    const logarithms = ratios.map(Math.log);
    expect(logarithms.reduce((a, b) => a + b, 0) / ratios.length).toBeLessThan(0);
  });

  it('one seed gives one picture, and a trace holds plain numbers', async () => {
    const model = await loadModel(join(runs, 'models', 'tiny-sd2'), half);
    const asked = { prompt: 'a cat', steps: 2, width: 64, height: 64 };
    const recorder = recordTrace();
    const first = await textToImage(model, { ...asked, ...recorder.options });
    const again = await textToImage(model, asked);
    expect(again.images.values).toEqual(first.images.values);
    const { arrays } = recorder.trace();
    expect(arrays.noise_guided.shape).toEqual([2, 1, 4, 8, 8]);
    for (const { values } of Object.values(arrays))
      expect(values.every(Number.isFinite)).toBe(true);
    disposeModel(model);
  });
});

describe('what cannot be', () => {
  const folder = join(runs, 'models', 'tiny-sd1');
  const none = (): void => expect.unreachable('something was read');

  it('a precision of another name is refused', async () => {
    const wrong = { precision: 'bf61' } as unknown as LoadModelOptions;
    const run = loadModel(folder, { ...wrong, onProgress: none });
    await expect(run).rejects.toThrow(ConfigError);
    await expect(run).rejects.toThrow("unknown precision: got 'bf61'; did you mean 'bf16'?");
  });

  it.each(['wasm', 'cpu'] as const)('on %s, before anything is read', async (backend) => {
    await useBackend(backend);
    const run = loadModel('no such folder', { ...half, onProgress: none });
    await expect(run).rejects.toThrow(ConfigError);
    await expect(run).rejects.toThrow(`precision bf16: got backend '${backend}'`);
    await useBackend('tensorflow');
  });
});
