/**
 * Dense layers whose neurons do not add: product, maximum, distance. As `affine.ts`, for any way to
 * combine, and slower: it makes small arrays on the way.
 */
import type { Layer } from './layer.js';

/** The net inputs of `rows` examples: input [rows, inputs], net [rows, neurons], overwritten. */
export function combinedForward(
  layer: Layer,
  input: Float64Array,
  net: Float64Array,
  rows: number,
): void {
  const { combine, neurons, biases } = layer;
  const weights = weightRows(layer);
  for (let row = 0; row < rows; row++) {
    const inputs = rowOf(input, row, layer.inputs);
    for (let neuron = 0; neuron < neurons; neuron++) {
      const bias = biases.length > 0 ? biases[neuron] : 0;
      net[row * neurons + neuron] = combine.apply(inputs, weights[neuron], bias);
    }
  }
}

/** From slopes for the net inputs to those for weights, biases and inputs; all are added to. */
export function combinedBackward(
  layer: Layer,
  input: Float64Array,
  slopes: Float64Array,
  rows: number,
  gradients: Float64Array,
  inputSlopes?: Float64Array,
): void {
  const { combine, neurons, window, biases, weightsAt, biasesAt } = layer;
  const weights = weightRows(layer);
  for (let row = 0; row < rows; row++) {
    const inputs = rowOf(input, row, layer.inputs);
    for (let neuron = 0; neuron < neurons; neuron++) {
      const slope = slopes[row * neurons + neuron];
      const own = combine.derivatives(inputs, weights[neuron]);
      for (let i = 0; i < window; i++) {
        gradients[weightsAt + neuron * window + i] += slope * own.weights[i];
        if (inputSlopes) inputSlopes[row * layer.inputs + i] += slope * own.inputs[i];
      }
      if (biases.length > 0) gradients[biasesAt + neuron] += slope;
    }
  }
}

function weightRows({ weights, neurons, window }: Layer): number[][] {
  return Array.from({ length: neurons }, (_, neuron) => rowOf(weights, neuron, window));
}

function rowOf(numbers: Float64Array, row: number, size: number): number[] {
  return Array.from(numbers.subarray(row * size, (row + 1) * size));
}
