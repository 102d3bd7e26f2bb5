/**
 * A network as data that JSON can hold, and that `network` makes the same network from.
 *
 * Leaves out: an activation of the reader's own, which has no name in the list; it must be put back
 * by hand.
 */

import type { LayerOptions } from './layer.js';
import { activationName } from './layer.js';
import type { Network, NetworkOptions } from './network.js';

/**
 * The network as it is now: its layers by name, and all its weights and biases.
 *
 * @example
 * const net = network({ inputs: 1, layers: [{ size: 1, activation: tanh }], rng: random(1) });
 * const text = JSON.stringify(networkFile(net));
 * const again = network(JSON.parse(text));
 * forward(again, [2])[0] === forward(net, [2])[0]; // true
 */
export function networkFile({ inputs, layers, parameters, options }: Network): NetworkOptions {
  const plain = options.layers.map((given, i): LayerOptions => {
    const {
      initialiser: _,
      weights: __,
      biases: ___,
      ...kept
    } = given as LayerOptions & {
      initialiser?: unknown;
      weights?: unknown;
      biases?: unknown;
    };
    const { name } = layers[i + 1];
    const { combine } = layers[i + 1];
    const plainCombine = 'combine' in kept ? { combine: combine.name } : {};
    return { ...kept, ...plainCombine, name, activation: activationName(layers[i + 1]) };
  });
  return { inputs, layers: plain, parameters: Array.from(parameters) };
}
