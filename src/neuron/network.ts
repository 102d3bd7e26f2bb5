/**
 * A network: layers in an order in which each is fed by earlier ones. Any such topology: straight
 * on, with skips, with one set of weights used several times.
 *
 * All weights and biases stand in one flat array, `parameters`, layer after layer, so that a step
 * of learning is one loop and a snapshot is one copy; every layer looks at its part of it. The
 * verbs (`forward`, `backward`, `trainingRun`, `describe`) stand in files of their own.
 *
 * Source: Rumelhart, Hinton and Williams 1986, Learning representations by back-propagating errors.
 */
import { ConfigError, ShapeError, unknownName } from '../math/errors.js';
import { type Random, random } from '../math/random.js';
import type { Activation } from './activation.js';
import { activationNamed, activations } from './activations.js';
import { linear } from './classic.js';
import { type Combine, combineNamed, weightedSum } from './combine.js';
import { type WeightStart, weightStartNamed } from './initialiser.js';
import type { Conv1dOptions, DenseOptions, Layer, LayerKind, LayerOptions } from './layer.js';
import { layerShape } from './layer-shape.js';

export interface NetworkOptions {
  /** How many numbers an example has. The first layer is called 'input'. */
  readonly inputs: number;
  /** In an order in which every layer stands after those that feed it; the last one answers. */
  readonly layers: readonly LayerOptions[];
  /** Where random first weights come from (default `random(0)`). */
  readonly rng?: Random;
  /** All weights and biases, in the order of `network.parameters`: a network that was saved. */
  readonly parameters?: ArrayLike<number>;
}

export interface Network {
  readonly inputs: number;
  readonly outputs: number;
  /** The first is the input. */
  readonly layers: readonly Layer[];
  /** Every weight and every bias. Training changes them in place. */
  readonly parameters: Float64Array;
  /** What it was made from. */
  readonly options: NetworkOptions;
}

/**
 * A network with fresh weights, or with those given.
 *
 * @throws ConfigError for unknown names (with the nearest), names used twice, sizes that are no
 *   whole numbers above 0; ShapeError where layers or given weights do not fit
 * @example
 * const xor = network({
 *   inputs: 2,
 *   layers: [
 *     { name: 'hidden', size: 2, activation: 'binary', weights: [[1, 1], [1, 1]], biases: [-0.5, -1.5] },
 *     { name: 'output', size: 1, activation: 'binary', weights: [[1, -1]], biases: [-0.5] },
 *   ],
 * });
 * xor.parameters.length; // 9
 * forward(xor, [1, 0]); // [1]
 */
export function network(options: NetworkOptions): Network {
  const { inputs, rng = random(0) } = options;
  checkSize('inputs of a network', inputs);
  if (!Array.isArray(options.layers) || options.layers.length === 0) {
    throw new ShapeError('network: got no layers; expected at least one');
  }
  const drafts: Draft[] = [inputDraft(inputs)];
  let total = 0;
  for (const layer of options.layers) {
    const draft = draftOf(layer, drafts, total);
    drafts.push(draft);
    if (draft.shares === undefined) total += countOf(draft);
  }
  const parameters = new Float64Array(total);
  const layers = drafts.map((draft): Layer => {
    const biasesAt = draft.weightsAt + draft.neurons * draft.window;
    return Object.freeze({
      ...draft,
      biasesAt,
      weights: parameters.subarray(draft.weightsAt, biasesAt),
      biases: parameters.subarray(biasesAt, biasesAt + (draft.bias ? draft.neurons : 0)),
    });
  });
  if (options.parameters) copyParameters(parameters, options.parameters);
  else {
    options.layers.forEach((layer, i) => {
      fillWeights(layers[i + 1], layer, rng);
    });
  }
  const outputs = layers[layers.length - 1].size;
  return Object.freeze({ inputs, outputs, layers: Object.freeze(layers), parameters, options });
}

/** The parts of a network in numbers: what a caption says. */
export interface ParameterCount {
  readonly layer: string;
  readonly weights: number;
  readonly biases: number;
  /** Both together, 0 for a layer that shares another's. */
  readonly total: number;
}

/**
 * How many weights and biases each layer has of its own.
 *
 * @example
 * const net = network({ inputs: 2, layers: [{ name: 'hidden', size: 3 }, { size: 1 }] });
 * countParameters(net)[1]; // { layer: 'hidden', weights: 6, biases: 3, total: 9 }
 */
export function countParameters({ layers }: Network): ParameterCount[] {
  return layers.map(({ name, weights, biases, shares }) => {
    const own = shares === undefined ? [weights.length, biases.length] : [0, 0];
    return { layer: name, weights: own[0], biases: own[1], total: own[0] + own[1] };
  });
}

/**
 * The layer of that name.
 *
 * @throws ConfigError for an unknown name, with the nearest ones
 * @example
 * const net = network({ inputs: 2, layers: [{ name: 'output', size: 3 }] });
 * layerNamed(net, 'output').weights.length; // 6
 */
export function layerNamed({ layers }: Network, name: string): Layer {
  return layers[placeOf(name, layers)];
}

type Draft = Omit<Layer, 'weights' | 'biases' | 'biasesAt'> & { readonly bias: boolean };

function inputDraft(size: number): Draft {
  return {
    ...{ name: 'input', kind: 'input', from: [], inputs: 0, size, activation: linear, dropout: 0 },
    ...{ weightsAt: 0, window: 0, neurons: 0, places: 1, step: 0, start: 0 },
    ...{ learns: false, bias: false, combine: weightedSum },
  };
}

