/**
 * The laws of a layer. Every layer of `test/contracts/layers.ts` keeps them on every backend that
 * starts without native libraries; `gradients-*.test.ts` hold the operations to native TensorFlow.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { countTensors, expectNoLeak, random, ShapeError, tf, useBackend } from '../../src/index.js';
import { type LayerCase, layers } from '../contracts/layers.js';

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const input = (shape: readonly number[], seed = 2): tf.Tensor =>
  tf.tensor(random(seed).randn(sizeOf(shape)), [...shape]);
const numbers = (x: tf.Tensor): number[] => Array.from(x.dataSync());

/** Runs `law` inside a tidy with the layer's weights and an input. */
function hold(
  layer: LayerCase,
  law: (weights: Record<string, tf.Tensor>, x: tf.Tensor) => void,
): void {
  tf.tidy(() => law(layer.weights(), input(layer.input)));
}

const closest = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i])));

describe.each(['cpu', 'wasm'])('layers on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  describe.each(layers)('$name', (layer) => {
    it('gives the shape it promises', () => {
      hold(layer, (weights, x) => {
        expect(layer.apply(weights, x).shape).toEqual(layer.output);
      });
    });

    it('leaves no tensor behind and its inputs alive', () => {
      hold(layer, (weights, x) => {
        expectNoLeak(() => layer.apply(weights, x)).dispose();
        expect([x, ...Object.values(weights)].some((tensor) => tensor.isDisposed)).toBe(false);
      });
    });

    it('says the same twice and changes no input', () => {
      hold(layer, (weights, x) => {
        const before = numbers(x);
        const once = numbers(layer.apply(weights, x));
        expect(numbers(layer.apply(weights, x))).toEqual(once);
        expect(numbers(x)).toEqual(before);
        expect(once.every(Number.isFinite)).toBe(true);
      });
    });

    it('treats the first of a batch as it treats it alone', () => {
      hold(layer, (weights, x) => {
        const all = numbers(layer.apply(weights, x));
        const first = tf.slice(x, 0, 1);
        const alone = numbers(layer.apply(weights, first));
        expect(closest(alone, all)).toBeLessThan(1e-5);
      });
    });

    it('has a slope in every input and weight, of the right shape', () => {
      hold(layer, (weights, x) => {
        const names = Object.keys(weights);
        const given = [x, ...Object.values(weights)];
        const before = countTensors();
        const slopes = tf.grads((now: tf.Tensor, ...rest: tf.Tensor[]) =>
          layer.apply(Object.fromEntries(names.map((name, i) => [name, rest[i]])), now),
        )(given);
        expect(countTensors() - before).toBe(slopes.length);
        slopes.forEach((slope, i) => {
          expect(slope.shape).toEqual(given[i].shape);
          expect(numbers(slope).some((value) => value !== 0)).toBe(true);
          expect(numbers(slope).every(Number.isFinite)).toBe(true);
        });
      });
    });

    it('refuses what does not fit', () => {
      for (const [shape, message] of layer.refuses) {
        hold(layer, (weights) => {
          const wrong = input(shape);
          const before = countTensors();
          expect(() => layer.apply(weights, wrong)).toThrow(ShapeError);
          expect(() => layer.apply(weights, wrong)).toThrow(message);
          expect(countTensors()).toBe(before);
        });
      }
    });
  });
});
