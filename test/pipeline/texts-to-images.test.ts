import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ConfigError,
  disposeModel,
  expectNoLeak,
  loadModel,
  type StableDiffusion,
  textsToImages,
  textToImage,
  useBackend,
} from '../../src/index.js';
import { runs } from './reference-runs.js';

let model: StableDiffusion;
beforeAll(async () => {
  await useBackend();
  model = await loadModel(join(runs, 'models', 'tiny-sd1'));
});
afterAll(() => disposeModel(model));

describe('many prompts at once', () => {
  const prompts = ['a cat', 'a dog on a very red hill', ''];

  it.each([{ guidance: 3 }, { guidance: 1 }, { guidance: 5, negativePrompt: 'grass' }])(
    '%o: each picture is that of its prompt alone',
    async (options) => {
      const settings = { ...options, steps: 3, width: 32, height: 32 };
      const { images, latents } = await expectNoLeak(() =>
        textsToImages(model, prompts, { ...settings, seed: 7 }),
      );
      expect(images.shape).toEqual([3, 3, 32, 32]);
      const size = images.values.length / 3;
      for (const [i, prompt] of prompts.entries()) {
        const alone = await textToImage(model, { ...settings, prompt, seed: 7 + i });
        const farthest = alone.images.values.reduce(
          (most, value, at) => Math.max(most, Math.abs(value - images.values[i * size + at])),
          0,
        );
        expect(farthest).toBeLessThan(1e-4);
      }
      expect(latents.shape[0]).toBe(3);
    },
  );

  it('are refused when there are none or too many', async () => {
    await expect(textsToImages(model, [])).rejects.toThrow(ConfigError);
    await expect(textsToImages(model, Array(65).fill('a cat'))).rejects.toThrow(
      'got 65 prompts; expected 1 to 64',
    );
  });
});
