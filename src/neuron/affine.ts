/**
 * The arithmetic of every layer with weights: neurons that look at windows of the input.
 *
 *     net[window][neuron] = bias[neuron] + sum over i of weight[neuron][i] * input[window][i]
 *
 * A dense layer has one window in each example, the whole input; a convolution has many, and they
 * overlap. All arrays are flat, one example after the other. Training spends its time here, so
 * four sums are made at a time: each number that is read serves all four.
 */
import type { Layer } from './layer.js';

/** Windows that stand at equal distances in an array. */
interface Windows {
  /** Place of the first number of the first window. */
  readonly first: number;
  /** From one window to the next. */
  readonly step: number;
  readonly count: number;
  /** How many windows stand before these, over all examples. */
  readonly before: number;
}

/** The windows in runs: of all examples at once for a dense layer, else of one example each. */
function runsOf({ places }: Layer, rows: number): number {
  return places === 1 ? 1 : rows;
}

function windowsOf({ inputs, places, step }: Layer, rows: number, run: number): Windows {
  return places === 1
    ? { first: 0, step: inputs, count: rows, before: 0 }
    : { first: run * inputs, step, count: places, before: run * places };
}

/**
 * The net inputs of `rows` examples.
 *
 * @param input [rows, inputs]
 * @param net [rows, places, neurons], overwritten
 */
export function affineForward(
  layer: Layer,
  input: Float64Array,
  net: Float64Array,
  rows: number,
): void {
  for (let run = 0; run < runsOf(layer, rows); run++) {
    forwardRun(layer, windowsOf(layer, rows, run), input, net);
  }
}

function forwardRun(
  { weights, biases, window, neurons }: Layer,
  { first, step, count, before }: Windows,
  input: Float64Array,
  net: Float64Array,
): void {
  const biased = biases.length > 0;
  for (let at = 0; at < count; at++) {
    const from = first + at * step;
    const to = from + window;
    const out = (before + at) * neurons;
    let neuron = 0;
    for (; neuron + 3 < neurons; neuron += 4) {
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      let k = neuron * window;
      for (let i = from; i < to; i++) {
        const x = input[i];
        sum0 += weights[k] * x;
        sum1 += weights[k + window] * x;
        sum2 += weights[k + 2 * window] * x;
        sum3 += weights[k + 3 * window] * x;
        k++;
      }
      net[out + neuron] = biased ? sum0 + biases[neuron] : sum0;
      net[out + neuron + 1] = biased ? sum1 + biases[neuron + 1] : sum1;
      net[out + neuron + 2] = biased ? sum2 + biases[neuron + 2] : sum2;
      net[out + neuron + 3] = biased ? sum3 + biases[neuron + 3] : sum3;
    }
    for (; neuron < neurons; neuron++) {
      let sum = 0;
      let k = neuron * window;
      for (let i = from; i < to; i++) sum += weights[k++] * input[i];
      net[out + neuron] = biased ? sum + biases[neuron] : sum;
    }
  }
}

/**
 * From the slope of the loss for every net input to the slopes for weights, biases and inputs.
 *
 * @param input [rows, inputs], as it was in the forward pass
 * @param slopes [rows, places, neurons], for the net inputs
 * @param gradients of all parameters of the network; those of this layer are added to
 * @param inputSlopes [rows, inputs], added to; left out where nobody asks
 */
export function affineBackward(
  layer: Layer,
  input: Float64Array,
  slopes: Float64Array,
  rows: number,
  gradients: Float64Array,
  inputSlopes?: Float64Array,
): void {
  for (let run = 0; run < runsOf(layer, rows); run++) {
    const windows = windowsOf(layer, rows, run);
    weightSlopes(layer, windows, input, slopes, gradients);
    if (inputSlopes) slopesOfInputs(layer, windows, slopes, inputSlopes);
  }
}

/** weight[neuron][i]: sum over windows of slope[window][neuron] * input[window][i]. */
function weightSlopes(
  { biases, window, neurons, weightsAt, biasesAt }: Layer,
  { first, step, count, before }: Windows,
  input: Float64Array,
  slopes: Float64Array,
  gradients: Float64Array,
): void {
  const from = before * neurons;
  const to = from + count * neurons;
  for (let neuron = 0; neuron < neurons; neuron++) {
    const own = weightsAt + neuron * window;
    let i = 0;
    for (; i + 3 < window; i += 4) {
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      let x = first + i;
      for (let k = from + neuron; k < to; k += neurons) {
        const slope = slopes[k];
        sum0 += slope * input[x];
        sum1 += slope * input[x + 1];
        sum2 += slope * input[x + 2];
        sum3 += slope * input[x + 3];
        x += step;
      }
      gradients[own + i] += sum0;
      gradients[own + i + 1] += sum1;
      gradients[own + i + 2] += sum2;
      gradients[own + i + 3] += sum3;
    }
    for (; i < window; i++) {
      let sum = 0;
      let x = first + i;
      for (let k = from + neuron; k < to; k += neurons) {
        sum += slopes[k] * input[x];
        x += step;
      }
      gradients[own + i] += sum;
    }
    if (biases.length === 0) continue;
    let sum = 0;
    for (let k = from + neuron; k < to; k += neurons) sum += slopes[k];
    gradients[biasesAt + neuron] += sum;
  }
}

/** input[window][i]: sum over neurons of slope[window][neuron] * weight[neuron][i]. */
function slopesOfInputs(
  { weights, window, neurons }: Layer,
  { first, step, count, before }: Windows,
  slopes: Float64Array,
  inputSlopes: Float64Array,
): void {
  for (let at = 0; at < count; at++) {
    const into = first + at * step;
    const from = (before + at) * neurons;
    const to = from + neurons;
    let i = 0;
    for (; i + 3 < window; i += 4) {
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      let w = i;
      for (let k = from; k < to; k++) {
        const slope = slopes[k];
        sum0 += slope * weights[w];
        sum1 += slope * weights[w + 1];
        sum2 += slope * weights[w + 2];
        sum3 += slope * weights[w + 3];
        w += window;
      }
      inputSlopes[into + i] += sum0;
      inputSlopes[into + i + 1] += sum1;
      inputSlopes[into + i + 2] += sum2;
      inputSlopes[into + i + 3] += sum3;
    }
    for (; i < window; i++) {
      let sum = 0;
      let w = i;
      for (let k = from; k < to; k++) {
        sum += slopes[k] * weights[w];
        w += window;
      }
      inputSlopes[into + i] += sum;
    }
  }
}
