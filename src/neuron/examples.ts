/**
 * What a network learns from: inputs and the answers that belong to them, as flat arrays.
 */
import { ConfigError, ShapeError } from '../math/errors.js';
import type { Network } from './network.js';

export interface Examples {
  readonly count: number;
  readonly inputSize: number;
  readonly targetSize: number;
  /** [count, inputSize] */
  readonly inputs: Float64Array;
  /** [count, targetSize] */
  readonly targets: Float64Array;
}

type Row = number | readonly number[];

/**
 * Examples from rows of numbers; a row of one number may be the number itself.
 *
 * @throws ShapeError when there are none, not as many targets as inputs, or rows of different
 *   length; ConfigError for what is not a finite number
 * @example
 * const xor = examples([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]);
 * xor.count; // 4
 * xor.targetSize; // 1
 */
export function examples(inputs: readonly Row[], targets: readonly Row[]): Examples {
  if (inputs.length === 0) {
    throw new ShapeError('examples: got none; expected at least one input with its target');
  }
  if (inputs.length !== targets.length) {
    throw new ShapeError(
      `examples: got ${inputs.length} inputs and ${targets.length} targets; expected as many of both`,
    );
  }
  const [left, inputSize] = flat('input', inputs);
  const [right, targetSize] = flat('target', targets);
  return { count: inputs.length, inputSize, targetSize, inputs: left, targets: right };
}

/**
 * Targets for `categoricalCrossEntropy`: a 1 at the class, 0 elsewhere.
 *
 * @throws ConfigError for a class outside
 * @example
 * oneHot([2, 0], 3); // [[0, 0, 1], [1, 0, 0]]
 */
export function oneHot(classes: readonly number[], count: number): number[][] {
  return classes.map((one, i) => {
    if (!Number.isInteger(one) || one < 0 || one >= count) {
      throw new ConfigError(`oneHot: got class ${one} at ${i + 1}; expected 0 to ${count - 1}`);
    }
    return Array.from({ length: count }, (_, k) => (k === one ? 1 : 0));
  });
}

/** The examples at these places, in this order. */
export function pick(from: Examples, places: ArrayLike<number>): Examples {
  const { inputSize, targetSize } = from;
  const inputs = new Float64Array(places.length * inputSize);
  const targets = new Float64Array(places.length * targetSize);
  for (let i = 0; i < places.length; i++) {
    const at = places[i];
    inputs.set(from.inputs.subarray(at * inputSize, (at + 1) * inputSize), i * inputSize);
    targets.set(from.targets.subarray(at * targetSize, (at + 1) * targetSize), i * targetSize);
  }
  return { count: places.length, inputSize, targetSize, inputs, targets };
}

/** @throws ShapeError when the examples do not fit the network */
export function checkExamples(where: string, { inputs, outputs }: Network, data: Examples): void {
  if (data.count === 0) throw new ShapeError(`${where}: got no examples; expected at least one`);
  if (data.inputSize === inputs && data.targetSize === outputs) return;
  throw new ShapeError(
    `${where}: got examples of ${data.inputSize} inputs and ${data.targetSize} targets; ` +
      `expected ${inputs} and ${outputs}, as the network has`,
  );
}

function flat(what: string, rows: readonly Row[]): [Float64Array, number] {
  const size = typeof rows[0] === 'number' ? 1 : rows[0].length;
  if (size === 0) throw new ShapeError(`examples: got an empty ${what}; expected numbers`);
  const numbers = new Float64Array(rows.length * size);
  rows.forEach((row, i) => {
    const values = typeof row === 'number' ? [row] : row;
    if (values.length !== size) {
      throw new ShapeError(
        `examples: ${what} ${i + 1}: got ${values.length} numbers; expected ${size}, as in the first`,
      );
    }
    const bad = values.find((value) => !Number.isFinite(value));
    if (bad !== undefined) {
      throw new ConfigError(`examples: ${what} ${i + 1}: got ${bad}; expected finite numbers`);
    }
    numbers.set(values, i * size);
  });
  return [numbers, size];
}
