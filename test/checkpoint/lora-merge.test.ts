/** LoRA and merging, held against numbers of PyTorch; writing; looking into files. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  fromFloat32,
  inspect,
  mergeCheckpoints,
  openFolder,
  openLora,
  openSafetensors,
  random,
  textConfig,
  textShapes,
  toFloat32,
  unetConfig,
  unetShapes,
  writeSafetensors,
} from '../../src/index.js';

const goldens = join(import.meta.dirname, '..', 'golden');
const models = join(goldens, 'stable-diffusion', 'models');
const golden = join(goldens, 'checkpoint');
const folder = mkdtempSync(join(tmpdir(), 'merge-'));
afterAll(() => rmSync(folder, { recursive: true }));
const json = (file: string) => JSON.parse(readFileSync(join(golden, file), 'utf8'));

const { configs } = openFolder(join(models, 'tiny-sd1'));
const shapes = {
  unet: unetShapes(unetConfig(configs.unet)),
  text_encoder: textShapes(textConfig(configs.text_encoder)),
};

describe('LoRA', () => {
  const deltas = Object.entries(json('loras/manifest.json').delta_at_multiplier_1) as [
    string,
    { shape: number[]; first: number[]; sum: number },
  ][];

  it.each(deltas)('%s changes what PyTorch says', async (id, { shape, first, sum }) => {
    const [file, module] = id.split(':');
    const lora = await openLora(join(golden, 'loras', file), 0.5, shapes);
    const part = module.startsWith('lora_te_') ? 'text_encoder' : 'unet';
    const bare = module.replace(/^lora_(te|unet)_/, '');
    const name = [...lora.changes[part]].find(
      (weight) => weight.replace(/\.weight$/, '').replaceAll('.', '_') === bare,
    ) as string;
    const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
    await lora.apply(part, name, values);
    await lora.close();
    for (const [i, value] of first.entries()) expect(values[i]).toBeCloseTo(value / 2, 6);
    expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo(sum / 2, 4);
  });

  it('refuses one for another model, and other files', async () => {
    const other = {
      unet: unetShapes(unetConfig(openFolder(join(models, 'tiny-inpaint')).configs.unet)),
      text_encoder: textShapes(
        textConfig(openFolder(join(models, 'tiny-sd2')).configs.text_encoder),
      ),
    };
    await expect(openLora(join(golden, 'loras/attention.safetensors'), 1, other)).rejects.toThrow(
      'made for another model',
    );
    await expect(openLora(join(models, 'tiny-sd1.safetensors'), 1, shapes)).rejects.toThrow(
      'expected a LoRA',
    );
  });
});

describe('merging', () => {
  const a = join(models, 'tiny-sd1.safetensors');
  const b = join(golden, 'merge', 'b.safetensors');
  const c = join(golden, 'merge', 'c.safetensors');

  it.each([
    ['weighted_sum', { a, b, multiplier: 0.3 }],
    ['add_difference', { a, b, c, multiplier: 0.7 }],
  ] as const)('%s', async (method, options) => {
    const { keys, tolerance, result_keys, only_in_B } = json(`merge/${method}.json`);
    const out = join(folder, `${method}.safetensors`);
    const report = await mergeCheckpoints({ ...options, out });
    expect(report.dropped).toEqual(only_in_B);
    const file = await openSafetensors(out);
    expect(file.entries.length).toBe(result_keys);
    expect(JSON.parse(file.metadata.sd_merge_recipe).multiplier).toBe(options.multiplier);
    for (const { key, shape, first, sum } of keys) {
      expect(file.entries.find(({ name }) => name === key)?.shape, key).toEqual(shape);
      const values = await file.read(key);
      for (const [i, value] of first.entries()) {
        expect(Math.abs(values[i] - value), key).toBeLessThanOrEqual(tolerance);
      }
      const total = values.reduce((x, y) => x + y, 0);
      expect(Math.abs(total - sum), key).toBeLessThanOrEqual(tolerance * values.length + 1e-6);
    }
    await file.close();
  });

  it('refuses models of another kind or shape, and leaves no file', async () => {
    const out = join(folder, 'never.safetensors');
    const sd2 = join(models, 'tiny-sd2.safetensors');
    await expect(mergeCheckpoints({ a, b: sd2, multiplier: 0.5, out })).rejects.toThrow(
      'expected models of one kind',
    );
    await expect(mergeCheckpoints({ a, b, multiplier: 1.5, out })).rejects.toThrow(
      'expected 0 to 1',
    );
    const odd = join(folder, 'odd.safetensors');
    const name = 'model.diffusion_model.input_blocks.1.0.in_layers.0.bias';
    const data = (): Float32Array => new Float32Array(3);
    await writeSafetensors(odd, [{ name, dtype: 'F32', shape: [3], data }]);
    await expect(mergeCheckpoints({ a, b: odd, multiplier: 0.5, out })).rejects.toThrow(name);
    expect(readdirSync(folder).filter((file) => file.includes('never'))).toEqual([]);
  });

  it('writes half floats', async () => {
    const out = join(folder, 'half.safetensors');
    await mergeCheckpoints({ a, b: a, multiplier: 0.5, half: true, out });
    const { dtypes } = await inspect(out);
    expect(dtypes).toEqual({ F16: 986, I64: 1 });
  });
});

describe('writing', () => {
  it('half floats come back from every number that they have', () => {
    const bits = new Uint16Array(65536).map((_, i) => i);
    const floats = toFloat32('F16', new Uint8Array(bits.buffer));
    const back = new Uint16Array(fromFloat32('F16', floats).buffer);
    const wrong = bits.filter((_, i) => !Number.isNaN(floats[i]) && back[i] !== i);
    expect([...wrong]).toEqual([]);
  });

  it('rounds to the nearest half float, ties to even', () => {
    const halves = toFloat32('F16', new Uint8Array(new Uint16Array(31744).map((_, i) => i).buffer));
    const rng = random(3);
    const powers = rng.randint(-25, 15, 2000);
    const numbers = rng.randn(2000).map((x, i) => Math.abs(x) * 2 ** powers[i]);
    const got = toFloat32('F16', fromFloat32('F16', numbers));
    for (const [i, x] of numbers.entries()) {
      const at = halves.findIndex((half) => half >= x);
      if (at < 0) continue;
      const near = [halves[Math.max(0, at - 1)], halves[at]];
      expect(Math.abs(got[i] - x)).toBe(Math.min(...near.map((half) => Math.abs(half - x))));
    }
    expect([...toFloat32('F16', fromFloat32('F16', Float32Array.of(2049, 2051, 1e6)))]).toEqual([
      2048,
      2052,
      Number.POSITIVE_INFINITY,
    ]);
  });

  it('a tensor of the wrong length leaves no file', async () => {
    const path = join(folder, 'short.safetensors');
    const data = (): Float32Array => new Float32Array(1);
    await expect(
      writeSafetensors(path, [{ name: 'a', dtype: 'F32', shape: [2], data }]),
    ).rejects.toThrow("tensor 'a': got 4 bytes; expected 8");
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('looking into a file', () => {
  it.each([
    ['tiny-sd1.safetensors', 'Stable Diffusion 1 checkpoint', 987],
    ['tiny-sd2.safetensors', 'Stable Diffusion 2 checkpoint', 970],
    ['tiny-bf16', 'diffusers folder', 970],
  ])('%s', async (name, kind, tensors) => {
    const found = await inspect(join(models, name));
    expect(found.kind).toBe(kind);
    if (name.endsWith('1.safetensors')) expect(found.tensors).toBe(tensors);
    expect(found.parts.unet.tensors).toBe(686);
    expect(found.parts.vae.tensors).toBe(248);
  });

  it('an embedding, a LoRA, a text', async () => {
    expect((await inspect(join(golden, 'embeddings/old-film.pt'))).facts.vectors).toBe('2');
    expect((await inspect(join(golden, 'loras/conv3x3.safetensors'))).kind).toBe('LoRA (kohya)');
    const text = join(folder, 'notes.txt');
    writeFileSync(text, 'a text of some length');
    await expect(inspect(text)).rejects.toThrow('got a file of another kind');
  });
});
