/**
 * What every scheduler is: a name, a source, and a function from settings to a plan. One file has
 * one of them; `schedulers.ts` lists them all.
 */
import type { SchedulerConfig } from './config.js';
import type { PlanOptions, SchedulerPlan } from './plan.js';
import type { PredictionType } from './prediction.js';

/** One sampling method: its name, its source, and its plan. */
export interface Scheduler {
  /** The name on the command line. */
  readonly name: string;
  /** The name in scheduler_config.json. */
  readonly className: string;
  /** Where it comes from. */
  readonly source: string;
  readonly predictions: readonly PredictionType[];
  readonly usesKarras: boolean;
  /** What it takes where a configuration says nothing, as in diffusers. */
  readonly defaults: SchedulerConfig;
  /**
   * The coefficients of a run.
   *
   * @param steps whole, 1 to T
   * @throws ConfigError for what the method cannot do
   */
  readonly plan: (config: SchedulerConfig, steps: number, options?: PlanOptions) => SchedulerPlan;
}
