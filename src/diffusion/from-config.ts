/**
 * scheduler_config.json of a diffusers folder -> scheduler and settings, as `from_config` takes it:
 * another class may be asked for, it gets the keys that it knows, and its own defaults for the
 * rest. What this library does not have is refused by name, never ignored.
 *
 * Source: diffusers 0.42, `configuration_utils.py` and the constructors of the ten classes.
 */
import { ConfigError, unknownName } from '../math/errors.js';
import { betaSchedules } from './betas.js';
import type { SchedulerConfig } from './config.js';
import { keysOf, refusals, type Settings } from './config-keys.js';
import { predictionTypes } from './prediction.js';
import type { Scheduler } from './scheduler.js';
import { schedulerNamed } from './schedulers.js';
import { spacings } from './timesteps.js';

/** A scheduler and the settings to plan with. */
export interface ConfiguredScheduler {
  readonly scheduler: Scheduler;
  readonly config: SchedulerConfig;
}

/** What is asked for instead of what the file says. */
export interface SchedulerChoice extends Partial<SchedulerConfig> {
  /** Another scheduler than the file's, by the name on the command line or of its class. */
  readonly scheduler?: string;
}

/**
 * Reads a configuration.
 *
 * @param source the text of scheduler_config.json (Python's -Infinity is understood), or what
 *   JSON.parse made of it
 * @param choice settings that win over the file; what is undefined is as if it were not there
 * @throws ConfigError for text that is no object, an unknown class, a setting of the wrong kind, or
 *   one that this library does not have
 * @example
 * const file = '{ "_class_name": "PNDMScheduler", "steps_offset": 1, "skip_prk_steps": true }';
 * const { scheduler, config } = schedulerFromConfig(file, { scheduler: 'euler' });
 * [scheduler.name, config.timestepSpacing, config.stepsOffset]; // ['euler', 'linspace', 1]
 */
export function schedulerFromConfig(
  source: string | Readonly<Record<string, unknown>>,
  choice: SchedulerChoice = {},
): ConfiguredScheduler {
  const given = typeof source === 'string' ? parsed(source) : source;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new ConfigError('scheduler config: got no object; expected scheduler_config.json');
  }
  const { scheduler: wanted, ...overrides } = choice;
  const className = given._class_name;
  const name = wanted ?? (typeof className === 'string' ? className : undefined);
  if (name === undefined) {
    throw new ConfigError("scheduler config: got no '_class_name'; expected one, or a scheduler");
  }
  const scheduler = schedulerNamed(name);
  const settings = known(given, scheduler);
  refuse(settings, scheduler);
  const config = {
    ...scheduler.defaults,
    ...translated(settings, scheduler),
    ...(defined(overrides) as Partial<SchedulerConfig>),
  };
  return { scheduler, config: checked(config, scheduler) };
}

/** Only the keys that the class takes, without those that were only its defaults when saved. */
function known(given: Readonly<Record<string, unknown>>, scheduler: Scheduler): Settings {
  const unused = Array.isArray(given._use_default_values) ? given._use_default_values : [];
  const keys = keysOf(scheduler.name);
  return Object.fromEntries(
    Object.entries(given).filter(([key]) => keys.includes(key) && !unused.includes(key)),
  );
}

function refuse(settings: Settings, scheduler: Scheduler): void {
  for (const [key, value] of Object.entries(settings)) {
    const fine = refusals[key];
    if (!fine || value === null || fine.accepts.includes(value as never)) continue;
    throw new ConfigError(
      `${scheduler.name}: got ${key} ${JSON.stringify(value)}; expected ` +
        `${fine.accepts.map((one) => JSON.stringify(one)).join(' or ')} (${fine.why})`,
    );
  }
}

