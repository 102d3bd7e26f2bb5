/**
 * A neuron or a network as a plain graph, for the page to draw. Of a neuron: inputs, the bias as a
 * weight on a constant 1, the summing function, the activation function, the output. Of a network:
 * see `describe-network.ts`.
 */
import type { Graph, GraphEdge, GraphNode } from '../math/graph.js';
import { type DescribeOptions, describeNetwork } from './describe-network.js';
import type { Network } from './network.js';
import { explain, type Neuron } from './neuron.js';
import { asIs } from './output.js';
import { numberText } from './text.js';

/**
 * The graph of a neuron or a network; with inputs, every node also shows its number.
 *
 * A small network has a node for each neuron and an edge for each weight; a large one is folded:
 * a box for each layer, with its shape and how many numbers it learns.
 *
 * @throws as `forward`, when inputs are given
 * @example
 * const graph = describe(neuron({ weights: [1, 1], bias: -1.5, activation: binary }));
 * graph.nodes.map((node) => node.id); // ['x1', 'x2', 'one', 'net', 'activation', 'y']
 * graph.edges[2]; // { from: 'one', to: 'net', label: 'b = -1.5', weight: -1.5 }
 */
export function describe(neuron: Neuron, inputs?: readonly number[]): Graph;
export function describe(
  network: Network,
  inputs?: readonly number[],
  options?: DescribeOptions,
): Graph;
export function describe(
  thing: Neuron | Network,
  inputs?: readonly number[],
  options: DescribeOptions = {},
): Graph {
  return 'layers' in thing
    ? describeNetwork(thing, inputs, options)
    : describeNeuron(thing, inputs);
}

function describeNeuron(neuron: Neuron, inputs?: readonly number[]): Graph {
  const { weights, bias, combine, activation, output } = neuron;
  const steps = inputs && explain(neuron, inputs);
  const lines = (name: string, value: number | undefined): string =>
    value === undefined ? name : `${name}\n${numberText(value)}`;
  const passed = output === asIs ? 'output y' : `output y\n${output.name}`;
  const nodes: GraphNode[] = [
    ...weights.map((_, i): GraphNode => {
      const label = inputs ? `x${i + 1} = ${numberText(inputs[i])}` : `x${i + 1}`;
      return { id: `x${i + 1}`, label, role: 'input' };
    }),
    { id: 'one', label: '1', role: 'constant' },
    { id: 'net', label: lines(`${combine.symbol}\n${combine.name}`, steps?.net), role: 'sum' },
    { id: 'activation', label: lines(activation.name, steps?.activated), role: 'activation' },
    { id: 'y', label: lines(passed, steps?.output), role: 'output' },
  ];
  const edges: GraphEdge[] = [
    ...weights.map((weight, i): GraphEdge => {
      const label = `w${i + 1} = ${numberText(weight)}`;
      return { from: `x${i + 1}`, to: 'net', label, weight };
    }),
    { from: 'one', to: 'net', label: `b = ${numberText(bias)}`, weight: bias },
    { from: 'net', to: 'activation' },
    { from: 'activation', to: 'y' },
  ];
  const title = `a neuron: ${combine.name}, ${activation.name}, ${output.name}`;
  return { title, nodes, edges };
}
