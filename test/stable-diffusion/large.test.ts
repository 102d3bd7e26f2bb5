/**
 * What is done otherwise for large pictures, in stripes and with filters put together, gives what
 * the layers give one after the other; values and slopes.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  conv2d,
  conv2dWeights,
  expectNoLeak,
  groupNorm,
  normSiluConv,
  random,
  ShapeError,
  siluTensor,
  tf,
  upsample,
  upsampleConv,
  useBackend,
} from '../../src/index.js';

const draw = (seed: number, shape: number[]): tf.Tensor =>
  tf.tensor(random(seed).randn(shape.reduce((a, b) => a * b, 1)), shape);

function close(a: tf.Tensor, b: tf.Tensor): void {
  expect(a.shape).toEqual(b.shape);
  const [apart, size] = tf.tidy(() => [
    tf.max(tf.abs(tf.sub(a, b))).dataSync()[0],
    tf.max(tf.abs(b)).dataSync()[0],
  ]);
  expect(apart / size).toBeLessThan(2e-5);
}

describe.each(['tensorflow', 'wasm'])('large pictures on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  it('norm, silu, convolution', () => {
    const { weight, bias } = conv2dWeights(3, 8, 6, random(1));
    const norm = { weight: tf.tensor1d(random(2).rand(8)), bias: tf.tensor1d(random(3).randn(8)) };
    const weights = {
      'n.weight': norm.weight,
      'n.bias': norm.bias,
      'c.weight': weight,
      'c.bias': bias as tf.Tensor,
    };
    const x = draw(4, [1, 790, 700, 8]) as tf.Tensor4D;
    const options = { groups: 2, epsilon: 1e-6 };
    const got = expectNoLeak(() => normSiluConv(weights, ['n', 'c'], x, options));
    const wanted = tf.tidy(() => conv2d({ weight, bias }, siluTensor(groupNorm(norm, x, options))));
    close(got, wanted);
    tf.dispose([...Object.values(weights), x, got, wanted]);
  });

  it.each([
    [[1, 40, 40, 3], undefined],
    [
      [2, 33, 47, 3],
      [66, 94],
    ],
    [
      [2, 33, 47, 3],
      [65, 94],
    ],
    [[1, 300, 500, 3], undefined],
    [[1, 5, 4, 3], undefined],
  ] as const)('twice the size of %j, convolution', (shape, size) => {
    const { weight, bias: zeros } = conv2dWeights(3, 3, 8, random(1));
    const bias = draw(2, [8]) as tf.Tensor1D;
    const weights = { 'c.weight': weight, 'c.bias': bias };
    const x = draw(4, [...shape]) as tf.Tensor4D;
    const got = expectNoLeak(() => upsampleConv(weights, 'c', x, size));
    const wanted = tf.tidy(() => conv2d({ weight, bias }, upsample(x, size)));
    close(got, wanted);
    tf.dispose([zeros as tf.Tensor, ...Object.values(weights), x, got, wanted]);
  });

  it('has the slopes of it', () => {
    const { weight, bias } = conv2dWeights(3, 2, 3, random(1));
    const x = draw(4, [1, 32, 33, 2]);
    const slopes = (apply: (w: tf.Tensor4D, x: tf.Tensor4D) => tf.Tensor): tf.Tensor[] =>
      tf.grads((w: tf.Tensor, now: tf.Tensor) =>
        tf.sum(tf.square(apply(w as tf.Tensor4D, now as tf.Tensor4D))),
      )([weight, x]);
    const got = slopes((w, now) =>
      upsampleConv({ 'c.weight': w, 'c.bias': bias as tf.Tensor }, 'c', now),
    );
    const wanted = slopes((w, now) => conv2d({ weight: w, bias }, upsample(now)));
    got.forEach((slope, i) => {
      close(slope, wanted[i]);
    });
    tf.dispose([weight, bias as tf.Tensor, x, ...got, ...wanted]);
  });

  it('a convolution of few pixels with many channels', () => {
    const { weight, bias } = conv2dWeights(3, 512, 512, random(1));
    const x = draw(2, [1, 5, 4, 512]) as tf.Tensor4D;
    const got = expectNoLeak(() => conv2d({ weight, bias }, x));
    const wanted = tf.tidy(() => tf.add(tf.conv2d(x, weight, 1, 'same'), bias as tf.Tensor));
    close(got, wanted);
    tf.dispose([weight, bias as tf.Tensor, x, got, wanted]);
  });

  it('refuses a filter for other channels', () => {
    const { weight, bias } = conv2dWeights(3, 2, 3, random(1));
    const weights = { 'c.weight': weight, 'c.bias': bias as tf.Tensor };
    tf.tidy(() => {
      const x = tf.ones([1, 40, 40, 3]) as tf.Tensor4D;
      expect(() => upsampleConv(weights, 'c', x)).toThrow(ShapeError);
      expect(() => upsampleConv(weights, 'c', x)).toThrow('c: conv2d: got input [1, 80, 80, 3]');
    });
    tf.dispose(Object.values(weights));
  });
});
