/** Models into memory: looked at first, in half the size, and given back. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ConfigError,
  disposeModel,
  expectNoLeak,
  isBfloat16,
  loadModel,
  openModel,
  useBackend,
} from '../../src/index.js';

const models = join(import.meta.dirname, '..', 'golden', 'stable-diffusion', 'models');

describe('a model', () => {
  it('is looked at without a tensor, and loaded from what was found', async () => {
    await useBackend();
    const source = await expectNoLeak(() => openModel(join(models, 'tiny-sd2')));
    expect([source.unet.linearProjection, source.text.activation]).toEqual([true, 'gelu']);
    await expectNoLeak(async () => {
      const model = await loadModel(source);
      expect(model.unet).toBe(source.unet);
      disposeModel(model);
    });
  });

  it('of a small single file needs its configurations', async () => {
    const file = join(models, 'tiny-sd1.safetensors');
    await expect(openModel(file)).rejects.toThrow(ConfigError);
    await expect(openModel(file)).rejects.toThrow('--config FOLDER');
    expect((await openModel(file, join(models, 'tiny-sd1'))).unet.channels[0]).toBe(8);
  });

  it('takes half the memory on native TensorFlow', async (context) => {
    const { backend } = await useBackend();
    if (backend !== 'tensorflow') context.skip('no native TensorFlow here');
    await expectNoLeak(async () => {
      const model = await loadModel(join(models, 'tiny-sd1'), { precision: 'bf16' });
      const { text, unet, vae } = model.weights;
      expect(isBfloat16(unet['conv_in.weight'])).toBe(true);
      expect(isBfloat16(vae['decoder.conv_in.weight'])).toBe(true);
      expect(isBfloat16(unet['conv_in.bias'])).toBe(false);
      expect(isBfloat16(text['text_model.embeddings.token_embedding.weight'])).toBe(false);
      disposeModel(model);
    });
  });

  it('says which backend has no such numbers, and leaves nothing behind', async () => {
    await useBackend('cpu');
    await expectNoLeak(async () => {
      const load = loadModel(join(models, 'tiny-sd1'), { precision: 'bf16' });
      await expect(load).rejects.toThrow("precision bf16: got backend 'cpu'");
    });
  });
});
