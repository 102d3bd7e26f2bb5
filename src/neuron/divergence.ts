/**
 * When training runs away: which layer was the first whose numbers became too large.
 */

import type { Network } from './network.js';
import type { Optimiser } from './optimiser.js';
import { numberText } from './text.js';
import type { Workspace } from './workspace.js';

export interface Divergence {
  /** The epoch in which it was noticed; 1 is the first. */
  readonly epoch: number;
  /** The first layer whose numbers are no longer finite, or else the one with the largest weight. */
  readonly layer: string;
  /** What happened and what to do, in one or two sentences. */
  readonly message: string;
}

/** The largest weight or bias, without its sign; Infinity when one is not finite. */
export function largestWeight({ parameters }: Network): number {
  let largest = 0;
  for (let i = 0; i < parameters.length; i++) {
    const size = Math.abs(parameters[i]);
    if (!(size <= largest)) largest = Number.isNaN(size) ? Number.POSITIVE_INFINITY : size;
  }
  return largest;
}

/** Says which layer ran away first. */
export function divergence(
  { cells }: Workspace,
  { rows, epoch, optimiser }: { rows: number; epoch: number; optimiser: Optimiser },
): Divergence {
  const worst = (numbers: Float64Array, count = numbers.length): number => {
    let largest = 0;
    for (let i = 0; i < count; i++) {
      if (!Number.isFinite(numbers[i])) return numbers[i];
      if (Math.abs(numbers[i]) > Math.abs(largest)) largest = numbers[i];
    }
    return largest;
  };
  const seen = cells.slice(1).map(({ layer, net }) => ({
    layer: layer.name,
    weight: worst(layer.weights),
    net: worst(net, rows * layer.size),
  }));
  const broken = seen.find(({ weight, net }) => !Number.isFinite(weight) || !Number.isFinite(net));
  const heaviest = seen.reduce((a, b) => (Math.abs(b.weight) > Math.abs(a.weight) ? b : a));
  const { layer, weight, net } = broken ?? heaviest;
  const what = Number.isFinite(weight)
    ? `a net input of ${numberText(net)} and a weight of ${numberText(weight)}`
    : `a weight of ${weight}`;
  const message =
    `training diverged in epoch ${epoch}: layer '${layer}' has ${what}. The steps are too large: ` +
    `the learning rate is ${optimiser.learningRate}; try ${suggested(optimiser.learningRate)}, ` +
    'and see that the inputs are near -1 to 1';
  return { epoch, layer, message };
}

/** A tenth, or 0.1 where that would still be far too much. */
function suggested(rate: number): number {
  return rate > 1 ? 0.1 : Number((rate / 10).toPrecision(3));
}
