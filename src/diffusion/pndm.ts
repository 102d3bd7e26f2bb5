/**
 * PNDM: remember what the network said at earlier noise levels and bend the stride accordingly.
 *
 * Source: Liu, Ren, Lin and Zhao 2022, Pseudo Numerical Methods for Diffusion Models on Manifolds;
 * formula numbers are its. With `skipPrkSteps` (Stable Diffusion) it is PLMS, the linear multistep
 * of Crowson in latent-diffusion: the first stride is done twice, so that there is one call more
 * than steps. Without, the first three strides are Runge-Kutta's, four calls each (`pndm-prk.ts`).
 */
import { ConfigError } from '../math/errors.js';
import { bareConfig } from './config.js';
import { checkPlan, finishPlan, type Mix, type PlanDraft } from './plan.js';
import { prkCalls } from './pndm-prk.js';
import { pndmTransfer } from './pndm-transfer.js';
import { cleanFrom } from './prediction.js';
import type { Scheduler } from './scheduler.js';
import { alphaBar, wholeTimesteps } from './visited.js';

/** Adams and Bashforth's weights of what was said last, before that, ...; formula (12). */
const weights: readonly (readonly number[])[] = [
  [1],
  [3 / 2, -1 / 2],
  [23 / 12, -16 / 12, 5 / 12],
  [55 / 24, -59 / 24, 37 / 24, -9 / 24],
];

/**
 * PNDM.
 *
 * @example
 * const { steps } = pndm.plan(stableDiffusionConfig, 4);
 * steps.map((step) => step.timestep); // [751, 501, 501, 251, 1]
 */
export const pndm: Scheduler = {
  name: 'pndm',
  className: 'PNDMScheduler',
  source: 'Liu et al. 2022',
  predictions: ['epsilon', 'v_prediction'],
  usesKarras: false,
  defaults: bareConfig,
  plan: (config, count, options = {}) => {
    const { begin } = checkPlan('pndm', config, count, options);
    const alphaAt = alphaBar(config);
    const stride = Math.floor(config.trainTimesteps / count);
    const visited = wholeTimesteps(config, count);
    if (begin > 0 && !config.skipPrkSteps) {
      throw new ConfigError(`pndm: got begin ${begin} with Runge-Kutta steps; expected 0`);
    }
    const prk = config.skipPrkSteps ? [] : prkCalls(visited, stride);
    const plain = config.skipPrkSteps
      ? [...visited.slice(0, 1), ...visited.slice(1, 2), ...visited.slice(1)]
      : visited.slice(3);
    const calls = [...prk.map((call) => call.timestep), ...plain].slice(begin);
    /** Which calls' answers are remembered, newest last. */
    const remembered: number[] = [];
    const steps = calls.map((timestep, call): PlanDraft['steps'][number] => {
      const level = {
        signal: Math.sqrt(alphaAt(timestep)),
        noise: Math.sqrt(1 - alphaAt(timestep)),
      };
      const shared = {
        timestep,
        inputScale: 1,
        keep: { sample: 0, output: 1 },
        clean: cleanFrom(config.predictionType, level),
        noising: level,
      };
      const kept = (from: readonly number[], parts: readonly number[]): number[] => {
        const mix = new Array<number>(call + 1 - Math.min(...from, call)).fill(0);
        parts.forEach((part, i) => {
          mix[call - from[from.length - 1 - i]] += part;
        });
        return mix;
      };
      const transfer = (from: number, to: number, base: 'sample' | 'anchor', said: number[]): Mix =>
        pndmTransfer(config.predictionType, alphaAt(from), alphaAt(to), base, said);

      if (call < prk.length) {
        // Runge and Kutta, formula (13): four answers, all from the sample of the first
        const { quarter, at, to, said } = prk[call];
        if (quarter === 0) remembered.push(call);
        const base = quarter === 0 ? 'sample' : 'anchor';
        const next = transfer(at, to, base, said);
        return { ...shared, next, anchor: quarter === 0 ? { sample: 1 } : { anchor: 1 } };
      }
      const again = prk.length === 0 && call === 1;
      if (again) {
        // the first stride once more: the mean of both answers, from the sample before it
        const next = transfer(timestep + stride, timestep, 'anchor', [1 / 2, 1 / 2]);
        return { ...shared, next };
      }
      remembered.push(call);
      const from = remembered.slice(-4);
      const said = kept(from, weights[from.length - 1]);
      return { ...shared, next: transfer(timestep, timestep - stride, 'sample', said) };
    });
    const end = alphaAt(-1);
    return finishPlan('pndm', config, {
      steps,
      initialNoise: 1,
      finalLevel: { signal: Math.sqrt(end), noise: Math.sqrt(1 - end) },
    });
  },
};
