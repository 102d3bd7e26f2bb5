/**
 * Backward through every layer: the chain rule, once for each edge, many examples at once.
 *
 * Source: Rumelhart, Hinton and Williams 1986. It starts from the slopes of the loss for the last
 * layer's outputs (or net inputs, see `loss.ts`), and ends in `workspace.gradients`.
 */
import { affineBackward } from './affine.js';
import { weightedSum } from './combine.js';
import { combinedBackward } from './combined.js';
import type { Cells, Workspace } from './workspace.js';

/**
 * Fills `workspace.gradients` with the sum over the examples.
 *
 * @param rows as in the forward pass before it
 * @param training whether outputs dropped out in that pass
 * @param fromNet whether the last layer's slopes are already those for its net inputs
 */
export function backpropagate(
  { cells, gradients }: Workspace,
  rows: number,
  { training = false, fromNet = false }: { training?: boolean; fromNet?: boolean } = {},
): void {
  gradients.fill(0);
  const last = cells.length - 1;
  for (let at = 0; at < last; at++) cells[at].slopes.fill(0, 0, rows * cells[at].layer.size);
  for (let at = last; at > 0; at--) {
    const one = cells[at];
    if (!one.layer.learns) continue;
    if (training && one.layer.dropout > 0) undrop(one, rows);
    if (at < last || !fromNet) deactivate(one, rows);
    uncombine(one, rows, gradients);
  }
}

function undrop({ layer, slopes, kept }: Cells, rows: number): void {
  for (let k = 0; k < rows * layer.size; k++) slopes[k] *= kept[k];
}

/** From slopes for the outputs to slopes for the net inputs, in place. */
function deactivate({ layer, net, activated, slopes }: Cells, rows: number): void {
  const { activation, activationParameter, size } = layer;
  const count = rows * size;
  if (activation === 'softmax') {
    for (let row = 0; row < rows; row++) softmaxSlopes(activated, slopes, row * size, size);
  } else if (net === activated) {
    return;
  } else if (activation.derivativeFromOutput) {
    const slopeAt = activation.derivativeFromOutput;
    for (let k = 0; k < count; k++) slopes[k] *= slopeAt(activated[k], activationParameter);
  } else {
    const { derivative } = activation;
    for (let k = 0; k < count; k++) slopes[k] *= derivative(net[k], activationParameter);
  }
}

/** Every share answers to every score: p_i (slope_i - sum over j of p_j slope_j). */
function softmaxSlopes(
  shares: Float64Array,
  slopes: Float64Array,
  first: number,
  size: number,
): void {
  let mean = 0;
  for (let k = first; k < first + size; k++) mean += shares[k] * slopes[k];
  for (let k = first; k < first + size; k++) slopes[k] = shares[k] * (slopes[k] - mean);
}

/** Hands the slopes for the net inputs on, to the weights and to the layers that feed this one. */
function uncombine(cells: Cells, rows: number, gradients: Float64Array): void {
  const { layer, from, input, slopes, inputSlopes } = cells;
  const { size, inputs, start } = layer;
  switch (layer.kind) {
    case 'dense':
    case 'conv1d': {
      const asked = from.some((source) => source.layer.learns);
      if (from.length > 1) inputSlopes.fill(0, 0, rows * inputs);
      const back = layer.combine === weightedSum ? affineBackward : combinedBackward;
      back(layer, input, slopes, rows, gradients, asked ? inputSlopes : undefined);
      if (from.length > 1 && asked) scatter(from, inputSlopes, rows);
      return;
    }
    case 'add':
      for (const source of from) {
        for (let k = 0; k < rows * size; k++) source.slopes[k] += slopes[k];
      }
      return;
    case 'multiply':
      // Each factor's slope is the product of all the others.
      from.forEach((source, own) => {
        for (let k = 0; k < rows * size; k++) {
          let others = slopes[k];
          for (let i = 0; i < from.length; i++) if (i !== own) others *= from[i].output[k];
          source.slopes[k] += others;
        }
      });
      return;
    case 'concatenate':
      scatter(from, slopes, rows);
      return;
    case 'slice':
      if (from.length > 1) inputSlopes.fill(0, 0, rows * inputs);
      for (let row = 0; row < rows; row++) {
        const first = row * inputs + start;
        for (let k = 0; k < size; k++) inputSlopes[first + k] += slopes[row * size + k];
      }
      if (from.length > 1) scatter(from, inputSlopes, rows);
      return;
    case 'zeros':
    case 'input':
      return;
  }
}

/** The way back of putting side by side: each layer gets its part added. */
function scatter(from: readonly Cells[], slopes: Float64Array, rows: number): void {
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (const source of from) {
      const first = row * source.layer.size;
      for (let k = 0; k < source.layer.size; k++) source.slopes[first + k] += slopes[at++];
    }
  }
}
