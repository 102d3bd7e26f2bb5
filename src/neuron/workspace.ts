/**
 * The numbers of a pass through a network: what came into each layer, its net inputs, its outputs,
 * and on the way back the slopes of the loss. Made once for a number of examples and used again,
 * so that a step of training allocates nothing.
 */
import type { Layer } from './layer.js';
import type { Network } from './network.js';

/** The numbers of one layer, for up to `rows` examples, one example after the other. */
export interface Cells {
  readonly layer: Layer;
  /** The layers that feed it. */
  readonly from: readonly Cells[];
  /** [rows, inputs]: what the layers in `from` said, side by side. */
  readonly input: Float64Array;
  /** [rows, size] before the activation. */
  readonly net: Float64Array;
  /** [rows, size] after the activation; the same array as `net` where that is linear. */
  readonly activated: Float64Array;
  /** [rows, size] as others see it; the same array as `activated` where nothing drops out. */
  readonly output: Float64Array;
  /** [rows, size]: slope of the loss for the output; after the layer's turn, for the net input. */
  readonly slopes: Float64Array;
  /** [rows, inputs]; the same array as the slopes of the only layer that feeds it. */
  readonly inputSlopes: Float64Array;
  /** [rows, size]: 0 for silenced outputs, else 1 / (1 - dropout). Empty without dropout. */
  readonly kept: Float64Array;
}

export interface Workspace {
  readonly rows: number;
  /** One for each layer, the input first. */
  readonly cells: readonly Cells[];
  /** Slope of the loss for every parameter of the network, in the same order. */
  readonly gradients: Float64Array;
}

/**
 * Room for a pass of up to `rows` examples.
 *
 * @example
 * const net = network({ inputs: 2, layers: [{ size: 3, activation: 'tanh' }] });
 * workspace(net, 10).cells[1].output.length; // 30
 */
export function workspace({ layers, parameters }: Network, rows: number): Workspace {
  const cells: Cells[] = [];
  for (const layer of layers) {
    const from = layer.from.map((at) => cells[at]);
    const own = (size: number): Float64Array => new Float64Array(rows * size);
    const single = from.length === 1;
    const net = own(layer.size);
    const activated = isLinear(layer) ? net : own(layer.size);
    cells.push({
      layer,
      from,
      input: single ? from[0].output : own(gathers(layer) ? layer.inputs : 0),
      net,
      activated,
      output: layer.dropout > 0 ? own(layer.size) : activated,
      slopes: own(layer.size),
      inputSlopes: single ? from[0].slopes : own(gathers(layer) ? layer.inputs : 0),
      kept: own(layer.dropout > 0 ? layer.size : 0),
    });
  }
  return { rows, cells, gradients: new Float64Array(parameters.length) };
}

const remembered = new WeakMap<Network, Workspace>();

/** The workspace that a network had before, if it is large enough; else a new one. */
export function workspaceOf(network: Network, rows: number): Workspace {
  const before = remembered.get(network);
  if (before && before.rows >= rows) return before;
  const made = workspace(network, rows);
  remembered.set(network, made);
  return made;
}

export function isLinear({ activation }: Layer): boolean {
  return activation !== 'softmax' && activation.name === 'linear';
}

/** Whether the layer needs its inputs side by side in one array. */
function gathers({ kind }: Layer): boolean {
  return kind !== 'add' && kind !== 'multiply';
}
