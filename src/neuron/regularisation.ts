/**
 * Regularisation: a penalty for large weights, added to the loss. Biases pay nothing.
 *
 *     L1: l1 * sum |w|          pulls every weight towards 0 by the same amount: many become 0
 *     L2: l2 / 2 * sum w^2      pulls by a share of the weight: all become smaller
 *
 * Sources: Tibshirani 1996 (L1, the lasso); Hoerl and Kennard 1970 (L2, ridge regression); Krogh
 * and Hertz 1991, A simple weight decay can improve generalization.
 */
import { ConfigError } from '../math/errors.js';
import type { Network } from './network.js';

export interface Penalty {
  /** 0 when left out. */
  readonly l1?: number;
  /** 0 when left out. */
  readonly l2?: number;
}

/** The penalty if there is one. */
export function penaltyOf({ l1 = 0, l2 = 0 }: Penalty): Required<Penalty> | undefined {
  for (const [name, value] of Object.entries({ l1, l2 })) {
    if (!(value >= 0 && Number.isFinite(value))) {
      throw new ConfigError(`regularisation: got ${name} ${value}; expected 0 or more`);
    }
  }
  return l1 > 0 || l2 > 0 ? { l1, l2 } : undefined;
}

/**
 * Adds the slope of the penalty to the gradients.
 *
 * @returns the penalty itself; shared weights pay once
 * @example
 * const net = network({ inputs: 2, layers: [{ size: 1, weights: [[3, -1]] }] });
 * addPenalty(net, new Float64Array(3), { l1: 0, l2: 0.1 }); // 0.5
 */
export function addPenalty(
  { layers }: Network,
  gradients: Float64Array,
  { l1, l2 }: Required<Penalty>,
): number {
  let sum = 0;
  for (const { weights, weightsAt, shares } of layers) {
    if (shares !== undefined) continue;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i];
      sum += l1 * Math.abs(weight) + (l2 / 2) * weight * weight;
      gradients[weightsAt + i] += l1 * Math.sign(weight) + l2 * weight;
    }
  }
  return sum;
}
