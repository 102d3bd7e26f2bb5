/**
 * All schedulers of this library, in the order in which the course meets them.
 */
import { unknownName } from '../math/errors.js';
import { ddim } from './ddim.js';
import { ddpm } from './ddpm.js';
import { dpmSolver } from './dpm-solver.js';
import { euler } from './euler.js';
import { eulerAncestral } from './euler-ancestral.js';
import { heun } from './heun.js';
import { lcm } from './lcm.js';
import { lms } from './lms.js';
import { pndm } from './pndm.js';
import type { Scheduler } from './scheduler.js';
import { unipc } from './unipc.js';

/** Every scheduler there is. */
export const schedulers: readonly Scheduler[] = [
  ddpm,
  ddim,
  pndm,
  euler,
  eulerAncestral,
  heun,
  lms,
  dpmSolver,
  unipc,
  lcm,
];

/**
 * The scheduler of a name, as on the command line or as in scheduler_config.json.
 *
 * @throws ConfigError for an unknown name, with the nearest ones
 * @example
 * schedulerNamed('euler-a').className; // 'EulerAncestralDiscreteScheduler'
 * schedulerNamed('DDIMScheduler').name; // 'ddim'
 */
export function schedulerNamed(name: string): Scheduler {
  const found = schedulers.find((one) => one.name === name || one.className === name);
  if (found) return found;
  const names = schedulers.map((one) => (/Scheduler$/i.test(name) ? one.className : one.name));
  throw unknownName('scheduler', name, names);
}
