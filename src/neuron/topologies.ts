/**
 * Five well-known topologies as options of `network`: plain data that can be read, changed, drawn.
 *
 * Sources: multilayer perceptron and autoencoder, Rumelhart, Hinton and Williams 1986; residual, He,
 * Zhang, Ren and Sun 2016; convolution, LeCun et al. 1989; recurrent, Elman 1990.
 */
import type { Random } from '../math/random.js';
import type { Activation } from './activation.js';
import type { DenseOptions, LayerOptions } from './layer.js';
import type { NetworkOptions } from './network.js';

interface Common {
  /** Of the hidden layers (default tanh). */
  readonly activation?: Activation | string;
  /** Of the last layer (default linear). */
  readonly outputActivation?: Activation | string;
  readonly rng?: Random;
}

const output = (size: number, activation?: Activation | string): DenseOptions => ({
  name: 'output',
  size,
  activation,
});

/**
 * Layers in a row, each fully connected to the one before.
 *
 * @param sizes numbers in, neurons of each hidden layer, numbers out
 * @example
 * const net = network(multilayerPerceptron([2, 4, 4, 1]));
 * net.layers.map((layer) => layer.name); // ['input', 'hidden 1', 'hidden 2', 'output']
 * net.parameters.length; // 37
 */
export function multilayerPerceptron(
  sizes: readonly [number, ...number[]],
  { activation = 'tanh', outputActivation, rng }: Common = {},
): NetworkOptions {
  const [inputs, ...rest] = sizes;
  const hidden = rest.slice(0, -1);
  const layers: LayerOptions[] = hidden.map((size, i) => ({
    name: hidden.length === 1 ? 'hidden' : `hidden ${i + 1}`,
    size,
    activation,
  }));
  if (rest.length > 0) layers.push(output(rest[rest.length - 1], outputActivation));
  return { inputs, layers, rng };
}

/**
 * An hourglass: squeeze the inputs into few numbers, then rebuild them. Train it with the inputs as
 * targets.
 *
 * @param sizes numbers in, then each layer down to the narrowest one
 * @example
 * const net = network(autoencoder([6, 4, 2]));
 * net.layers.map((layer) => layer.size); // [6, 4, 2, 4, 6]
 * layerNamed(net, 'code').size; // 2
 */
export function autoencoder(
  sizes: readonly [number, number, ...number[]],
  { activation = 'tanh', outputActivation, rng }: Common = {},
): NetworkOptions {
  const [inputs, ...down] = sizes;
  const numbered = (name: string, i: number, count: number): string =>
    count === 1 ? name : `${name} ${i + 1}`;
  const squeeze = down.slice(0, -1);
  const rebuild = squeeze.toReversed();
  const layers: LayerOptions[] = [
    ...squeeze.map((size, i) => ({
      ...{ name: numbered('squeeze', i, squeeze.length), size, activation },
    })),
    { name: 'code', size: down[down.length - 1], activation },
    ...rebuild.map((size, i) => ({
      ...{ name: numbered('rebuild', i, rebuild.length), size, activation },
    })),
    output(inputs, outputActivation),
  ];
  return { inputs, layers, rng };
}

export interface ResidualOptions extends Common {
  readonly inputs: number;
  readonly outputs: number;
  /** Neurons of every layer on the way: a sum needs equal sizes. */
  readonly width: number;
  /** How many blocks; each is two layers and a connection that skips them. */
  readonly blocks: number;
}

/**
 * Blocks that are skipped: what comes out is what came in plus what the block found out.
 *
 * @example
 * const net = network(residualNetwork({ inputs: 2, width: 3, blocks: 1, outputs: 1 }));
 * net.layers.map((layer) => layer.name); // ['input', 'entry', 'block 1a', 'block 1b', 'sum 1', 'output']
 */
export function residualNetwork(options: ResidualOptions): NetworkOptions {
  const { inputs, outputs, width, blocks, activation = 'tanh', outputActivation, rng } = options;
  const layers: LayerOptions[] = [{ name: 'entry', size: width, activation }];
  for (let i = 1; i <= blocks; i++) {
    const before = i === 1 ? 'entry' : `sum ${i - 1}`;
    layers.push(
      { name: `block ${i}a`, from: before, size: width, activation },
      { name: `block ${i}b`, size: width },
      { name: `sum ${i}`, kind: 'add', from: [`block ${i}b`, before] },
    );
  }
  return { inputs, layers: [...layers, output(outputs, outputActivation)], rng };
}

export interface ConvolutionalOptions extends Common {
  /** How many numbers stand in the line. */
  readonly inputs: number;
  readonly filters: number;
  readonly kernelSize: number;
  readonly stride?: number;
  readonly outputs: number;
}

/**
 * A few small neurons that slide along a line of numbers; a dense layer reads what they found.
 *
 * @example
 * const net = network(
 *   convolutionalNetwork({ inputs: 6, filters: 1, kernelSize: 3, outputs: 1 }),
 * );
 * layerNamed(net, 'convolution').places; // 4
 * layerNamed(net, 'convolution').weights.length; // 3
 */
export function convolutionalNetwork(options: ConvolutionalOptions): NetworkOptions {
  const { inputs, filters, kernelSize, stride, outputs, outputActivation, rng } = options;
  const { activation = 'tanh' } = options;
  const layers: LayerOptions[] = [
    { name: 'convolution', kind: 'conv1d', filters, kernelSize, stride, activation },
    output(outputs, outputActivation),
  ];
  return { inputs, layers, rng };
}

export interface RecurrentOptions extends Common {
  /** How many steps of time an example has. */
  readonly steps: number;
  /** How many numbers come in at each step: an example is [steps, inputs], flat. */
  readonly inputs: number;
  /** How many numbers it remembers from one step to the next. */
  readonly memory: number;
  readonly outputs: number;
}

/**
 * A network that reads one step after the other and remembers: at every step the same weights see
 * the step and the memory of the one before. Drawn out in time, as it is trained.
 *
 * @example
 * const net = network(recurrentNetwork({ steps: 3, inputs: 1, memory: 2, outputs: 1 }));
 * net.layers.filter((layer) => layer.shares === 'memory 1').length; // 2
 * net.parameters.length; // 11
 */
export function recurrentNetwork(options: RecurrentOptions): NetworkOptions {
  const { steps, inputs, memory, outputs, activation = 'tanh', outputActivation, rng } = options;
  const layers: LayerOptions[] = [{ name: 'memory 0', kind: 'zeros', size: memory }];
  for (let i = 1; i <= steps; i++) {
    layers.push(
      { name: `step ${i}`, kind: 'slice', from: 'input', start: (i - 1) * inputs, size: inputs },
      {
        name: `memory ${i}`,
        from: [`step ${i}`, `memory ${i - 1}`],
        size: memory,
        activation,
        ...(i > 1 ? { shares: 'memory 1' } : {}),
      },
    );
  }
  return { inputs: steps * inputs, layers: [...layers, output(outputs, outputActivation)], rng };
}