const countOf = ({ neurons, window, bias }: Draft): number =>
  neurons * window + (bias ? neurons : 0);

function draftOf(options: LayerOptions, before: readonly Draft[], weightsAt: number): Draft {
  const kind = options.kind ?? 'dense';
  const name = options.name ?? freeName(kind, before);
  if (before.some((layer) => layer.name === name)) {
    throw new ConfigError(`layer '${name}': got the name twice; expected another one`);
  }
  const from = sourcesOf(options, name, before);
  const shape = layerShape(
    options,
    name,
    from.map((at) => before[at]),
  );
  const dropout = options.dropout ?? 0;
  if (!(dropout >= 0 && dropout < 1)) {
    throw new ConfigError(`layer '${name}': got dropout ${dropout}; expected 0 up to, not with, 1`);
  }
  const bias = shape.neurons > 0 && ((options as DenseOptions).bias ?? true);
  const draft: Draft = {
    ...{ name, kind, from, dropout, bias, weightsAt, ...shape },
    combine: combineOf((options as DenseOptions).combine),
    activation: activationOf(options.activation),
    activationParameter: options.activationParameter,
    learns: shape.neurons > 0 || from.some((at) => before[at].learns),
  };
  const shares = (options as DenseOptions).shares;
  if (shares === undefined) return draft;
  const owner = before[placeOf(shares, before)];
  const same = owner.neurons === draft.neurons && owner.window === draft.window;
  if (!same || owner.bias !== bias) {
    const text = (of: Draft): string =>
      `${of.neurons} × ${of.window} weights ${of.bias ? 'with' : 'without'} biases`;
    throw new ShapeError(
      `layer '${name}' shares the weights of '${shares}': got ${text(owner)}; expected ${text(draft)}`,
    );
  }
  return { ...draft, shares: owner.shares ?? owner.name, weightsAt: owner.weightsAt };
}

function sourcesOf(options: LayerOptions, name: string, before: readonly Draft[]): number[] {
  if (options.kind === 'zeros') return [];
  if (options.from === undefined) return [before.length - 1];
  const names = typeof options.from === 'string' ? [options.from] : options.from;
  if (names.length === 0)
    throw new ShapeError(`layer '${name}': got nothing in from; expected a name`);
  return names.map((source) => placeOf(source, before));
}

function placeOf(name: string, layers: readonly { readonly name: string }[]): number {
  const at = layers.findIndex((layer) => layer.name === name);
  if (at >= 0) return at;
  throw unknownName(
    'layer',
    name,
    layers.map((layer) => layer.name),
  );
}

function freeName(kind: LayerKind, before: readonly Draft[]): string {
  const taken = new Set(before.map((layer) => layer.name));
  let number = 1;
  while (taken.has(`${kind} ${number}`)) number++;
  return `${kind} ${number}`;
}

function combineOf(given: Combine | string = weightedSum): Combine {
  return typeof given === 'string' ? combineNamed(given) : given;
}

function activationOf(given: Activation | string = linear): Activation | 'softmax' {
  if (typeof given !== 'string') return given;
  if (given === 'softmax') return given;
  if (activations.some((one) => one.name === given)) return activationNamed(given);
  throw unknownName('activation', given, [...activations.map((one) => one.name), 'softmax']);
}

function fillWeights(layer: Layer, given: LayerOptions, rng: Random): void {
  const { name, neurons, window, weights, biases, shares } = layer;
  if (neurons === 0 || shares !== undefined) return;
  const options = given as DenseOptions | Conv1dOptions;
  const start: WeightStart =
    typeof options.initialiser === 'string' || options.initialiser === undefined
      ? weightStartNamed(options.initialiser ?? 'glorot uniform')
      : options.initialiser;
  // Each input of a convolution is read by every filter, at each of the kernel's numbers.
  const reads = layer.kind === 'conv1d' ? (options as Conv1dOptions).kernelSize : 1;
  start.fill(weights, window, neurons * reads, rng);
  if (options.weights) {
    const rows = options.weights;
    if (rows.length !== neurons || rows.some((row) => row.length !== window)) {
      throw new ShapeError(
        `weights of layer '${name}': got ${rows.length} rows of ${rows.map((row) => row.length)}; ` +
          `expected ${neurons} rows of ${window}, one row for each neuron`,
      );
    }
    weights.set(rows.flat());
  }
  if (options.biases) {
    if (options.biases.length !== biases.length) {
      throw new ShapeError(
        `biases of layer '${name}': got ${options.biases.length}; expected ${biases.length}`,
      );
    }
    biases.set(options.biases);
  }
  checkFinite(`weights of layer '${name}'`, weights);
  checkFinite(`biases of layer '${name}'`, biases);
}

function copyParameters(parameters: Float64Array, given: ArrayLike<number>): void {
  if (given.length !== parameters.length) {
    throw new ShapeError(
      `parameters of a network: got ${given.length}; expected ${parameters.length}`,
    );
  }
  checkFinite('parameters of a network', given);
  parameters.set(given);
}

/** @throws ConfigError for the first that is not a finite number */
export function checkFinite(what: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    throw new ConfigError(
      `${what}: got ${values[i]} at ${i + 1} of ${values.length}; expected finite numbers`,
    );
  }
}

/** Whole and above 0, or an error that says what it is for. */
export function checkSize(what: string, size: number): void {
  if (Number.isInteger(size) && size >= 1) return;
  throw new ConfigError(`${what}: got ${size}; expected a whole number, 1 or more`);
}
