import { beforeAll, describe, expect, it } from 'vitest';
import {
  expectNoLeak,
  foldStatistics,
  klDistance,
  latentStatistics,
  type Moments,
  microVae,
  pictureDistance,
  pictureQuality,
  random,
  randomWeights,
  sampleLatents,
  tf,
  useBackend,
  vaeConfig,
  vaeDecoder,
  vaeEncoder,
  vaeJson,
  vaeLoss,
  vaeShapes,
} from '../../src/index.js';

beforeAll(async () => {
  await useBackend();
});

const small = { ...microVae, channels: [8, 8, 16, 16], latentChannels: 3 };
const noise = (shape: [number, number, number, number], seed: number): tf.Tensor4D =>
  tf.tensor4d(random(seed).randn(shape.reduce((a, b) => a * b)), shape);

describe('the loss of the autoencoder', () => {
  it('counts pixels and edges', () => {
    const x = tf.zeros([1, 2, 2, 1]) as tf.Tensor4D;
    const y = tf.tensor4d([1, 3, 0, -2], [1, 2, 2, 1]);
    // |d|: 6 / 4; d^2: 14 / 4; to the right: (2 + 2) / 2; down: (1 + 5) / 2
    const distance = expectNoLeak(() => pictureDistance(x, y));
    expect(distance.dataSync()[0]).toBeCloseTo(1.5 + 3.5 + (2 + 3) / 2, 5);
    tf.dispose([x, y, distance]);
  });

  it('counts how far curves are from the standard one', () => {
    const moments = {
      mean: tf.tensor4d([2, 0], [1, 1, 1, 2]),
      logVariance: tf.tensor4d([1, 0], [1, 1, 1, 2]),
    };
    const kl = expectNoLeak(() => klDistance(moments));
    expect(kl.dataSync()[0]).toBeCloseTo((4 + Math.E - 2) / 2 / 2, 5);
    tf.dispose([kl, moments.mean, moments.logVariance]);
  });

  it('is both, of what comes out with this noise', () => {
    const weights = randomWeights(vaeShapes(small), random(0));
    const x = noise([2, 16, 16, 3], 1);
    const eps = noise([2, 2, 2, 3], 2);
    const loss = expectNoLeak(() => vaeLoss(weights, small, x, eps));
    const expected = tf.tidy(() => {
      const moments = vaeEncoder(weights, small, x);
      const y = vaeDecoder(weights, small, sampleLatents(moments, eps));
      return pictureDistance(x, y).dataSync()[0] + 1e-3 * klDistance(moments).dataSync()[0];
    });
    expect(loss.dataSync()[0]).toBeCloseTo(expected, 4);
    tf.dispose([...Object.values(weights), x, eps, loss]);
  });
});

describe('latents of mean 0 and deviation 1', () => {
  it('come out of the folded autoencoder, and the same pictures', () => {
    const weights = randomWeights(vaeShapes(small), random(3));
    const x = noise([4, 32, 32, 3], 4);
    const code = (w: typeof weights): Moments => vaeEncoder(w, small, x);
    const before = code(weights);
    const statistics = latentStatistics(before.mean.dataSync() as Float32Array, 3);
    const folded = foldStatistics(weights, statistics);
    const after = code(folded);
    const { mean, deviation } = latentStatistics(after.mean.dataSync() as Float32Array, 3);
    for (const value of mean) expect(value).toBeCloseTo(0, 4);
    for (const value of deviation) expect(value).toBeCloseTo(1, 4);
    const eps = noise([4, 4, 4, 3], 5);
    const picture = (w: typeof weights, moments: Moments): Float32Array =>
      tf.tidy(() => vaeDecoder(w, small, sampleLatents(moments, eps)).dataSync() as Float32Array);
    const [a, b] = [picture(weights, before), picture(folded, after)];
    expect(Math.max(...a.map((value, i) => Math.abs(value - b[i])))).toBeLessThan(1e-3);
  });
});

describe('the quality of a picture', () => {
  it('is that of equal pictures, and of noise', () => {
    const a = tf.tidy(() =>
      tf.clipByValue(noise([2, 24, 24, 3], 6).mul(0.2).add(0.5), 0, 1),
    ) as tf.Tensor4D;
    const same = expectNoLeak(() => pictureQuality(a, a));
    expect(same.psnr[0]).toBe(Number.POSITIVE_INFINITY);
    expect(same.ssim[0]).toBeCloseTo(1, 5);
    const off = tf.tidy(() => tf.add(a, 0.01)) as tf.Tensor4D;
    expect(pictureQuality(a, off).psnr[1]).toBeCloseTo(40, 2);
    const other = tf.tidy(() => noise([2, 24, 24, 3], 7).mul(0.2).add(0.5)) as tf.Tensor4D;
    expect(pictureQuality(a, other).ssim[0]).toBeLessThan(0.3);
    tf.dispose([a, off, other]);
  });
});

describe('the configuration', () => {
  it('survives a file', () => {
    expect(vaeConfig(JSON.parse(JSON.stringify(vaeJson(microVae))))).toEqual(microVae);
    const names = Object.keys(vaeShapes(microVae));
    expect(names.some((name) => name.includes('attentions'))).toBe(false);
  });
});
