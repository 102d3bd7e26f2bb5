/**
 * A learning rate that changes during a run: which rate holds at which step. Pure.
 *
 * Every change is kept with its step, so that going back and on again does the same steps with the
 * same rates, and a link reproduces the run.
 */
import { type Optimiser, optimiserNamed } from '../../neuron/optimiser.js';
import type { Field } from '../core/state.js';

/** From the step after `after` on, this rate. */
export interface RateChange {
  readonly after: number;
  readonly rate: number;
}

export interface RatePlan {
  /** The rate that the run starts with. */
  readonly rate: number;
  /** In the order of their steps. */
  readonly changes: readonly RateChange[];
}

export const RATES = { from: 1e-6, to: 1e6 } as const;

/**
 * The rate of a step; the first step is 1.
 *
 * @example
 * rateAt({ rate: 0.1, changes: [{ after: 5, rate: 0.01 }] }, 6); // 0.01
 */
export function rateAt({ rate, changes }: RatePlan, step: number): number {
  for (let i = changes.length - 1; i >= 0; i--) {
    if (changes[i].after < step) return changes[i].rate;
  }
  return rate;
}

/** The plan with another rate from now on; what was planned for later is dropped. */
export function withRate(plan: RatePlan, done: number, rate: number): RatePlan {
  if (done === 0) return { rate, changes: [] };
  const before = plan.changes.filter(({ after }) => after < done);
  return { rate: plan.rate, changes: [...before, { after: done, rate }] };
}

/** Whether two plans agree in the steps that are done. */
export function sameSoFar(a: RatePlan, b: RatePlan, done: number): boolean {
  const early = (plan: RatePlan): string =>
    plan.changes
      .filter(({ after }) => after < done)
      .map(({ after, rate }) => `${after}:${rate}`)
      .join();
  return done === 0 || (a.rate === b.rate && early(a) === early(b));
}

/** An optimiser that takes its rate from a plan at every step. */
export function plannedOptimiser(name: string, plan: () => RatePlan): Optimiser {
  let rate = plan().rate;
  let made = optimiserNamed(name, { learningRate: rate });
  return {
    name,
    get learningRate() {
      return rate;
    },
    memory: made.memory,
    step: (parameters, gradients, memory, time) => {
      const now = rateAt(plan(), time);
      if (now !== rate) {
        rate = now;
        made = optimiserNamed(name, { learningRate: rate });
      }
      made.step(parameters, gradients, memory, time);
    },
  };
}

/** A rate with three digits: 0.00001 stays what it is. */
export const rateField: Field<number> = {
  fallback: 0.03,
  write: plainRate,
  read: (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value)) return { note: 'that is not a number' };
    if (value < RATES.from) {
      return { value: RATES.from, note: `${value} is less than ${RATES.from}, the smallest rate` };
    }
    if (value > RATES.to) {
      return { value: RATES.to, note: `${value} is more than ${RATES.to}, the largest rate` };
    }
    return { value: Number(plainRate(value)) };
  },
};

/** Written `1200:0.01,5000:0.003`: after how many steps, which rate. */
export const changesField: Field<readonly RateChange[]> = {
  fallback: [],
  write: (changes) => changes.map(({ after, rate }) => `${after}:${plainRate(rate)}`).join(','),
  read: (text) => {
    const changes = text
      .split(',')
      .filter((part) => part !== '')
      .map((part) => part.split(':').map(Number))
      .map(([after, rate]) => ({ after, rate }));
    const wrong = changes.some(
      ({ after, rate }, i) =>
        !Number.isSafeInteger(after) ||
        after <= (changes[i - 1]?.after ?? 0) ||
        !(rate >= RATES.from && rate <= RATES.to),
    );
    if (wrong || changes.length > 100) return { note: 'the changes of the rate are damaged' };
    return { value: changes };
  },
};

/** A rate with three digits, never in powers of ten. */
export function plainRate(rate: number): string {
  return String(Number(rate.toPrecision(3)));
}
