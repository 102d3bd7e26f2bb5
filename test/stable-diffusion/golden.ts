/**
 * The reference arrays of `test/golden/stable-diffusion/`, and the laws that every model keeps.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readWeights, tf, type Weights } from '../../src/index.js';

export const golden: string = join(import.meta.dirname, '..', 'golden', 'stable-diffusion');

/** The fields of a JSON file. */
export function json<T = Record<string, unknown>>(path: string): T {
  return JSON.parse(readFileSync(join(golden, path), 'utf8')) as T;
}

export interface Array4 {
  readonly shape: number[];
  readonly values: Float32Array;
}

/** A .npy file of floats. */
export function npy(path: string): Array4 {
  const bytes = readFileSync(join(golden, path));
  const start = 10 + bytes.readUInt16LE(8);
  const header = bytes.subarray(10, start).toString('latin1');
  expect(header).toContain("'<f4'");
  expect(header).toContain("'fortran_order': False");
  const shape = (/\(([^)]*)\)/.exec(header)?.[1] ?? '').split(',').filter((n) => n.trim() !== '');
  const data = new Uint8Array(bytes.subarray(start)).buffer;
  return { shape: shape.map(Number), values: new Float32Array(data) };
}

/** A .npy file as a tensor; pictures with the channels last. */
export function npyTensor<T extends tf.Tensor>(path: string): T {
  const { shape, values } = npy(path);
  return tf.tidy(() => {
    const x = tf.tensor(values, shape);
    return (x.rank === 4 ? tf.transpose(x, [0, 2, 3, 1]) : x) as T;
  });
}

/** The largest difference of a tensor from a .npy file. */
export function distance(got: tf.Tensor, path: string): number {
  return tf.tidy(() => {
    const wanted = npyTensor(path);
    expect(got.shape).toEqual(wanted.shape);
    return tf.max(tf.abs(tf.sub(got, wanted))).dataSync()[0];
  });
}

const files: Record<string, readonly string[]> = {
  text_encoder: ['model.safetensors'],
  vae: ['diffusion_pytorch_model.safetensors'],
  unet: ['diffusion_pytorch_model.safetensors'],
  'unet in two': [
    'diffusion_pytorch_model-00001-of-00002.safetensors',
    'diffusion_pytorch_model-00002-of-00002.safetensors',
  ],
};

/** The weights of one part of a tiny model: 'text_encoder', 'unet' or 'vae'. */
export async function weightsOf(model: string, part: string): Promise<Weights> {
  const names = part === 'unet' && model === 'tiny-bf16' ? files['unet in two'] : files[part];
  const all: Weights[] = [];
  for (const name of names) all.push(await readWeights(join(golden, 'models', model, part, name)));
  return Object.assign({}, ...all) as Weights;
}

/** The same weights, each a variable of a loss: for steps of training. */
export function slopesOf(
  weights: Weights,
  loss: (weights: Weights) => tf.Scalar,
): { loss: number; slopes: Record<string, tf.Tensor> } {
  const names = Object.keys(weights);
  const { value, grads } = tf.valueAndGrads((...values: tf.Tensor[]) =>
    loss(Object.fromEntries(names.map((name, i) => [name, values[i]]))),
  )(Object.values(weights));
  const result = {
    loss: value.dataSync()[0],
    slopes: Object.fromEntries(names.map((name, i) => [name, grads[i]])),
  };
  value.dispose();
  return result;
}

/** Weights moved a little way against their slopes. */
export function stepped(weights: Weights, slopes: Weights, rate: number): Weights {
  return Object.fromEntries(
    Object.entries(weights).map(([name, weight]) => [
      name,
      tf.tidy(() => tf.sub(weight, tf.mul(slopes[name], rate))),
    ]),
  );
}
