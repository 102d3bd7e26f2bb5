/**
 * The shapes of a model's tensors by name, as they are in a file: filters [outputs, inputs, height,
 * width], matrices [outputs, inputs]. They are known before a byte of it has been read: a loader can
 * say what is missing and how much memory the model will take.
 */
import type { Random } from '../math/random.js';
import { tf } from '../tensor/tf.js';
import { uploadTensor } from '../tensor/upload.js';
import type { Weights } from '../tensor/weights.js';

/** Shapes by name. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

type Line = readonly [name: string, shape: readonly number[]];

/** Collects lines; a helper of the tables. */
export function shapesOf(lines: readonly Line[]): Shapes {
  return Object.fromEntries(lines);
}

/** Weight and bias of a dense layer. */
export function dense(name: string, inputs: number, outputs: number): Line[] {
  return [
    [`${name}.weight`, [outputs, inputs]],
    [`${name}.bias`, [outputs]],
  ];
}

/** Weight of a dense layer without bias. */
export function matrix(name: string, inputs: number, outputs: number): Line[] {
  return [[`${name}.weight`, [outputs, inputs]]];
}

/** Weight and bias of a convolution with a square filter. */
export function conv(name: string, inputs: number, outputs: number, side: number): Line[] {
  return [
    [`${name}.weight`, [outputs, inputs, side, side]],
    [`${name}.bias`, [outputs]],
  ];
}

/** Factors and offsets of a norm. */
export function norm(name: string, channels: number): Line[] {
  return [
    [`${name}.weight`, [channels]],
    [`${name}.bias`, [channels]],
  ];
}

/**
 * How many numbers all of them hold.
 *
 * @example
 * countShapes({ 'fc.weight': [3, 2], 'fc.bias': [3] }); // 9
 */
export function countShapes(shapes: Shapes): number {
  const sizes = Object.values(shapes).map((shape) => shape.reduce((a, b) => a * b, 1));
  return sizes.reduce((a, b) => a + b, 0);
}

/**
 * Weights by chance for a model, in the order that the layers want: matrices and filters normal with
 * standard deviation 1 / sqrt(numbers that an output sums), factors of norms 1, the rest 0; rows of
 * embeddings normal, 0.02. Signals keep their size on the way through, so it can be timed and
 * trained; it draws nothing sensible.
 *
 * @example
 * const fresh = randomWeights({ 'fc.weight': [5, 2], 'fc.bias': [5] }, random(0));
 * fresh['fc.weight'].shape; // [2, 5]
 */
export function randomWeights(shapes: Shapes, rng: Random): Weights {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, fresh(name, shape, rng)]),
  );
}

function fresh(name: string, shape: readonly number[], rng: Random): tf.Tensor {
  if (shape.length === 1) {
    return /norm[^.]*\.weight$/.test(name) ? tf.ones([...shape]) : tf.zeros([...shape]);
  }
  const isTable = name.endsWith('_embedding.weight');
  const [outputs, inputs, ...sides] = shape;
  const fanIn = sides.reduce((a, b) => a * b, inputs);
  const deviation = isTable ? 0.02 : fanIn ** -0.5;
  const values = rng.randn(fanIn * outputs).map((draw) => draw * deviation);
  return uploadTensor(values, isTable ? shape : [...sides, inputs, outputs]);
}
