/**
 * What a layer is: how it is asked for (`LayerOptions`) and what it is once it is built (`Layer`).
 *
 * Two kinds hold weights, `dense` and `conv1d`; the others only move numbers: `add` and `multiply`
 * join several layers number by number, `concatenate` puts them side by side, `slice` takes a part,
 * `zeros` is a start for something that does not exist yet (the memory before the first word).
 *
 * Leaves out: two-dimensional pictures and pooling, which belong to the tensors of src/layers.
 */
import type { Activation } from './activation.js';
import type { Combine } from './combine.js';
import type { WeightStart } from './initialiser.js';

export type LayerKind =
  | 'input'
  | 'dense'
  | 'conv1d'
  | 'add'
  | 'multiply'
  | 'concatenate'
  | 'slice'
  | 'zeros';

interface AnyLayer {
  /** Any name that no other layer has; without one: `dense 1`, `add 1` ... */
  readonly name?: string;
  /** The layers that feed it, which stand before it; without it: the layer just before. */
  readonly from?: string | readonly string[];
  /** An activation, or its name, or 'softmax' (default linear). */
  readonly activation?: Activation | string;
  /** The activation's own number: leaky relu's slope, elu's alpha. */
  readonly activationParameter?: number;
  /** The share of its outputs, 0 up to but not 1, that are silenced at random in training. */
  readonly dropout?: number;
}

interface WithWeights extends AnyLayer {
  /** Whether each neuron has a bias (default true). */
  readonly bias?: boolean;
  /** Where the first weights come from, or its name (default 'glorot uniform'). */
  readonly initialiser?: WeightStart | string;
  /** The name of an earlier layer whose weights it uses: a second use, not a copy. */
  readonly shares?: string;
  /** Weights set by hand: one row for each neuron or filter. */
  readonly weights?: readonly (readonly number[])[];
  /** Biases set by hand, one for each neuron or filter. */
  readonly biases?: readonly number[];
}

/** Every neuron sees every input. With several layers in `from`, it sees them side by side. */
export interface DenseOptions extends WithWeights {
  readonly kind?: 'dense';
  /** How many neurons. */
  readonly size: number;
  /** How each neuron makes one number of its inputs, or its name (default weighted sum). */
  readonly combine?: Combine | string;
}

/**
 * The same few neurons, the filters, at every place of a line of numbers.
 *
 * Input [length, channels], output [places, filters], both flat; a row of weights is
 * [kernelSize, channels].
 */
export interface Conv1dOptions extends WithWeights {
  readonly kind: 'conv1d';
  readonly filters: number;
  /** How many neighbours a filter sees. */
  readonly kernelSize: number;
  /** Steps from one place to the next (default 1). */
  readonly stride?: number;
  /** Numbers at each place of the input (default: the filters of a conv1d before it, else 1). */
  readonly channels?: number;
}

/** Several layers of one size become one of that size (or side by side, with 'concatenate'). */
export interface JoinOptions extends AnyLayer {
  readonly kind: 'add' | 'multiply' | 'concatenate';
  readonly from: readonly string[];
}

/** `size` numbers of the layer before, from number `start` (the first is 0). */
export interface SliceOptions extends AnyLayer {
  readonly kind: 'slice';
  readonly start: number;
  readonly size: number;
}

/** `size` zeros; nothing feeds them. */
export interface ZerosOptions extends AnyLayer {
  readonly kind: 'zeros';
  readonly size: number;
}

export type LayerOptions = DenseOptions | Conv1dOptions | JoinOptions | SliceOptions | ZerosOptions;

/** A layer that was built. `weights` and `biases` are windows into the network's `parameters`. */
export interface Layer {
  readonly name: string;
  readonly kind: LayerKind;
  /** Places of the layers that feed it, in `network.layers`. */
  readonly from: readonly number[];
  /** How many numbers come in for one example. */
  readonly inputs: number;
  /** How many numbers go out for one example. */
  readonly size: number;
  /** How a neuron makes one number of its window. */
  readonly combine: Combine;
  readonly activation: Activation | 'softmax';
  readonly activationParameter?: number;
  readonly dropout: number;
  /** [neurons, window], row after row: `weights[neuron * window + input]`. */
  readonly weights: Float64Array;
  readonly biases: Float64Array;
  /** Where its weights begin in `parameters`, and where its biases do. */
  readonly weightsAt: number;
  readonly biasesAt: number;
  /** Inputs that one neuron sees; 0 where there are no weights. */
  readonly window: number;
  /** Neurons, or filters of a convolution; 0 where there are no weights. */
  readonly neurons: number;
  /** How often the neurons are used: 1, or the places of a convolution. */
  readonly places: number;
  /** Inputs from one place to the next: stride times channels. */
  readonly step: number;
  /** First number of a slice. */
  readonly start: number;
  /** The layer whose weights it uses. */
  readonly shares?: string;
  /** Whether it, or a layer that feeds it, has something to learn. */
  readonly learns: boolean;
}

/** The name of a layer's activation: of the scalar one, or 'softmax'. */
export function activationName({ activation }: Pick<Layer, 'activation'>): string {
  return activation === 'softmax' ? activation : activation.name;
}
