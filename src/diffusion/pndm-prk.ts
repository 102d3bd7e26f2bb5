/**
 * The first three strides of PNDM when they are Runge-Kutta's: four calls each.
 *
 * Source: Liu et al. 2022, formula (13) and algorithm 2, in the order of diffusers.
 */
import { ConfigError } from '../math/errors.js';

/** One of the twelve calls. */
export interface PrkCall {
  readonly timestep: number;
  /** 0 to 3, which of the four of its stride. */
  readonly quarter: number;
  /** The stride departs from this timestep and arrives at that one. */
  readonly at: number;
  readonly to: number;
  /** Weights of the answers of this stride, this call's first. */
  readonly said: number[];
}

/**
 * The calls, noisy to clean.
 *
 * @param visited the spaced timesteps, noisy to clean
 * @param stride T / steps
 * @throws ConfigError for fewer than four steps
 */
export function prkCalls(visited: readonly number[], stride: number): PrkCall[] {
  if (visited.length < 4) {
    throw new ConfigError(
      `pndm: got ${visited.length} steps with Runge-Kutta; ` +
        'expected 4 or more, or skip_prk_steps true',
    );
  }
  const half = Math.floor(stride / 2);
  // Each stride asks at its start, twice half-way, and at its end.
  const timesteps = [0, 1, 2].flatMap((k) => {
    const middle = visited[k + 1] + half;
    return [visited[k], middle, middle, visited[k + 1]];
  });
  const parts = [[1], [1], [1], [1 / 6, 1 / 3, 1 / 3, 1 / 6]];
  return timesteps.map((timestep, call) => {
    const quarter = call % 4;
    const to = timestep - (call % 2 === 0 ? half : 0);
    return { timestep, quarter, at: timesteps[call - quarter], to, said: parts[quarter] };
  });
}