/** Diffusers' names and kinds to ours. */
function translated(settings: Settings, scheduler: Scheduler): Partial<SchedulerConfig> {
  const reader = new Map(Object.entries(settings).filter(([, value]) => value !== null));
  const number = (key: string): number | undefined => take(reader, key, 'number');
  const flag = (key: string): boolean | undefined => take(reader, key, 'boolean');
  const word = (key: string): string | undefined => take(reader, key, 'string');
  const clips = flag('clip_sample') ?? scheduler.defaults.clip !== Number.POSITIVE_INFINITY;
  const solver = word('solver_type');
  return defined({
    trainTimesteps: number('num_train_timesteps'),
    betaStart: number('beta_start'),
    betaEnd: number('beta_end'),
    betaSchedule: word('beta_schedule'),
    trainedBetas: numbers(reader, 'trained_betas'),
    rescaleZeroSnr: flag('rescale_betas_zero_snr'),
    predictionType: word('prediction_type'),
    timestepSpacing: word('timestep_spacing'),
    stepsOffset: number('steps_offset'),
    karras: flag('use_karras_sigmas'),
    setAlphaToOne: flag('set_alpha_to_one'),
    clip: clips ? (number('clip_sample_range') ?? 1) : Number.POSITIVE_INFINITY,
    finalSigmas: word('final_sigmas_type'),
    skipPrkSteps: flag('skip_prk_steps'),
    variance: word('variance_type')?.startsWith('fixed_large') ? 'large' : 'small',
    solverOrder: number('solver_order'),
    // each of the two solvers takes the other's word for its own default
    solverType: scheduler.name === 'unipc' && solver !== 'bh1' ? 'bh2' : solver,
    lowerOrderFinal: flag('lower_order_final'),
    eulerAtFinal: flag('euler_at_final'),
    lambdaMinClipped: number('lambda_min_clipped'),
    disableCorrector: numbers(reader, 'disable_corrector'),
    originalSteps: number('original_inference_steps'),
    timestepScaling: number('timestep_scaling'),
  }) as Partial<SchedulerConfig>;
}

function checked(config: SchedulerConfig, scheduler: Scheduler): SchedulerConfig {
  const { predictionType, timestepSpacing, betaSchedule, trainedBetas } = config;
  const among = (kind: string, value: string, names: readonly string[]): void => {
    if (!names.includes(value)) throw unknownName(kind, value, names);
  };
  among('prediction type', predictionType, predictionTypes);
  among(`prediction type for ${scheduler.name}`, predictionType, scheduler.predictions);
  among('timestep spacing', timestepSpacing, spacings);
  among('beta schedule', betaSchedule, betaSchedules);
  if (config.karras && !scheduler.usesKarras) {
    throw new ConfigError(
      `${scheduler.name}: got Karras sigmas; expected a scheduler that has them: ` +
        'euler, heun, lms, dpm++2m, unipc',
    );
  }
  if (config.rescaleZeroSnr && !keysOf(scheduler.name).includes('rescale_betas_zero_snr')) {
    throw new ConfigError(
      `${scheduler.name}: got a zero-SNR rescale; expected a scheduler that has it: ` +
        'ddpm, ddim, euler, euler-a, dpm++2m, unipc, lcm',
    );
  }
  return trainedBetas ? { ...config, trainTimesteps: trainedBetas.length } : config;
}

/** JSON as Python writes it: -Infinity, Infinity and NaN are words there. */
function parsed(text: string): Readonly<Record<string, unknown>> {
  const words = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g;
  try {
    return JSON.parse(
      text.replace(words, (found) =>
        found.endsWith('Infinity') ? `${found.startsWith('-') ? '-' : ''}1e999` : found,
      ),
    );
  } catch {
    const start = text.trim().slice(0, 30);
    throw new ConfigError(`scheduler config: got ${JSON.stringify(start)}; expected JSON`);
  }
}

interface Kinds {
  number: number;
  boolean: boolean;
  string: string;
}

function take<K extends keyof Kinds>(
  from: ReadonlyMap<string, unknown>,
  key: string,
  kind: K,
): Kinds[K] | undefined {
  const value = from.get(key);
  if (value === undefined) return undefined;
  if (typeof value === kind) return value as Kinds[K];
  throw new ConfigError(
    `scheduler config: ${key}: got ${JSON.stringify(value)}; expected a ${kind}`,
  );
}

function numbers(from: ReadonlyMap<string, unknown>, key: string): number[] | undefined {
  const value = from.get(key);
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((one) => typeof one === 'number')) return value;
  throw new ConfigError(`scheduler config: ${key}: got no list; expected a list of numbers`);
}

function defined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
