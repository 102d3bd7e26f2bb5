import { describe, expect, it } from 'vitest';
import {
  accuracy,
  ConfigError,
  confusionCounts,
  conv2d,
  convnet,
  convnetBlock,
  convnetWeights,
  convolve,
  convolvedSize,
  countNumbers,
  describeConvnet,
  digitsConvnet,
  disposeWeights,
  expectNoLeak,
  random,
  ShapeError,
  tf,
} from '../../src/index.js';

describe('convolution in plain numbers', () => {
  const rng = random(3);
  const rows = (height: number, width: number) =>
    Array.from({ length: height }, () => Array.from(rng.randn(width)));

  for (const stride of [1, 2, 3]) {
    for (const padding of [0, 1, 2]) {
      it(`agrees with the tensor one: stride ${stride}, padding ${padding}`, () => {
        const picture = rows(9, 7);
        const kernel = rows(3, 2);
        const plain = convolve(picture, kernel, { stride, padding });
        const tensor = tf.tidy(() => {
          const padded = tf.pad(tf.tensor2d(picture), [
            [padding, padding],
            [padding, padding],
          ]);
          const x = padded.reshape([1, 9 + 2 * padding, 7 + 2 * padding, 1]) as tf.Tensor4D;
          const weight = tf.tensor4d(kernel.flat(), [3, 2, 1, 1]);
          return conv2d({ weight }, x, { stride, padding: 'valid' }).squeeze([0, 3]).arraySync();
        }) as number[][];
        expect(plain.length).toBe(convolvedSize(9, 3, { stride, padding }));
        expect(plain[0].length).toBe(convolvedSize(7, 2, { stride, padding }));
        expect(tensor.length).toBe(plain.length);
        plain.flat().forEach((value, i) => {
          expect(tensor.flat()[i]).toBeCloseTo(value, 5);
        });
      });
    }
  }

  it('says what does not fit', () => {
    expect(() => convolve([[1, 2], [3]], [[1]])).toThrow(
      new ShapeError(
        'convolve: got 1 numbers in row 1 in the picture; expected rows of 2, all as long',
      ),
    );
    expect(() => convolve([], [[1]])).toThrow(ShapeError);
    expect(() => convolve([[1]], [[1, 2]])).toThrow('got a kernel of 2 for 1 pixels and padding 0');
    expect(() => convolve([[1]], [[1]], { stride: 0 })).toThrow(ConfigError);
    expect(() => convolve([[1]], [[1]], { padding: -1 })).toThrow(ConfigError);
  });
});

describe('counting answers', () => {
  it('puts truths in rows and predictions in columns', () => {
    const counts = confusionCounts([1, 1, 0, 2], [0, 1, 0, 1], 3);
    expect(counts).toEqual([
      [1, 1, 0],
      [0, 1, 1],
      [0, 0, 0],
    ]);
    expect(accuracy([1, 1, 0, 2], [0, 1, 0, 1])).toBe(0.5);
  });

  it('refuses lists that do not fit', () => {
    expect(() => accuracy([], [])).toThrow(ShapeError);
    expect(() => accuracy([1], [1, 2])).toThrow('got 1 predictions and 2 truths');
    expect(() => confusionCounts([3], [0], 3)).toThrow('got prediction 3 at 0; expected 0 to 2');
    expect(() => confusionCounts([0], [-1], 3)).toThrow('got truth -1 at 0');
  });
});

describe('the convnet', () => {
  it('gives a score for each class, its shapes and numbers are those it describes', () => {
    const weights = convnetWeights(digitsConvnet, random(0));
    expect(countNumbers(weights)).toBe(17_546);
    const x = tf.randomUniform([3, 28, 28, 1]) as tf.Tensor4D;
    const scores = expectNoLeak(() => convnet(weights, digitsConvnet, x));
    expect(scores.shape).toEqual([3, 10]);
    const maps = expectNoLeak(() => convnetBlock(weights, 'conv1', x));
    expect(maps.shape).toEqual([3, 12, 12, 8]);

    const graph = describeConvnet(digitsConvnet);
    const text = graph.nodes.map(({ label }) => label).join('\n');
    expect(text).toContain('24 × 24 × 8');
    expect(text).toContain('12 × 12 × 8');
    expect(text).toContain('4 × 4 × 48');
    const learned = [...text.matchAll(/([\d,]+) numbers to learn/g)].map(([, count]) =>
      Number(count.replace(',', '')),
    );
    expect(learned.reduce((a, b) => a + b)).toBe(countNumbers(weights));
    expect(graph.edges).toHaveLength(graph.nodes.length - 1);
    tf.dispose([x, scores, maps]);
    disposeWeights(weights);
  });

  it('gives the same answer whether relu comes before or after the pooling', () => {
    const weights = convnetWeights(digitsConvnet, random(5));
    tf.tidy(() => {
      const x = tf.randomNormal([2, 28, 28, 1]) as tf.Tensor4D;
      const ours = convnetBlock(weights, 'conv1', x);
      const maps = conv2d(
        {
          weight: weights['conv1.weight'] as tf.Tensor4D,
          bias: weights['conv1.bias'] as tf.Tensor1D,
        },
        x,
        { padding: 'valid', activation: 'relu' },
      );
      const other = tf.maxPool(maps, 2, 2, 'valid');
      expect(ours.sub(other).abs().max().dataSync()[0]).toBe(0);
    });
    disposeWeights(weights);
  });

  it('starts the same way for the same seed, and refuses what does not fit', () => {
    const [a, b] = [7, 7].map((seed) => convnetWeights(digitsConvnet, random(seed)));
    expect(a['conv2.weight'].dataSync()).toEqual(b['conv2.weight'].dataSync());
    expect(() => convnet(a, digitsConvnet, tf.zeros([1, 28, 28, 3]))).toThrow(
      new ShapeError('convnet: got pictures [1, 28, 28, 3]; expected 1 channels'),
    );
    expect(() => convnetWeights({ ...digitsConvnet, side: 12 }, random(0))).toThrow(ConfigError);
    disposeWeights(a);
    disposeWeights(b);
  });
});
