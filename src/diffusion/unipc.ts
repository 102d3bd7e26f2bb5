/**
 * UniPC: predict as DPM-Solver++ does; and when the network has spoken at the new level, use that
 * answer also to correct the sample before going on. One call a step, one order more.
 *
 * Source: Zhao, Bai, Rao, Zhou and Lu 2023, UniPC, algorithms 1 and 2 (multistep, data prediction),
 * B(h) = e^h - 1 (`bh2`) or h (`bh1`). lambda = -log(sigma). The corrected sample is the anchor.
 * Leaves out noise prediction and other predictors.
 */
import { ConfigError } from '../math/errors.js';
import { bareConfig, type SchedulerConfig } from './config.js';
import { solve } from './linear-system.js';
import { scaled, summed } from './mix.js';
import { levelOfSigma } from './noise-schedule.js';
import { checkPlan, finishPlan, type Mix } from './plan.js';
import { cleanFrom, predictionTypes } from './prediction.js';
import type { Scheduler } from './scheduler.js';
import { solverLadder } from './visited.js';

/**
 * UniPC, order 2 unless the configuration says otherwise.
 *
 * @example
 * unipc.plan(stableDiffusionConfig, 10).memory; // 2
 */
export const unipc: Scheduler = {
  name: 'unipc',
  className: 'UniPCMultistepScheduler',
  source: 'Zhao et al. 2023',
  predictions: predictionTypes,
  usesKarras: true,
  defaults: { ...bareConfig, timestepSpacing: 'linspace', solverType: 'bh2' },
  plan: (config, count, options = {}) => {
    const { begin } = checkPlan('unipc', config, count, options);
    const most = config.solverOrder;
    if (!Number.isInteger(most) || most < 1 || most > 4) {
      throw new ConfigError(`unipc: got solver order ${most}; expected 1, 2, 3 or 4`);
    }
    const { timesteps, sigmas } = solverLadder(config, count);
    let order = 0;
    const steps = timesteps.slice(begin).map((timestep, i) => {
      const index = begin + i;
      const level = levelOfSigma(sigmas[index]);
      // 1. the clean sample, from the sample as predicted, is what is remembered
      const clean = cleanFrom(config.predictionType, level);
      // 2. UniC, algorithm 2: the last stride once more, from the last corrected sample, with the
      //    answer that it led to
      const rests = i === 0 || config.disableCorrector.includes(index - 1);
      const corrected: Mix = rests
        ? { sample: 1 }
        : stride(config, sigmas, index - 1, order, 'corrector');
      // 3. the order of this stride: grows at the start, and falls towards the end
      const left = config.lowerOrderFinal ? timesteps.length - index : most;
      order = Math.min(most, left, i + 1);
      // 4. UniP, algorithm 1: the next stride, from the corrected sample
      const predicted = stride(config, sigmas, index, order, 'predictor');
      const { anchor = 0, kept } = predicted;
      const next = summed(scaled(corrected, anchor), { kept });
      return {
        timestep,
        inputScale: 1,
        keep: clean,
        next,
        anchor: corrected,
        clean,
        noising: level,
      };
    });
    const end = levelOfSigma(sigmas[timesteps.length]);
    return finishPlan('unipc', config, { steps, initialNoise: 1, finalLevel: end });
  },
};

/**
 * One stride from level `index` to the next, as a mixture of the sample it departs from (`anchor`)
 * and of kept clean samples. The corrector has one answer more: kept[0] is the one at the arrival.
 */
function stride(
  config: SchedulerConfig,
  sigmas: readonly number[],
  index: number,
  order: number,
  kind: 'predictor' | 'corrector',
): Mix {
  const [from, to] = [levelOfSigma(sigmas[index]), levelOfSigma(sigmas[index + 1])];
  const h = Math.log(sigmas[index] / sigmas[index + 1]);
  const growth = Math.expm1(-h);
  const base = config.solverType === 'bh1' ? -h : growth; // B(h)
  // r_k: where the earlier answers lie, measured in strides; the arrival is at 1
  const places = Array.from(
    { length: order - 1 },
    (_, k) => Math.log(sigmas[index] / sigmas[index - 1 - k]) / h,
  );
  const offset = kind === 'corrector' ? 1 : 0; // kept[offset] is the answer at the departure
  const nodes = kind === 'corrector' ? [...places, 1] : places;
  const weights = solutionOf(nodes, order, -h, base, kind);
  const kept = new Array<number>(order + offset).fill(0);
  kept[offset] = -to.signal * growth;
  nodes.forEach((place, k) => {
    const arrival = k === places.length;
    const at = arrival ? 0 : offset + 1 + k;
    const weight = (-to.signal * base * weights[k]) / place;
    kept[at] += weight;
    kept[offset] -= weight;
  });
  return { anchor: to.noise / from.noise, kept };
}

/** The weights a_k of formula (5): the differences, so weighted, cancel all lower orders. */
function solutionOf(
  nodes: readonly number[],
  order: number,
  step: number,
  base: number,
  kind: 'predictor' | 'corrector',
): number[] {
  if (nodes.length === 0) return [];
  // the lowest order of each needs no system: section 3.4
  if (kind === 'predictor' && order === 2) return [1 / 2];
  if (kind === 'corrector' && order === 1) return [1 / 2];
  const size = nodes.length;
  const right: number[] = [];
  let phi = Math.expm1(step) / step - 1;
  let factorial = 1;
  for (let i = 1; i <= size; i++) {
    right.push((phi * factorial) / base);
    factorial *= i + 1;
    phi = phi / step - 1 / factorial;
  }
  const rows = Array.from({ length: size }, (_, i) => nodes.map((node) => node ** i));
  return solve(rows, right);
}
