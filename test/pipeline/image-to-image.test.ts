/** What image to image and inpainting refuse, and what they keep. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ConfigError,
  disposeModel,
  expectNoLeak,
  imageToImage,
  inpaint,
  loadModel,
  type NumberArray,
  type StableDiffusion,
  textToImage,
  useBackend,
} from '../../src/index.js';
import { pictureIn, runs } from './reference-runs.js';

let model: StableDiffusion;
let nine: StableDiffusion;
const image = pictureIn('inputs/scene-64x64.png');
const mask = pictureIn('inputs/mask-64x64.png');
const grey = (...shape: number[]): NumberArray => {
  return { shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5) };
};
const asked = { prompt: 'a cat', steps: 4, image };

beforeAll(async () => {
  await useBackend();
  model = await loadModel(join(runs, 'models', 'tiny-sd1'));
  nine = await loadModel(join(runs, 'models', 'tiny-inpaint'));
});
afterAll(() => {
  disposeModel(model);
  disposeModel(nine);
});

describe('image to image', () => {
  it.each([
    [{ strength: -0.1 }, 'strength: got -0.1; expected a number from 0 to 1'],
    [{ strength: 1.5 }, 'strength: got 1.5'],
    [{ strength: Number.NaN }, 'strength: got NaN'],
    [{ strength: 0 }, 'which leaves none of 4 steps; expected at least 0.25'],
    [{ strength: 0.2 }, 'expected at least 0.25'],
    [{ steps: 0 }, 'got 0 steps'],
    [{ steps: 10_000 }, 'got 10000 steps'],
    [{ image: grey(1, 3, 60, 64) }, 'height: got 60 pixels; expected a multiple of 8'],
    [{ image: grey(1, 1, 64, 64) }, 'image: got shape [1, 1, 64, 64]'],
    [{ image: grey(3, 64, 64) }, 'expected [1, 3, height, width]'],
    [{ image: grey(2, 3, 64, 64), batch: 3 }, 'expected [1 or 3, 3, height, width]'],
    [{ image: { ...grey(1, 3, 8, 8), values: new Float32Array(4) } }, 'and 4 numbers'],
    [{ image: { ...grey(1, 3, 8, 8), values: new Float32Array(192).fill(Number.NaN) } }, 'got NaN'],
    [{ image: { ...grey(1, 3, 8, 8), values: new Float32Array(192).fill(255) } }, 'got 255 in it'],
  ])('%o is refused', async (wrong, words) => {
    await expectNoLeak(async () => {
      const run = imageToImage(model, { ...asked, ...wrong });
      await expect(run).rejects.toThrow(ConfigError);
      await expect(run).rejects.toThrow(words);
    });
  });

  it('takes what text to image makes, and has its size', async () => {
    const { images } = await textToImage(model, { prompt: 'a cat', steps: 1, width: 72, batch: 2 });
    const again = await imageToImage(model, { ...asked, image: images, batch: 2, strength: 0.5 });
    expect(again.images.shape).toEqual([2, 3, 64, 72]);
    const second = { shape: [1, 3, 64, 72], values: images.values.slice(images.values.length / 2) };
    const alone = await imageToImage(model, { ...asked, image: second, seed: 1, strength: 0.5 });
    const values = again.images.values.slice(again.images.values.length / 2);
    values.forEach((x, i) => {
      expect(Math.abs(x - alone.images.values[i])).toBeLessThan(1e-4);
    });
  });

  it('is not for an inpainting model', async () => {
    await expect(imageToImage(nine, asked)).rejects.toThrow(
      'image to image: got a U-Net with 9 input channels, which is made for inpainting; expected 4',
    );
  });

  it('stops when it is told to', async () => {
    await expectNoLeak(async () => {
      const signal = AbortSignal.abort(new Error('enough'));
      await expect(imageToImage(model, { ...asked, signal })).rejects.toThrow('enough');
    });
  });
});

describe('inpainting', () => {
  it.each([
    [{ mask: grey(1, 1, 64, 72) }, 'mask: got 72 x 64 pixels; expected 64 x 64, the size of the'],
    [{ mask: grey(1, 2, 64, 64) }, 'mask: got shape [1, 2, 64, 64]'],
    [{ strength: 2 }, 'strength: got 2'],
  ])('%o is refused', async (wrong, words) => {
    await expectNoLeak(async () => {
      const run = inpaint(model, { ...asked, mask, ...wrong });
      await expect(run).rejects.toThrow(ConfigError);
      await expect(run).rejects.toThrow(words);
    });
  });

  it('with a black mask, the latents are those of the picture; colours of a mask do not matter', async () => {
    const black = { shape: [1, 1, 64, 64], values: new Float32Array(64 * 64) };
    const first = await inpaint(model, { ...asked, mask: black, scheduler: { scheduler: 'ddim' } });
    const other = await inpaint(model, {
      ...asked,
      prompt: 'a dog',
      mask: { shape: [1, 3, 64, 64], values: new Float32Array(3 * 64 * 64) },
    });
    expect(first.latents.values).toEqual(other.latents.values);
  });

  it('a model of another number of channels is refused', async () => {
    const odd = { ...model, unet: { ...model.unet, inChannels: 8 } };
    await expect(inpaint(odd, { ...asked, mask })).rejects.toThrow('expected 4 or 9');
  });
});
