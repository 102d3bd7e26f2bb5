/** The loop in parts makes the library's picture, and leaves nothing behind. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ConfigError,
  countTensors,
  disposeModel,
  frameTokens,
  loadModel,
  loopParts,
  type PipelinePlace,
  paintWith,
  type StableDiffusion,
  textToImage,
  tf,
  useBackend,
} from '../../src/index.js';

const folder = join(import.meta.dirname, '..', 'golden', 'stable-diffusion', 'models', 'tiny-sd1');
const wish = { prompt: 'a cat', negative: 'a dog', seed: 5, steps: 4, guidance: 3 };

describe('the loop in parts', () => {
  let model: StableDiffusion;
  beforeAll(async () => {
    await useBackend('cpu');
    model = await loadModel(folder);
  });
  afterAll(() => disposeModel(model));

  it('makes the picture of textToImage for the same wish', async () => {
    const before = countTensors();
    const painted = paintWith(loopParts(model), wish);
    const mine = tf.tidy(() => Array.from(tf.transpose(painted, [2, 0, 1]).dataSync()));
    painted.dispose();
    expect(countTensors()).toBe(before);
    const { images } = await textToImage(model, {
      ...wish,
      negativePrompt: wish.negative,
      scheduler: { scheduler: 'ddim' },
    });
    expect(images.values.length).toBe(mine.length);
    expect(Math.max(...mine.map((x, i) => Math.abs(x - images.values[i])))).toBeLessThan(1e-4);
  });

  it('gives back what it took when a part fails', () => {
    const before = countTensors();
    const parts = loopParts(model);
    const broken = {
      ...parts,
      guide: () => {
        throw new Error('no');
      },
    };
    expect(() => paintWith(broken, wish)).toThrow('no');
    expect(countTensors()).toBe(before);
  });

  it('frames tokens as the tokenizer does', () => {
    const { tokenizer } = model;
    for (const text of ['', 'a cat', 'a cat and '.repeat(60)]) {
      const framed = frameTokens(tokenizer.encode(text), tokenizer);
      expect(framed).toEqual(Array.from(tokenizer.padded(text)));
    }
    expect(() => frameTokens([], { startId: 0, endId: 1, padId: 2, length: 1 })).toThrow(
      ConfigError,
    );
  });

  it('a run waits for whoever watches its stages', async () => {
    const seen: string[] = [];
    await textToImage(model, {
      ...wish,
      steps: 1,
      scheduler: { scheduler: 'ddim' },
      onStage: async ({ stage }: PipelinePlace) => {
        seen.push(`${stage} begins`);
        await new Promise(setImmediate);
        seen.push(`${stage} goes on`);
      },
    });
    const stages = ['text', 'noise', 'unet', 'guidance', 'scheduler', 'decode'];
    expect(seen).toEqual(stages.flatMap((stage) => [`${stage} begins`, `${stage} goes on`]));
  });
});
