/**
 * The laws of a gradient, run on one backend: it equals central differences, it equals the plain
 * JavaScript backend's, the values do too, and no tensor stays behind.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { type BackendName, countTensors, random, tf, useBackend } from '../../src/index.js';
import { type Operation, operations } from './operations.js';

/** Step of the central differences. */
const h = 1 / 128;

/**
 * Numbers from -1.2 to 1.2 in random order, no two alike and none near a kink (0, 0.5): the
 * distance to any of these is more than `h`, so that no difference steps over one.
 */
function numbers(size: number, seed: number): Float32Array {
  const order = random(seed).permutation(size);
  const gap = 2.4 / size;
  return Float32Array.from(order, (place) => {
    const value = -1.2 + gap * (place + 0.5);
    const kink = Math.round(value * 2) / 2;
    const away = value - kink;
    return Math.abs(away) > 1.5 * h ? value : kink + (away < 0 ? -1.5 : 1.5) * h;
  });
}

interface Run {
  readonly value: Float32Array;
  readonly slopes: readonly Float32Array[];
}

/** The operation, and the slopes of the sum of its values, each times a fixed random number. */
function run(operation: Operation, data: readonly Float32Array[]): Run {
  return tf.tidy(() => {
    const inputs = operation.inputs.map((shape, i) => tf.tensor(data[i], [...shape]));
    const value = operation.apply(...inputs);
    const factors = tf.tensor(weights(value.size), value.shape);
    const slopes = tf.grads((...x: tf.Tensor[]) => operation.apply(...x))(inputs, factors);
    const read = (x: tf.Tensor): Float32Array => Float32Array.from(x.dataSync());
    return { value: read(value), slopes: slopes.map(read) };
  });
}

const weights = (size: number): Float32Array =>
  random(7)
    .rand(size)
    .map((u) => u + 0.5);

/** The weighted sum of the values, added up in double precision. */
function loss(operation: Operation, data: readonly Float32Array[]): number {
  const values = tf.tidy(() =>
    operation
      .apply(...operation.inputs.map((shape, i) => tf.tensor(data[i], [...shape])))
      .dataSync(),
  );
  const factors = weights(values.length);
  return Array.from(values).reduce((sum, value, i) => sum + value * factors[i], 0);
}

function differences(operation: Operation, data: readonly Float32Array[]): number[][] {
  return data.map((numbers) =>
    Array.from(numbers, (number, i) => {
      numbers[i] = number + h;
      const above = loss(operation, data);
      numbers[i] = number - h;
      const below = loss(operation, data);
      numbers[i] = number;
      return (above - below) / (2 * h);
    }),
  );
}

/** The largest difference, relative to the larger of 1 and the largest number. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let worst = 0;
  let scale = 1;
  for (let i = 0; i < a.length; i++) {
    worst = Math.max(worst, Number.isFinite(a[i]) ? Math.abs(a[i] - b[i]) : Number.NaN);
    scale = Math.max(scale, Math.abs(b[i]));
  }
  return worst / scale;
}

export function gradientContract(backend: BackendName): void {
  describe(`gradients on ${backend}`, () => {
    let missing: string | undefined;
    beforeAll(async () => {
      await useBackend(backend).catch((error: Error) => {
        missing = error.message;
      });
    });

    it.for(operations)('$name', async (operation, { skip }) => {
      if (missing !== undefined) skip(missing);
      const data = operation.inputs.map((shape, i) =>
        numbers(
          shape.reduce((a, b) => a * b, 1),
          i + 1,
        ),
      );
      await useBackend('cpu');
      const plain = run(operation, data);
      await useBackend(backend);
      const before = countTensors();
      const here = run(operation, data);
      expect(countTensors()).toBe(before);
      expect(distance(here.value, plain.value)).toBeLessThan(1e-5);
      const measured = differences(operation, data);
      here.slopes.forEach((slopes, i) => {
        expect(distance(slopes, plain.slopes[i])).toBeLessThan(1e-5);
        expect(distance(slopes, measured[i])).toBeLessThan(1e-3);
      });
    });
  });
}
