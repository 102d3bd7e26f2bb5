/** Every scalar activation in reading order, and the way to find one by its name. */
import { unknownName } from '../math/errors.js';
import type { Activation } from './activation.js';
import { binary, linear, sigmoid, tanh } from './classic.js';
import { gelu, quickGelu, silu } from './gated.js';
import { elu, leakyRelu, relu, softplus } from './rectifiers.js';

/**
 * All activations, from the oldest ideas to the ones in Stable Diffusion.
 *
 * @example
 * activations.length; // 11
 */
export const activations: readonly Activation[] = [
  linear,
  binary,
  sigmoid,
  tanh,
  relu,
  leakyRelu,
  elu,
  silu,
  gelu,
  quickGelu,
  softplus,
];

/**
 * The activation of that name.
 *
 * @throws ConfigError for an unknown name, with the nearest ones
 * @example
 * activationNamed('leaky relu').apply(-1); // -0.01
 */
export function activationNamed(name: string): Activation {
  const found = activations.find((one) => one.name === name);
  if (found) return found;
  throw unknownName(
    'activation',
    name,
    activations.map((one) => one.name),
  );
}
