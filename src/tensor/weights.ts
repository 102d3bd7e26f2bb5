/**
 * The weights of a network: tensors by name. The names are what a checkpoint file calls them; the
 * network is a plain function that looks them up.
 */
import { tf } from './tf.js';

/** Tensors by name, `layer.weight` and `layer.bias`. */
export type Weights = Readonly<Record<string, tf.Tensor>>;

/**
 * How many numbers all weights hold together: the parameters of the network.
 *
 * @example
 * countNumbers({ 'dense.weight': tf.zeros([3, 2]), 'dense.bias': tf.zeros([2]) }); // 8
 */
export function countNumbers(weights: Weights): number {
  return Object.values(weights).reduce((sum, { size }) => sum + size, 0);
}

/** Gives the memory of all weights back; they cannot be used after it. */
export function disposeWeights(weights: Weights): void {
  tf.dispose(Object.values(weights));
}
