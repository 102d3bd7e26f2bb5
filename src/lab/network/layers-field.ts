/**
 * The hidden layers as a reader sets them, and as a link holds them: `8:tanh,4:relu`. Pure.
 */
import { nearest } from '../../math/errors.js';
import { activations } from '../../neuron/activations.js';
import { type Field, slug } from '../core/state.js';

export interface HiddenLayer {
  readonly size: number;
  /** Name of an activation: `tanh`. */
  readonly activation: string;
}

export const ACTIVATIONS: readonly string[] = activations.map(({ name }) => name);

/**
 * As many weights as this page trains while it stays smooth. There is no other bound on the number
 * of layers and neurons.
 */
export const MOST_WEIGHTS = 50_000;

/** Weights and biases between so many inputs, the hidden layers and so many outputs. */
export function weightCount(
  layers: readonly HiddenLayer[],
  inputs: number,
  outputs: number,
): number {
  const sizes = [inputs, ...layers.map(({ size }) => size), outputs];
  return sizes.slice(1).reduce((sum, size, i) => sum + size * (sizes[i] + 1), 0);
}

/** Whether a page can train these layers, whatever its inputs and outputs. */
export function fits(layers: readonly HiddenLayer[]): boolean {
  return weightCount(layers, 7, 6) <= MOST_WEIGHTS;
}

export const layersField: Field<readonly HiddenLayer[]> = {
  fallback: [
    { size: 4, activation: 'tanh' },
    { size: 2, activation: 'tanh' },
  ],
  write: (layers) =>
    layers.length === 0
      ? 'none'
      : layers.map(({ size, activation }) => `${size}:${slug(activation)}`).join(','),
  read: (text) => {
    if (text === 'none') return { value: [] };
    let note: string | undefined;
    const layers = text.split(',').map((part): HiddenLayer => {
      const [count, word = 'tanh'] = part.split(':');
      const size = Number(count);
      if (!Number.isInteger(size) || size < 1) {
        note ??= 'a layer needs a whole number of neurons, 1 or more';
      }
      const activation = ACTIVATIONS.find((name) => slug(name) === slug(word));
      if (activation === undefined) {
        const close = nearest(word, ACTIVATIONS);
        note ??= `there is no such activation${close.length > 0 ? ` (did you mean ${close[0]}?)` : ''}`;
      }
      return { size, activation: activation ?? 'tanh' };
    });
    if (note === undefined && !fits(layers)) {
      note = `more than ${MOST_WEIGHTS.toLocaleString('en-US')} weights are too many for this page`;
    }
    return note === undefined ? { value: layers } : { note };
  },
};
