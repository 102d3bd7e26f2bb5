/**
 * Attention over so many tokens that it goes slice by slice: the same as all at once, also where
 * the sum of exp(score) leaves the range of floats.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  attention,
  attentionShares,
  ConfigError,
  expectNoLeak,
  random,
  ShapeError,
  tf,
  useBackend,
} from '../../src/index.js';

const draw = (seed: number, shape: [number, number, number]): tf.Tensor3D =>
  tf.tensor3d(random(seed).randn(shape[0] * shape[1] * shape[2]), shape);

/** The formula, one line for each part of it. */
function plain(q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, heads: number): tf.Tensor3D {
  return tf.tidy(() => {
    const width = q.shape[2] / heads;
    const parts = Array.from({ length: heads }, (_, h) => {
      const [a, b, c] = [q, k, v].map((x) => tf.slice(x, [0, 0, h * width], [-1, -1, width]));
      return tf.matMul(tf.softmax(tf.div(tf.matMul(a, b, false, true), Math.sqrt(width))), c);
    });
    return tf.concat(parts, 2) as tf.Tensor3D;
  });
}

describe.each(['tensorflow', 'wasm'])('attention in slices on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  it.each([
    ['usual scores', 1],
    ['scores of a few hundred, beyond exp', 12],
    ['scores of thousands', 60],
  ])('%s', (_, size) => {
    const q = tf.tidy(() => draw(1, [2, 1030, 8]).mul(size) as tf.Tensor3D);
    const k = tf.tidy(() => draw(2, [2, 1100, 8]).mul(size) as tf.Tensor3D);
    const v = draw(3, [2, 1100, 8]);
    const got = expectNoLeak(() => attention(q, k, v, { heads: 2 }));
    const wanted = plain(q, k, v, 2);
    const worst = tf.tidy(() => tf.max(tf.abs(tf.sub(got, wanted))).dataSync()[0]);
    expect(got.shape).toEqual([2, 1030, 8]);
    // Scores of size s are rounded at s / 2^24; so far the shares may differ.
    expect(worst).toBeLessThan(2e-6 + 4e-7 * size * size);
    tf.dispose([q, k, v, got, wanted]);
  });

  it('the shares of each head, times the values, are what attention answers', () => {
    const q = draw(4, [2, 6, 8]);
    const k = draw(5, [2, 5, 8]);
    const v = draw(6, [2, 5, 8]);
    const head = (x: tf.Tensor3D, h: number): tf.Tensor3D =>
      tf.slice(x, [0, 0, 4 * h], [-1, -1, 4]);
    const worst = tf.tidy(() => {
      const shares = [0, 1].map((h) => attentionShares(head(q, h), head(k, h), 1));
      const mean = tf.sub(attentionShares(q, k, 2), tf.mul(tf.add(shares[0], shares[1]), 0.5));
      const answer = tf.concat(
        shares.map((share, h) => tf.matMul(share, head(v, h))),
        2,
      );
      const rest = tf.sub(answer, attention(q, k, v, { heads: 2 }));
      return [mean, rest].map((x) => tf.max(tf.abs(x)).dataSync()[0]);
    });
    expect(Math.max(...worst)).toBeLessThan(1e-6);
    const shares = expectNoLeak(() => attentionShares(q, k, 2));
    expect(shares.shape).toEqual([2, 6, 5]);
    expect(() => attentionShares(q, k, 3)).toThrow(ConfigError);
    expect(() => attentionShares(q, draw(1, [2, 5, 6]), 2)).toThrow(ShapeError);
    tf.dispose([q, k, v, shares]);
  });

  it('scores that are all far below zero', () => {
    const q = tf.fill([1, 1030, 2], 30) as tf.Tensor3D;
    const k = tf.fill([1, 1100, 2], -30) as tf.Tensor3D;
    const v = tf.ones([1, 1100, 2]) as tf.Tensor3D;
    const got = attention(q, k, v, { heads: 1 });
    expect(tf.tidy(() => tf.max(tf.abs(tf.sub(got, 1))).dataSync()[0])).toBeLessThan(1e-5);
    tf.dispose([q, k, v, got]);
  });

  it('has the slopes of the formula', () => {
    const inputs = [draw(1, [1, 1030, 4]), draw(2, [1, 1100, 4]), draw(3, [1, 1100, 4])];
    const slopes = (f: typeof plain): tf.Tensor[] =>
      tf.grads((q: tf.Tensor, k: tf.Tensor, v: tf.Tensor) =>
        tf.sum(tf.square(f(q as tf.Tensor3D, k as tf.Tensor3D, v as tf.Tensor3D, 2))),
      )(inputs);
    const got = expectNoLeak(() => slopes((q, k, v, heads) => attention(q, k, v, { heads })));
    const wanted = slopes(plain);
    got.forEach((slope, i) => {
      const worst = tf.tidy(() => tf.max(tf.abs(tf.sub(slope, wanted[i]))).dataSync()[0]);
      expect(worst).toBeLessThan(1e-4);
    });
    tf.dispose([...inputs, ...got, ...wanted]);
  });
});

describe('attention refuses', () => {
  it.each([
    [[1, 3, 4], [1, 2, 5], [1, 2, 5], 'attention: got key [1, 2, 5]; expected 4 channels'],
    [[1, 3, 4], [2, 2, 4], [2, 2, 4], 'attention: got key [2, 2, 4]; expected 1 in the batch'],
    [[1, 3, 4], [1, 2, 4], [1, 3, 4], 'attention: got value [1, 3, 4]; expected 2 keys'],
  ] as const)('%j, %j, %j', (q, k, v, says) => {
    tf.tidy(() => {
      const [a, b, c] = [q, k, v].map((shape) => tf.zeros([...shape]) as tf.Tensor3D);
      expect(() => attention(a, b, c, { heads: 2 })).toThrow(ShapeError);
      expect(() => attention(a, b, c, { heads: 2 })).toThrow(says);
    });
  });

  it('heads that do not divide the channels', () => {
    tf.tidy(() => {
      const x = tf.zeros([1, 2, 4]) as tf.Tensor3D;
      expect(() => attention(x, x, x, { heads: 3 })).toThrow(ConfigError);
    });
  });
});
