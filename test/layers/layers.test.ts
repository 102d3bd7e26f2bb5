/** What a single layer promises beyond the laws that all keep. */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  ConfigError,
  conv2d,
  conv2dWeights,
  dense,
  denseWeights,
  dropout,
  glorotUniform,
  heNormal,
  maxPool2d,
  random,
  ShapeError,
  tf,
  useBackend,
} from '../../src/index.js';

beforeAll(async () => {
  await useBackend('wasm');
});

const numbers = (x: tf.Tensor): number[] => Array.from(x.dataSync());

describe('conv2d', () => {
  it('equals the sum written out', () => {
    const rng = random(4);
    const [h, w, c, k] = [5, 4, 2, 3];
    const picture = rng.randn(h * w * c);
    const filter = rng.randn(3 * 3 * c * k);
    const bias = rng.randn(k);
    const y = conv2d(
      { weight: tf.tensor4d(filter, [3, 3, c, k]), bias: tf.tensor1d(bias) },
      tf.tensor4d(picture, [1, h, w, c]),
      { activation: 'relu' },
    );
    const at = (i: number, j: number, ch: number): number =>
      i < 0 || j < 0 || i >= h || j >= w ? 0 : picture[(i * w + j) * c + ch];
    const expected: number[] = [];
    for (let i = 0; i < h; i++)
      for (let j = 0; j < w; j++)
        for (let o = 0; o < k; o++) {
          let sum = bias[o];
          for (let a = 0; a < 3; a++)
            for (let b = 0; b < 3; b++)
              for (let ch = 0; ch < c; ch++)
                sum += at(i + a - 1, j + b - 1, ch) * filter[((a * 3 + b) * c + ch) * k + o];
          expected.push(Math.max(0, sum));
        }
    numbers(y).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 4);
    });
  });

  it('works without a bias', () => {
    const { weight } = conv2dWeights(3, 1, 2, random(0));
    expect(conv2d({ weight }, tf.ones([1, 4, 4, 1])).shape).toEqual([1, 4, 4, 2]);
  });

  it('refuses a stride that is no step and weights that do not fit', () => {
    const weights = conv2dWeights(3, 1, 2, random(0));
    const x: tf.Tensor4D = tf.ones([1, 4, 4, 1]);
    for (const stride of [0, -1, 1.5, Number.NaN]) {
      expect(() => conv2d(weights, x, { stride })).toThrow(ConfigError);
    }
    expect(() => conv2d({ ...weights, bias: tf.zeros([3]) }, x)).toThrow(
      'conv2d: got bias [3]; expected 2 outputs',
    );
    expect(() => conv2d({ weight: tf.zeros([3, 3, 2]) as never }, x)).toThrow(ShapeError);
  });
});

describe('dense', () => {
  it('refuses a bias that does not fit', () => {
    const { weight } = denseWeights(2, 3, random(0));
    expect(() => dense({ weight, bias: tf.zeros([2]) }, tf.ones([1, 2]))).toThrow(
      'dense: got bias [2]; expected 3 outputs',
    );
  });
});

describe('maxPool2d', () => {
  it('finds the largest of negative numbers, forwards and backwards', () => {
    const x: tf.Tensor4D = tf.tensor4d([-4, -3, -2, -1], [1, 2, 2, 1]);
    expect(numbers(maxPool2d(x))).toEqual([-1]);
    expect(numbers(tf.grad((x) => maxPool2d(x as tf.Tensor4D))(x))).toEqual([0, 0, 0, 1]);
  });

  it('refuses a size or stride of nothing', () => {
    const x: tf.Tensor4D = tf.ones([1, 4, 4, 1]);
    expect(() => maxPool2d(x, { size: 0 })).toThrow('maxPool2d: got size 0; expected 1, 2, 3 ...');
    expect(() => maxPool2d(x, { stride: 0.5 })).toThrow('maxPool2d: got stride 0.5');
  });
});

describe('dropout', () => {
  it('drops about the rate and keeps the mean', () => {
    const y = numbers(dropout(tf.ones([10_000]), 0.3, random(1)));
    expect(y.filter((value) => value === 0).length / y.length).toBeCloseTo(0.3, 1);
    expect(y.reduce((a, b) => a + b, 0) / y.length).toBeCloseTo(1, 1);
  });

  it('drops nothing at rate 0 and refuses other rates', () => {
    expect(numbers(dropout(tf.tensor1d([1, 2]), 0, random(1)))).toEqual([1, 2]);
    for (const rate of [1, -0.1, Number.NaN]) {
      expect(() => dropout(tf.ones([2]), rate, random(1))).toThrow(ConfigError);
    }
  });
});

describe('initialisers', () => {
  const deviation = (x: tf.Tensor): number => Math.sqrt(tf.mean(tf.square(x)).dataSync()[0]);

  it('he: variance 2 / fan in, a filter counted whole', () => {
    expect(deviation(heNormal([3, 3, 32, 64], random(0)))).toBeCloseTo(Math.sqrt(2 / 288), 3);
  });

  it('glorot: variance 2 / (fan in + fan out)', () => {
    expect(deviation(glorotUniform([300, 200], random(0)))).toBeCloseTo(Math.sqrt(2 / 500), 3);
  });

  it('the same seed gives the same weights', () => {
    const draw = (): number[] => numbers(conv2dWeights(3, 2, 4, random(9)).weight);
    expect(draw()).toEqual(draw());
  });

  it('refuse shapes without inputs and outputs', () => {
    expect(() => heNormal([5], random(0))).toThrow(ShapeError);
    expect(() => denseWeights(0, 5, random(0))).toThrow(ConfigError);
    expect(() => denseWeights(2.5, 5, random(0))).toThrow(ConfigError);
  });
});
