/**
 * Picking a backend out of a list of candidates, best first: the part that a browser and Node share.
 */
import { ConfigError, unknownName } from '../math/errors.js';
import { tf } from './tf.js';

export type BackendName = 'tensorflow' | 'wasm' | 'cpu' | 'webgpu';

/** The backend in use, and why not a better one (with what to do about it). */
export interface BackendChoice {
  readonly backend: BackendName;
  readonly why: string;
}

/** One way to compute. `start` makes it the one in use, or returns why that cannot be. */
export interface Candidate {
  readonly name: BackendName;
  /** What it is, for the report. */
  readonly what: string;
  /** False: never picked unless asked for by name. */
  readonly automatic: boolean;
  readonly start: () => Promise<Obstacle | undefined>;
}

/** Why a backend cannot be used here, and what to do about it. */
export interface Obstacle {
  readonly reason: string;
  readonly remedy: string;
}

/** One line of `backendReport`. */
export interface BackendState {
  readonly backend: BackendName;
  readonly state: 'in use' | 'ready' | 'missing' | 'by name only';
  readonly what: string;
  /** What to do to get it; null when there is nothing to do. */
  readonly remedy: string | null;
}

/** Starts the named candidate, or with 'auto' the first that works. */
export async function choose(
  name: string,
  candidates: readonly Candidate[],
): Promise<BackendChoice> {
  const names = candidates.map((candidate) => candidate.name);
  if (name !== 'auto') {
    const asked = candidates.find((candidate) => candidate.name === name);
    if (asked === undefined) throw unknownName('backend', name, ['auto', ...names]);
    const obstacle = await asked.start();
    if (obstacle === undefined)
      return { backend: asked.name, why: `'${asked.name}' was asked for` };
    throw new ConfigError(
      `backend '${asked.name}' cannot be used: ${obstacle.reason}; expected one that works here. ` +
        `${obstacle.remedy}; or let useBackend() pick`,
    );
  }
  const passed: string[] = [];
  for (const candidate of candidates.filter(({ automatic }) => automatic)) {
    const obstacle = await candidate.start();
    if (obstacle === undefined) {
      const best = 'the fastest that this course knows here';
      return { backend: candidate.name, why: passed.length > 0 ? passed.join('; ') : best };
    }
    passed.push(`no '${candidate.name}': ${obstacle.reason}. ${obstacle.remedy}`);
  }
  throw new ConfigError(`no backend works: ${passed.join('; ')}`);
}

/** The state of every candidate. Starts each that is automatic; the one in use stays in use. */
export async function report(candidates: readonly Candidate[]): Promise<BackendState[]> {
  const current = tf.getBackend();
  const states: BackendState[] = [];
  for (const { name: backend, what, automatic, start } of candidates) {
    const obstacle = automatic ? await start() : undefined;
    if (obstacle !== undefined) {
      states.push({ backend, state: 'missing', what: obstacle.reason, remedy: obstacle.remedy });
    } else {
      const idle = automatic ? 'ready' : 'by name only';
      states.push({ backend, state: backend === current ? 'in use' : idle, what, remedy: null });
    }
  }
  await tf.setBackend(current);
  return states;
}
