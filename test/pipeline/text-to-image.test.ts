/** Whole runs, equal to those of diffusers: schedulers, sizes, batches, LoRAs, new words, layouts. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  ConfigError,
  countTensors,
  disposeModel,
  expectNoLeak,
  loadModel,
  type StableDiffusion,
  textToImage,
  useBackend,
} from '../../src/index.js';
import { cases, checkCase, golden, runs } from './reference-runs.js';

describe('on native TensorFlow, or the best that is there', () => {
  beforeAll(async () => {
    await useBackend();
  });

  it.each(cases)('$id', async (one) => {
    const before = countTensors();
    await checkCase(one);
    expect(countTensors()).toBe(before);
  });
});

describe('on WebAssembly', () => {
  beforeAll(async () => {
    await useBackend('wasm');
  });

  it.each(cases)('$id', checkCase);
});

describe('what cannot be', () => {
  let model: StableDiffusion;
  beforeAll(async () => {
    model = await loadModel(join(runs, 'models', 'tiny-sd1'));
  });
  const prompt = 'a cat';

  it.each([
    [{ width: 60 }, 'expected a multiple of 8'],
    [{ height: 0 }, 'expected a multiple of 8'],
    [{ width: Number.NaN }, 'expected a multiple of 8'],
    [{ steps: 0 }, 'got 0 steps'],
    [{ steps: 10_000 }, 'got 10000 steps'],
    [{ batch: 0 }, 'batch: got 0'],
    [{ seed: -1 }, 'seed: got -1'],
    [{ prompt: 'a '.repeat(30_000) }, 'prompt: got 60000 characters'],
    [{ guidance: Number.NaN, steps: 1 }, 'guidance'],
    [{ clipSkip: 99, steps: 1 }, 'clip skip'],
    [{ scheduler: { scheduler: 'eulr' } }, "did you mean 'euler'"],
  ])('%o is refused', async (options, words) => {
    await expectNoLeak(async () => {
      const run = textToImage(model, { prompt, width: 64, height: 64, ...options });
      await expect(run).rejects.toThrow(ConfigError);
      await expect(run).rejects.toThrow(words);
    });
  });

  it.each(['', 'a '.repeat(5000), 'half a pair \ud800'])(
    'a prompt of any text will do',
    async (text) => {
      const { images } = await textToImage(model, { prompt: text, steps: 1 });
      expect(images.values.every(Number.isFinite)).toBe(true);
    },
  );

  it('ends between two steps when it is told to', async () => {
    const stop = new AbortController();
    await expectNoLeak(async () => {
      const run = textToImage(model, {
        prompt,
        steps: 5,
        signal: stop.signal,
        onStep: ({ index }) => index === 1 && stop.abort(new Error('enough')),
      });
      await expect(run).rejects.toThrow('enough');
    });
  });

  it('and before the pictures are decoded', async () => {
    const stop = new AbortController();
    await expectNoLeak(async () => {
      const run = textToImage(model, {
        prompt,
        steps: 1,
        scheduler: { scheduler: 'euler' },
        signal: stop.signal,
        onStep: () => stop.abort(new Error('enough')),
        onStage: ({ stage }) => expect(stage).not.toBe('decode'),
      });
      await expect(run).rejects.toThrow('enough');
    });
  });

  it('an embedding of another width is refused', async () => {
    const file = join(golden, 'checkpoint', 'old-format.pt');
    await expectNoLeak(async () => {
      await expect(
        loadModel(join(runs, 'models', 'tiny-sd1'), { embeddings: [{ file }] }),
      ).rejects.toThrow('got vectors of 3 numbers; expected 24');
    });
  });

  it('an inpainting model says so', async () => {
    const nine = await loadModel(join(runs, 'models', 'tiny-inpaint'));
    await expect(textToImage(nine, { prompt })).rejects.toThrow('made for inpainting');
    disposeModel(nine);
  });
});
