/**
 * The stride of PNDM: from one noise level to another along an estimate of the noise.
 *
 * Source: Liu et al. 2022, formula (9).
 */
import type { Mix } from './plan.js';
import type { PredictionType } from './prediction.js';

/**
 * The next sample as a mixture of a base sample and what the network said.
 *
 * @param type `epsilon`; or `v_prediction`, which is turned into noise at the level of departure
 * @param a alpha-bar of the level of departure
 * @param p alpha-bar of the level of arrival
 * @param base which sample the stride departs from
 * @param said weights of the kept answers
 */
export function pndmTransfer(
  type: PredictionType,
  a: number,
  p: number,
  base: 'sample' | 'anchor',
  said: readonly number[],
): Mix {
  const onSample = Math.sqrt(p / a);
  const onNoise = -(p - a) / (a * Math.sqrt(1 - p) + Math.sqrt(a * (1 - a) * p));
  const isV = type === 'v_prediction';
  return {
    [base]: onSample + (isV ? onNoise * Math.sqrt(1 - a) : 0),
    kept: said.map((weight) => weight * onNoise * (isV ? Math.sqrt(a) : 1)),
  };
}
