/**
 * One neuron: it combines its inputs, activates, and passes its output on.
 *
 * A neuron is plain, frozen data; the verbs `forward` and `explain` stand beside it, `describe` in
 * a file of its own. Source: McCulloch and Pitts 1943; Rosenblatt 1958. Learning is left out: it
 * belongs to the files that change weights.
 */
import { ConfigError, ShapeError } from '../math/errors.js';
import type { Activation } from './activation.js';
import { sigmoid } from './classic.js';
import { type Combine, weightedSum } from './combine.js';
import type { Network } from './network.js';
import { type LayerSteps, networkForward, networkSteps } from './network-forward.js';
import { asIs, type Output } from './output.js';

export interface Neuron {
  readonly weights: readonly number[];
  readonly bias: number;
  readonly combine: Combine;
  readonly activation: Activation;
  readonly output: Output;
}

export interface NeuronOptions {
  /** One for each input, at least one. */
  readonly weights: readonly number[];
  /** 0 when left out. */
  readonly bias?: number;
  /** The weighted sum when left out. */
  readonly combine?: Combine;
  /** Sigmoid when left out. */
  readonly activation?: Activation;
  /** As it is when left out. */
  readonly output?: Output;
}

/** Every number between the inputs and the output, in the order in which it is made. */
export interface Steps {
  /** What each input brings: for sums and products, the input times its weight. */
  readonly products: readonly number[];
  /** The net input: all of that combined, with the bias. */
  readonly net: number;
  /** The net input after the activation function. */
  readonly activated: number;
  /** What the neuron passes on. */
  readonly output: number;
}

/**
 * A neuron that was checked and cannot be changed.
 *
 * @throws ShapeError when it has no weights; ConfigError when a weight or the bias is not a finite
 *   number
 * @example
 * const and = neuron({ weights: [1, 1], bias: -1.5, activation: binary });
 * forward(and, [1, 1]); // 1
 * forward(and, [1, 0]); // 0
 */
export function neuron(options: NeuronOptions): Neuron {
  const { weights, bias = 0, combine = weightedSum, activation = sigmoid, output = asIs } = options;
  if (!Array.isArray(weights) || weights.length === 0) {
    throw new ShapeError('neuron: got no weights; expected one for each input, at least one');
  }
  checkNumbers('weight', weights);
  checkNumbers('bias', [bias]);
  return Object.freeze({
    weights: Object.freeze([...weights]),
    bias,
    combine,
    activation,
    output,
  });
}

/**
 * The answer to these inputs: of a neuron, a number; of a network, one number for each output.
 *
 * @throws ShapeError when there is not one input for each weight; ConfigError when one is not a finite
 *   number, or when the numbers are so large that the net input is not
 * @example
 * forward(neuron({ weights: [2, -1], bias: 0.5, activation: linear }), [1, 3]); // -0.5
 */
export function forward(neuron: Neuron, inputs: readonly number[]): number;
export function forward(network: Network, inputs: readonly number[]): number[];
export function forward(thing: Neuron | Network, inputs: readonly number[]): number | number[] {
  return 'layers' in thing ? networkForward(thing, inputs) : neuronSteps(thing, inputs).output;
}

/**
 * The same as `forward`, with every number on the way; of a network, layer by layer.
 *
 * @throws as `forward`
 * @example
 * explain(neuron({ weights: [2, -1], bias: 0.5, activation: relu }), [1, 3]);
 * // { products: [2, -3], net: -0.5, activated: 0, output: 0 }
 */
export function explain(neuron: Neuron, inputs: readonly number[]): Steps;
export function explain(network: Network, inputs: readonly number[]): LayerSteps[];
export function explain(thing: Neuron | Network, inputs: readonly number[]): Steps | LayerSteps[] {
  return 'layers' in thing ? networkSteps(thing, inputs) : neuronSteps(thing, inputs);
}

function neuronSteps(neuron: Neuron, inputs: readonly number[]): Steps {
  const { weights, bias, combine, activation, output } = neuron;
  if (inputs.length !== weights.length) {
    throw new ShapeError(
      `inputs of a neuron: got ${inputs.length}; expected ${weights.length}, one for each weight`,
    );
  }
  checkNumbers('input', inputs);
  const net = combine.apply(inputs, weights, bias);
  checkNumbers('net input', [net]);
  const activated = activation.apply(net);
  return {
    products: combine.terms(inputs, weights),
    net,
    activated,
    output: output.apply(activated),
  };
}

function checkNumbers(what: string, values: readonly number[]): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const where = values.length > 1 ? `${what} ${at + 1} of ${values.length}` : what;
  const got = typeof values[at] === 'number' ? values[at] : JSON.stringify(values[at]);
  throw new ConfigError(`${where}: got ${got}; expected a finite number`);
}
