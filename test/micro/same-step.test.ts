/**
 * A training step here and one in PyTorch, with the same weights, batch and noise: the same loss and
 * the same slope of every weight.
 */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  captionVectors,
  clipLoss,
  denoisingLoss,
  microText,
  microUnet,
  microVae,
  openSafetensors,
  tf,
  toLayers,
  useBackend,
  vaeLoss,
  type Weights,
} from '../../src/index.js';

beforeAll(async () => {
  await useBackend();
});

interface Golden {
  readonly loss: number;
  readonly weights: Weights;
  readonly slopes: Weights;
  /** As they are in the file. */
  readonly seen: Weights;
}

async function golden(part: string): Promise<Golden> {
  const path = join(import.meta.dirname, '..', 'golden', 'micro', `${part}.safetensors`);
  const file = await openSafetensors(path);
  const kinds: Record<string, Record<string, tf.Tensor>> = { weights: {}, slopes: {}, seen: {} };
  let loss = Number.NaN;
  for (const { name, shape } of file.entries) {
    const values = await file.read(name);
    const [kind, ...rest] = name.split('.');
    const own = rest.join('.');
    if (kind === 'loss') loss = values[0];
    else {
      const laid = kind === 'seen' ? { shape, values } : toLayers(own, { shape, values });
      kinds[kind][own] = tf.tensor(laid.values, [...laid.shape]);
    }
  }
  await file.close();
  const { weights, slopes, seen } = kinds;
  return { loss, weights, slopes, seen };
}

function expectSame(
  { loss, weights, slopes }: Golden,
  measure: (weights: Weights) => tf.Scalar,
): void {
  const names = Object.keys(weights);
  const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) =>
    measure(Object.fromEntries(names.map((name, i) => [name, tensors[i]]))),
  )(Object.values(weights));
  expect(Math.abs(value.dataSync()[0] - loss)).toBeLessThan(1e-5 * loss);
  const wrong = names.filter((name, i) => {
    const [got, expected] = [grads[i].dataSync(), slopes[name].dataSync()];
    expect(got.length).toBe(expected.length);
    return got.some((slope, k) => !(Math.abs(slope - expected[k]) <= 1e-4));
  });
  expect(wrong).toEqual([]);
  // 1e-4 means something: slopes are mostly larger.
  const sizes = Object.values(slopes).map((slope) => tf.max(tf.abs(slope)).dataSync()[0]);
  expect(sizes.filter((size) => size > 1e-3).length).toBeGreaterThan(0.8 * sizes.length);
}

describe('one step, as in PyTorch', () => {
  it('of the autoencoder', async () => {
    const step = await golden('vae');
    const config = { ...microVae, channels: [8, 8, 16, 16], latentChannels: 3, groups: 4 };
    const [x, noise] = [step.seen.x, step.seen.noise] as tf.Tensor4D[];
    expectSame(step, (weights) => vaeLoss(weights, config, x, noise));
  });

  it('of the U-Net', async () => {
    const step = await golden('unet');
    const config = {
      ...microUnet,
      ...{ inChannels: 3, outChannels: 3, channels: [8, 16], heads: [2, 4], groups: 4 },
      ...{ contextWidth: 8, latentSide: 4 },
    };
    const batch = {
      clean: step.seen.clean as tf.Tensor4D,
      noise: step.seen.noise as tf.Tensor4D,
      times: Array.from(step.seen.times.dataSync()),
      words: step.seen.words as tf.Tensor3D,
    };
    expectSame(step, (weights) =>
      tf.tidy(() => tf.mean(denoisingLoss(weights, config, batch)) as tf.Scalar),
    );
  });

  it('of the text encoder', async () => {
    const step = await golden('clip');
    const config = {
      ...microText({ size: 20, length: 6 }),
      ...{ width: 16, innerWidth: 32, layers: 2, heads: 2 },
    };
    const ids = step.seen.ids.arraySync() as number[][];
    const pictures = step.seen.pictures as tf.Tensor2D;
    const projection = tf.eye(16);
    expectSame(step, (weights) =>
      tf.tidy(() => {
        const all = { ...weights, 'text_projection.weight': projection };
        return clipLoss(pictures, captionVectors(all, config, ids), tf.scalar(Math.log(10)));
      }),
    );
  });
});
