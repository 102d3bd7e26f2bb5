/**
 * Optimisers: from the slopes of the loss to a step of the weights.
 *
 * An optimiser is plain data and one function; what it remembers between two steps is one flat
 * array, so that a snapshot of training is a copy of two arrays. Sources: Cauchy 1847 and Robbins
 * and Monro 1951 (sgd); Polyak 1964 (momentum); Kingma and Ba 2015, algorithm 1 (Adam).
 */
import { ConfigError, unknownName } from '../math/errors.js';

export interface Optimiser {
  readonly name: string;
  readonly learningRate: number;
  /** How many numbers it remembers for a network of so many parameters. */
  readonly memory: (parameters: number) => number;
  /**
   * Moves the parameters against their slopes, in place.
   *
   * @param memory `memory(parameters.length)` numbers, zeros before the first step
   * @param time the number of this step, from 1 on
   */
  readonly step: (
    parameters: Float64Array,
    gradients: Float64Array,
    memory: Float64Array,
    time: number,
  ) => void;
}

/**
 * Stochastic gradient descent: downhill, by learning rate times slope.
 *
 * @throws ConfigError when the learning rate is not a number above 0
 * @example
 * const at = Float64Array.of(1);
 * sgd({ learningRate: 0.1 }).step(at, Float64Array.of(5), new Float64Array(0), 1);
 * at; // [0.5]
 */
export function sgd({ learningRate = 0.1 }: { readonly learningRate?: number } = {}): Optimiser {
  checkRate('sgd', learningRate);
  return {
    name: 'sgd',
    learningRate,
    memory: () => 0,
    step: (parameters, gradients) => {
      for (let i = 0; i < parameters.length; i++) parameters[i] -= learningRate * gradients[i];
    },
  };
}

export interface MomentumOptions {
  readonly learningRate?: number;
  /** How much of the last step is kept, 0 up to but not 1 (default 0.9). */
  readonly momentum?: number;
}

/**
 * A ball that rolls: the step keeps a part of the step before. v = momentum v + slope; w -= rate v.
 *
 * @throws ConfigError when a number is out of range
 * @example
 * const [at, memory] = [Float64Array.of(1), new Float64Array(1)];
 * const ball = momentum({ learningRate: 0.1, momentum: 0.5 });
 * ball.step(at, Float64Array.of(1), memory, 1);
 * ball.step(at, Float64Array.of(1), memory, 2);
 * at; // [0.75]
 */
export function momentum(options: MomentumOptions = {}): Optimiser {
  const { learningRate = 0.1, momentum: kept = 0.9 } = options;
  checkRate('momentum', learningRate);
  checkShare('momentum', 'momentum', kept);
  return {
    name: 'momentum',
    learningRate,
    memory: (parameters) => parameters,
    step: (parameters, gradients, velocity) => {
      for (let i = 0; i < parameters.length; i++) {
        velocity[i] = kept * velocity[i] + gradients[i];
        parameters[i] -= learningRate * velocity[i];
      }
    },
  };
}

/** Named as in the paper; epsilon is TensorFlow's, so that both engines of the course agree. */
export interface AdamSettings {
  readonly learningRate?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/**
 * Adam: a step of its own for every weight, by what its slope did so far.
 *
 * @throws ConfigError when a number is out of range
 * @example
 * const [at, memory] = [Float64Array.of(1, -1), new Float64Array(4)];
 * adam({ learningRate: 0.1 }).step(at, Float64Array.of(5, -0.2), memory, 1);
 * at; // [0.9, -0.9]
 */
export function adam(settings: AdamSettings = {}): Optimiser {
  const { learningRate = 0.01, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = settings;
  checkRate('adam', learningRate);
  checkShare('adam', 'beta1', beta1);
  checkShare('adam', 'beta2', beta2);
  if (!(epsilon > 0)) throw new ConfigError(`adam: got epsilon ${epsilon}; expected above 0`);
  return {
    name: 'adam',
    learningRate,
    memory: (parameters) => 2 * parameters,
    step: (parameters, gradients, memory, time) => {
      const count = parameters.length;
      // Both memories start at 0 and would be too small in the first steps.
      const rate = learningRate / (1 - beta1 ** time);
      const unbias = 1 / (1 - beta2 ** time);
      for (let i = 0; i < count; i++) {
        const slope = gradients[i];
        memory[i] = beta1 * memory[i] + (1 - beta1) * slope;
        memory[count + i] = beta2 * memory[count + i] + (1 - beta2) * slope * slope;
        parameters[i] -= (rate * memory[i]) / (Math.sqrt(memory[count + i] * unbias) + epsilon);
      }
    },
  };
}

/** By name, with the settings that all of them share. */
const byName: Readonly<Record<string, (settings: { learningRate?: number }) => Optimiser>> = {
  sgd,
  momentum,
  adam,
};

/** The names: sgd, momentum, adam. */
export const optimiserNames: readonly string[] = Object.keys(byName);

/**
 * The optimiser of that name.
 *
 * @throws ConfigError for an unknown name, with the nearest ones
 * @example
 * optimiserNamed('adam', { learningRate: 0.02 }).learningRate; // 0.02
 */
export function optimiserNamed(
  name: string,
  settings: { readonly learningRate?: number } = {},
): Optimiser {
  if (Object.hasOwn(byName, name)) return byName[name](settings);
  throw unknownName('optimiser', name, optimiserNames);
}

function checkRate(where: string, rate: number): void {
  if (Number.isFinite(rate) && rate > 0) return;
  throw new ConfigError(`${where}: got learningRate ${rate}; expected a number above 0`);
}

function checkShare(where: string, name: string, share: number): void {
  if (share >= 0 && share < 1) return;
  throw new ConfigError(`${where}: got ${name} ${share}; expected 0 up to, not with, 1`);
}
