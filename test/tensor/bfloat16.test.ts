/**
 * Weights in bfloat16: what they hold, that every operation gives what rounded weights give, and
 * that nothing is left behind.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  ConfigError,
  countTensors,
  disposeWeights,
  expectNoLeak,
  isBfloat16,
  random,
  randomWeights,
  tf,
  tinyUnet,
  toBfloat16,
  unet,
  unetShapes,
  useBackend,
  type Weights,
} from '../../src/index.js';

const draw = (seed: number, shape: number[]): tf.Tensor =>
  tf.tensor(random(seed).randn(shape.reduce((a, b) => a * b, 1)), shape);

/** The nearest number with 8 bits of fraction, ties to even. */
function rounded(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer);
  bits[0] = (bits[0] + 0x7fff + ((bits[0] >> 16) & 1)) & 0xffff0000;
  return new Float32Array(bits.buffer)[0];
}

const close = (a: tf.Tensor, b: tf.Tensor, tolerance: number): void => {
  expect(a.shape).toEqual(b.shape);
  const [apart, size] = tf.tidy(() => [
    tf.max(tf.abs(tf.sub(a, b))).dataSync()[0],
    tf.max(tf.abs(b)).dataSync()[0],
  ]);
  expect(apart / size).toBeLessThan(tolerance);
};

describe('weights in bfloat16', () => {
  const given: Weights = {};
  beforeAll(async () => {
    await useBackend('tensorflow');
    Object.assign(given, {
      'conv.weight': draw(1, [3, 3, 4, 6]),
      'fc.weight': draw(2, [6, 8]),
      'fc.bias': draw(3, [8]),
      'token_embedding.weight': draw(4, [5, 6]),
    });
    return () => disposeWeights(given);
  });

  it('are rounded; biases and tables stay what they were', async () => {
    const half = expectNoLeak(() => toBfloat16({ 'fc.weight': given['fc.weight'] }));
    const all = toBfloat16(given);
    expect(all['fc.bias']).toBe(given['fc.bias']);
    expect(all['token_embedding.weight']).toBe(given['token_embedding.weight']);
    expect(isBfloat16(all['conv.weight'])).toBe(true);
    expect(isBfloat16(given['conv.weight'])).toBe(false);
    const wanted = Array.from(given['fc.weight'].dataSync(), rounded);
    const before = countTensors();
    expect(Array.from(half['fc.weight'].dataSync())).toEqual(wanted);
    expect(Array.from(await half['fc.weight'].data())).toEqual(wanted);
    expect(countTensors()).toBe(before);
    tf.dispose([half, all['fc.weight'], all['conv.weight']]);
  });

  it.each<[string, (w: tf.Tensor, x: tf.Tensor) => tf.Tensor]>([
    ['a product', (w, x) => tf.matMul(x, w as tf.Tensor2D)],
    ['a product with the turned one', (w, x) => tf.matMul(x, tf.transpose(w), false, true)],
    ['a product with one half', (w, x) => tf.matMul(x, tf.split(w, 2, 1)[1] as tf.Tensor2D)],
    ['a product with a part', (w, x) => tf.matMul(x, tf.slice(w, [0, 2], [6, 3]) as tf.Tensor2D)],
    [
      'a filter of 1 x 1',
      (w, x) =>
        tf.conv2d(
          tf.reshape(x, [1, 2, 2, 6]) as tf.Tensor4D,
          tf.reshape(w, [1, 1, 6, 8]),
          1,
          'same',
        ),
    ],
    ['a sum', (w) => tf.add(w, 1)],
    ['a part of another operation', (w) => tf.concat([w, tf.ones([6, 1])], 1)],
    ['a mean', (w) => tf.mean(w, 0)],
  ])('%s', (_, apply) => {
    const all = toBfloat16({ w: given['fc.weight'] });
    const x = tf.tensor(Array.from(draw(5, [4, 6]).dataSync(), rounded), [4, 6]);
    const got = expectNoLeak(() => tf.tidy(() => apply(all.w, x)));
    const same = tf.tensor(Array.from(given['fc.weight'].dataSync(), rounded), [6, 8]);
    const wanted = tf.tidy(() => apply(same, x));
    close(got, wanted, 1 / 128);
    tf.dispose([all, x, got, same, wanted]);
  });

  it('the U-Net with them is the U-Net, roughly, and has slopes for its input', () => {
    const weights = randomWeights(unetShapes(tinyUnet), random(0));
    const half = toBfloat16(weights);
    const [x, text] = [draw(1, [2, 8, 8, 4]) as tf.Tensor4D, draw(2, [2, 77, 24]) as tf.Tensor3D];
    const wanted = unet(weights, tinyUnet, x, 501, text);
    const got = expectNoLeak(() => unet(half, tinyUnet, x, 501, text));
    close(got, wanted, 0.05);
    const slope = (used: Weights): tf.Tensor =>
      tf.grad((now: tf.Tensor) =>
        tf.sum(tf.square(unet(used, tinyUnet, now as tf.Tensor4D, 501, text))),
      )(x);
    const slopes = [slope(half), slope(weights)];
    close(slopes[0], slopes[1], 0.1);
    tf.dispose([x, text, got, wanted, ...slopes]);
    const own = Object.keys(weights).filter((name) => half[name] !== weights[name]);
    tf.dispose(own.map((name) => half[name]));
    disposeWeights(weights);
  });

  it('are refused on another backend', async () => {
    await useBackend('wasm');
    expect(() => toBfloat16({})).toThrow(ConfigError);
    expect(() => toBfloat16({})).toThrow("precision bf16: got backend 'wasm'");
    await useBackend('tensorflow');
  });
});
