/** A saved model is the model, in both layouts; the files have the names that others expect. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  disposeModel,
  expectNoLeak,
  loadModel,
  openSafetensors,
  PlaygroundError,
  type StableDiffusion,
  saveModel,
  sd15Text,
  sd15Unet,
  sd15Vae,
  sd21Text,
  sd21Unet,
  sd21Vae,
  textConfig,
  textJson,
  tinyText,
  tinyUnet,
  tinyVae,
  unetConfig,
  unetJson,
  useBackend,
  vaeConfig,
  vaeJson,
  type Weights,
} from '../../src/index.js';
import { golden, runs } from './reference-runs.js';

const place = mkdtempSync(join(tmpdir(), 'n2d-save-'));
beforeAll(async () => {
  await useBackend();
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

async function expectSame(a: Weights, b: Weights): Promise<void> {
  expect(Object.keys(b).sort()).toEqual(Object.keys(a).sort());
  for (const [name, tensor] of Object.entries(a)) {
    expect([name, b[name].shape]).toEqual([name, tensor.shape]);
    const [x, y] = [await tensor.data(), await b[name].data()] as Float32Array[];
    const differs = x.findIndex((value, i) => !Object.is(value, y[i]));
    expect([name, differs]).toEqual([name, -1]);
  }
}

async function expectSameModel(a: StableDiffusion, b: StableDiffusion): Promise<void> {
  await expectSame(a.weights.unet, b.weights.unet);
  await expectSame(a.weights.vae, b.weights.vae);
  await expectSame(a.weights.text, b.weights.text);
}

describe.each(['tiny-sd1', 'tiny-sd2', 'tiny-inpaint', 'tiny-bf16'])('%s', (name) => {
  it('as a folder comes back bit for bit, with its settings and its tokenizer', async () => {
    await expectNoLeak(async () => {
      const model = await loadModel(join(runs, 'models', name));
      const folder = join(place, name);
      await saveModel(model, folder);
      const again = await loadModel(folder);
      await expectSameModel(model, again);
      for (const part of ['text', 'unet', 'vae', 'scheduler'] as const) {
        expect(again[part]).toEqual(model[part]);
      }
      const text = 'an astronaut! <|endoftext|> riding';
      expect(again.tokenizer.padded(text)).toEqual(model.tokenizer.padded(text));
      expect(again.tokenizer.padId).toBe(model.tokenizer.padId);
      disposeModel(model);
      disposeModel(again);
    });
  });

  it('as a single file too', async () => {
    const config = join(runs, 'models', name);
    const model = await loadModel(config);
    const file = join(place, `${name}.safetensors`);
    await saveModel(model, file);
    const again = await loadModel(file, { config });
    await expectSameModel(model, again);
    disposeModel(model);
    disposeModel(again);
  });
});

describe('the single file', () => {
  it.each(['tiny-sd1', 'tiny-sd2'])(
    'of %s has the names and shapes of the original',
    async (name) => {
      const model = await loadModel(join(runs, 'models', name));
      const file = join(place, `names-${name}.safetensors`);
      await saveModel(model, file, { dtype: 'F16' });
      disposeModel(model);
      const entries = async (path: string) => {
        const open = await openSafetensors(path);
        await open.close();
        return new Map(open.entries.map((entry) => [entry.name, entry]));
      };
      const [ours, theirs] = [
        await entries(file),
        await entries(join(runs, 'models', `${name}.safetensors`)),
      ];
      const unused = /position_ids|text_projection|logit_scale/;
      for (const [tensor, { shape }] of theirs) {
        if (!unused.test(tensor))
          expect([tensor, ours.get(tensor)?.shape]).toEqual([tensor, shape]);
      }
      expect([...ours.keys()].filter((tensor) => !theirs.has(tensor))).toEqual([]);
      expect([...ours.values()].every(({ dtype }) => dtype === 'F16')).toBe(true);
    },
  );
});

it('half floats lose only what half floats lose', async () => {
  const model = await loadModel(join(runs, 'models', 'tiny-sd2')); // its file has half floats
  const file = join(place, 'half.safetensors');
  await saveModel(model, file, { dtype: 'F16' });
  const again = await loadModel(file, { config: join(runs, 'models', 'tiny-sd2') });
  await expectSameModel(model, again);
  disposeModel(model);
  disposeModel(again);
});

it('new words stay out of it', async () => {
  const folder = join(runs, 'models', 'tiny-sd1');
  const plain = await loadModel(folder);
  const file = join(golden, 'checkpoint', 'embeddings', 'old-film.pt');
  const model = await loadModel(folder, { embeddings: [{ file }] });
  expect(model.text.vocabulary).toBeGreaterThan(plain.text.vocabulary);
  await saveModel(model, join(place, 'words'));
  const again = await loadModel(join(place, 'words'));
  expect(again.text).toEqual(plain.text);
  await expectSame(plain.weights.text, again.weights.text);
  for (const one of [plain, model, again]) disposeModel(one);
});

describe('what cannot be written', () => {
  it('a folder that is there is left alone, and nothing half-written stays', async () => {
    const model = await loadModel(join(runs, 'models', 'tiny-sd1'));
    const before = readdirSync(place).sort();
    await expect(saveModel(model, place)).rejects.toThrow(PlaygroundError);
    await expect(saveModel(model, place)).rejects.toThrow('expected a new one');
    await expect(saveModel(model, '/dev/null/model')).rejects.toThrow(PlaygroundError);
    disposeModel(model);
    const broken = await loadModel(join(runs, 'models', 'tiny-sd1'));
    broken.weights.vae['decoder.conv_in.bias'].dispose(); // fails in the middle of it
    await expect(saveModel(broken, join(place, 'half'))).rejects.toThrow();
    await expect(saveModel(broken, join(place, 'half.safetensors.safetensors'))).rejects.toThrow();
    expect(existsSync(join(place, 'half'))).toBe(false);
    expect(readdirSync(place).sort()).toEqual(before);
    disposeModel(broken);
  });
});

it('settings come back from their JSON', () => {
  for (const config of [
    sd15Unet,
    sd21Unet,
    tinyUnet,
    { ...sd15Unet, inChannels: 9, layers: [2, 1, 2, 2] },
  ]) {
    expect(unetConfig(unetJson(config))).toEqual(config);
  }
  for (const config of [sd15Vae, sd21Vae, { ...tinyVae, quantConv: false }]) {
    expect(vaeConfig(vaeJson(config))).toEqual(config);
  }
  for (const config of [sd15Text, sd21Text, tinyText]) {
    expect(textConfig(textJson(config))).toEqual(config);
  }
});
