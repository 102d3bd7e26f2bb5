/**
 * Forward through every layer, many examples at once.
 *
 * Leaves out: checks of the caller's numbers; `forward` in network-forward.ts makes them.
 */
import { affineForward } from './affine.js';
import { weightedSum } from './combine.js';
import { combinedForward } from './combined.js';
import type { Cells, Workspace } from './workspace.js';

/**
 * Fills the workspace from its input layer's output on.
 *
 * @param rows how many examples stand there, at most `workspace.rows`
 * @param training whether outputs drop out (by the `kept` that stands in the cells)
 */
export function propagate({ cells }: Workspace, rows: number, training = false): void {
  for (let at = 1; at < cells.length; at++) {
    combine(cells[at], rows);
    activate(cells[at], rows);
    if (cells[at].layer.dropout > 0) drop(cells[at], rows, training);
  }
}

function combine(cells: Cells, rows: number): void {
  const { layer, from, input, net } = cells;
  const { size, kind } = layer;
  switch (kind) {
    case 'dense':
    case 'conv1d':
      if (from.length > 1) gather(from, input, rows);
      if (layer.combine === weightedSum) affineForward(layer, input, net, rows);
      else combinedForward(layer, input, net, rows);
      return;
    case 'add':
    case 'multiply':
      for (let k = 0; k < rows * size; k++) net[k] = from[0].output[k];
      for (let other = 1; other < from.length; other++) {
        const { output } = from[other];
        for (let k = 0; k < rows * size; k++) {
          net[k] = kind === 'add' ? net[k] + output[k] : net[k] * output[k];
        }
      }
      return;
    case 'concatenate':
      gather(from, net, rows);
      return;
    case 'slice':
      if (from.length > 1) gather(from, input, rows);
      for (let row = 0; row < rows; row++) {
        const first = row * layer.inputs + layer.start;
        for (let k = 0; k < size; k++) net[row * size + k] = input[first + k];
      }
      return;
    case 'zeros':
    case 'input':
      return;
  }
}

/** Puts the outputs of several layers side by side: [rows, all their sizes]. */
function gather(from: readonly Cells[], into: Float64Array, rows: number): void {
  let out = 0;
  for (let row = 0; row < rows; row++) {
    for (const { layer, output } of from) {
      const first = row * layer.size;
      for (let k = 0; k < layer.size; k++) into[out++] = output[first + k];
    }
  }
}

function activate({ layer, net, activated }: Cells, rows: number): void {
  const { activation, activationParameter, size } = layer;
  if (activation === 'softmax') {
    for (let row = 0; row < rows; row++) softmaxRow(net, activated, row * size, size);
  } else if (net !== activated) {
    const { apply } = activation;
    for (let k = 0; k < rows * size; k++) activated[k] = apply(net[k], activationParameter);
  }
}

/** As `softmax`, in place of one row: the largest is subtracted, so that no power overflows. */
function softmaxRow(net: Float64Array, shares: Float64Array, first: number, size: number): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = first; k < first + size; k++) largest = Math.max(largest, net[k]);
  let total = 0;
  for (let k = first; k < first + size; k++) {
    shares[k] = Math.exp(net[k] - largest);
    total += shares[k];
  }
  for (let k = first; k < first + size; k++) shares[k] /= total;
}

function drop({ layer, activated, output, kept }: Cells, rows: number, training: boolean): void {
  for (let k = 0; k < rows * layer.size; k++) {
    output[k] = training ? activated[k] * kept[k] : activated[k];
  }
}
