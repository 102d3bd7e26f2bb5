/**
 * Original single files, folders of diffusers and shards: the same weights whatever they are called.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  CheckpointError,
  disposeWeights,
  expectNoLeak,
  kindOf,
  loadPart,
  openCheckpoint,
  openFolder,
  type Part,
  piecesOf,
  splitSingleFile,
  textConfig,
  textShapes,
  unetConfig,
  unetConfigOf,
  unetShapes,
  unetToDiffusers,
  unetToOriginal,
  vaeConfig,
  vaeConfigOf,
  vaeShapes,
  vaeToDiffusers,
  vaeToOriginal,
  type Weights,
} from '../../src/index.js';

const models = join(import.meta.dirname, '..', 'golden', 'stable-diffusion', 'models');
const shapesOf = (part: Part, config: unknown): Record<string, readonly number[]> => {
  if (part === 'unet') return { ...unetShapes(unetConfig(config)) };
  return part === 'vae'
    ? { ...vaeShapes(vaeConfig(config)) }
    : { ...textShapes(textConfig(config)) };
};
const parts: readonly Part[] = ['unet', 'vae', 'text_encoder'];

async function fromFolder(name: string, part: Part): Promise<Weights> {
  const folder = openFolder(join(models, name));
  const file = await openCheckpoint(folder.weights[part]);
  try {
    const pieces = piecesOf(part, file.entries);
    const shapes = shapesOf(part, folder.configs[part]);
    const { weights, report } = await loadPart(file, { part, pieces, shapes });
    expect(report).toEqual({ missing: [], unexpected: [], misshapen: [] });
    return weights;
  } finally {
    await file.close();
  }
}

describe.each(['tiny-sd1', 'tiny-sd2'])('%s as a folder and as a single file', (name) => {
  it.each(parts)('has the same %s', async (part) => {
    await expectNoLeak(async () => {
      const folder = openFolder(join(models, name));
      const expected = await fromFolder(name, part);
      const file = await openCheckpoint(join(models, `${name}.safetensors`));
      const split = splitSingleFile(file.entries, name);
      expect(split.unexpected).toEqual([]);
      const shapes = shapesOf(part, folder.configs[part]);
      const { weights, report } = await loadPart(file, { part, pieces: split[part], shapes });
      expect(report.unexpected).toEqual([]);
      for (const [key, tensor] of Object.entries(expected)) {
        expect(weights[key].shape, key).toEqual(tensor.shape);
        expect(weights[key].dataSync(), key).toEqual(tensor.dataSync());
      }
      disposeWeights(weights);
      disposeWeights(expected);
      await file.close();
    });
  });

  it('shows its configuration in its shapes', async () => {
    const { configs } = openFolder(join(models, name));
    const file = await openCheckpoint(join(models, `${name}.safetensors`));
    const { unet, vae } = splitSingleFile(file.entries, name);
    await file.close();
    // Heads, groups and the usual size do not show: the tiny models have others than real ones.
    const hidden = { norm_num_groups: 2, attention_head_dim: 2, sample_size: 64 };
    const of = (config: unknown): object => ({ ...(config as object), ...hidden });
    expect(unetConfig(of(unetConfigOf(unet)))).toEqual(unetConfig(of(configs.unet)));
    expect(vaeConfig(of(vaeConfigOf(vae)))).toEqual(vaeConfig(of(configs.vae)));
  });
});

describe('other layouts', () => {
  it.each([
    ['tiny-bf16', 'unet'],
    ['tiny-inpaint', 'vae'],
    ['tiny-inpaint', 'text_encoder'],
  ] as const)('loads the %s %s', async (name, part) => {
    await expectNoLeak(async () => disposeWeights(await fromFolder(name, part)));
  });

  it('refuses a model that lacks a tensor, and names it', async () => {
    const folder = openFolder(join(models, 'tiny-sd1'));
    const file = await openCheckpoint(folder.weights.unet);
    const pieces = piecesOf('unet', file.entries).filter(({ name }) => name !== 'conv_out.bias');
    const shapes = shapesOf('unet', folder.configs.unet);
    await expectNoLeak(async () => {
      await expect(loadPart(file, { part: 'unet', pieces, shapes })).rejects.toThrow(
        '1 missing: conv_out.bias',
      );
    });
    await file.close();
  });

  it.each([
    ['conditioner.embedders.1.model.ln_final.weight', 'Stable Diffusion XL'],
    ['model.diffusion_model.joint_blocks.0.x', 'Stable Diffusion 3'],
    ['model.layers.0.self_attn.q_proj.weight', 'language model'],
  ])('knows %s', (name, kind) => {
    const entries = [{ name, dtype: 'F16', shape: [4, 4], begin: 0, end: 32 }];
    expect(kindOf(entries)).toBe(kind);
    expect(() => splitSingleFile(entries, 'file')).toThrow(CheckpointError);
    expect(() => splitSingleFile(entries, 'file')).toThrow(kind);
  });

  it('says what a folder lacks', () => {
    expect(() => openFolder(models)).toThrow('without model_index.json');
  });
});

describe('names', () => {
  const names = (file: string): string[] => {
    const bytes = readFileSync(join(models, file));
    const length = Number(bytes.readBigUInt64LE(0));
    return Object.keys(JSON.parse(bytes.toString('utf8', 8, 8 + length)));
  };
  const original = names('tiny-sd1.safetensors');

  it('go to diffusers and back, the U-Net', () => {
    const bare = original.flatMap((name) => name.split('model.diffusion_model.')[1] ?? []);
    const there = bare.map((name) => unetToDiffusers(name, 3) ?? `nothing for ${name}`);
    const attends = (block: number): boolean =>
      there.some((name) => name.startsWith(`up_blocks.${block}.attentions`));
    expect(there.map((name) => unetToOriginal(name, 3, attends))).toEqual(bare);
    expect(new Set(there)).toEqual(
      new Set(Object.keys(shapesOf('unet', openFolder(join(models, 'tiny-sd1')).configs.unet))),
    );
  });

  it('go to diffusers and back, the VAE', () => {
    const bare = original.flatMap((name) => name.split('first_stage_model.')[1] ?? []);
    const there = bare.map((name) => vaeToDiffusers(name, 4) ?? `nothing for ${name}`);
    expect(there.map((name) => vaeToOriginal(name, 4))).toEqual(bare);
  });
});
