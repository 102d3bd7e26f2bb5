/**
 * A network as a plain graph, for the page to draw, in any topology.
 *
 * Small: every neuron is a node with its bias, every weight an edge. Large: every layer is folded
 * into one box with its shape and how much it learns. Layers that only hand numbers on (slice,
 * concatenate) have no nodes of their own in the small form: their edges go to where the numbers
 * come from.
 */
import type { Graph, GraphEdge, GraphGroup, GraphNode } from '../math/graph.js';
import { weightedSum } from './combine.js';
import { activationName, type Layer } from './layer.js';
import type { Network } from './network.js';
import { networkSteps } from './network-forward.js';
import { numberText } from './text.js';

export interface DescribeOptions {
  /** Each layer as one box; default: when there are more than 32 edges or 12 numbers in a layer. */
  readonly folded?: boolean;
}

const mostEdges = 32;
const mostUnits = 12;
/** With more edges than this, their weights are shown by the line alone: labels would overlap. */
const mostLabels = 12;

/** As `describe`, which calls it. With inputs, every node also shows its number. */
export function describeNetwork(
  network: Network,
  inputs: readonly number[] | undefined,
  { folded = isLarge(network) }: DescribeOptions,
): Graph {
  const title = titleOf(network);
  const values = inputs && networkSteps(network, inputs).map(({ output }) => output);
  return folded
    ? { title, ...foldedGraph(network, values) }
    : { title, ...unfoldedGraph(network, values) };
}

type Values = readonly (readonly number[])[] | undefined;
type Parts = Pick<Graph, 'nodes' | 'edges' | 'groups'>;

function isLarge({ layers }: Network): boolean {
  const edges = layers.reduce((sum, layer) => sum + edgeCount(layer), 0);
  return edges > mostEdges || layers.some(({ size }) => size > mostUnits);
}

function edgeCount({ kind, neurons, window, places, inputs }: Layer): number {
  if (neurons > 0) return neurons * window * places;
  return kind === 'add' || kind === 'multiply' ? inputs : 0;
}

function titleOf({ layers, parameters }: Network): string {
  const sizes = layers.map(({ name, size }) => `${name} ${size}`).join(', ');
  return `a network: ${sizes}; ${counted(parameters.length)} to learn`;
}

// --- every layer a box

function foldedGraph({ layers }: Network, values: Values): Parts {
  const last = layers.length - 1;
  const nodes = layers.map((layer, at): GraphNode => {
    const lines = [layer.name, ...whatItDoes(layer), ...whatItLearns(layer)];
    if (values) lines.push(shortList(values[at]));
    const role = at === 0 ? 'input' : at === last ? 'output' : roleOf(layer);
    return { id: `layer${at}`, label: lines.join('\n'), role };
  });
  const edges = layers.flatMap(({ from }, at) =>
    from.map((source): GraphEdge => {
      return { from: `layer${source}`, to: `layer${at}`, label: String(layers[source].size) };
    }),
  );
  return { nodes, edges };
}

function roleOf({ kind }: Layer): GraphNode['role'] {
  if (kind === 'zeros') return 'constant';
  return kind === 'add' || kind === 'multiply' ? 'sum' : kind === 'slice' ? 'data' : 'layer';
}

function whatItDoes(layer: Layer): string[] {
  const { kind, inputs, size, window, neurons, places, start } = layer;
  const activation = activationName(layer);
  const bent = activation === 'linear' ? '' : `, ${activation}`;
  const combined = layer.combine === weightedSum ? '' : `, ${layer.combine.name}`;
  const dropped = layer.dropout > 0 ? [`dropout ${numberText(layer.dropout)}`] : [];
  switch (kind) {
    case 'input':
      return [counted(size)];
    case 'dense':
      return [`dense${combined}${bent}`, `${inputs} → ${size}`, ...dropped];
    case 'conv1d':
      return [
        `convolution${bent}`,
        `${neurons} ${neurons === 1 ? 'filter' : 'filters'} of ${window}`,
        `${inputs} → ${places} × ${neurons}`,
        ...dropped,
      ];
    case 'add':
    case 'multiply':
      return [`${kind === 'add' ? '+' : '×'}${bent}`, ...dropped];
    case 'slice':
      return [
        size === 1
          ? `number ${start + 1}${bent}`
          : `numbers ${start + 1} to ${start + size}${bent}`,
        ...dropped,
      ];
    case 'concatenate':
      return [`side by side${bent}`, ...dropped];
    case 'zeros':
      return [size === 1 ? '0' : `${size} zeros`];
  }
}

function whatItLearns({ weights, biases, shares, neurons }: Layer): string[] {
  if (neurons === 0) return [];
  if (shares !== undefined) return [`weights of ${shares}`];
  return [`${counted(weights.length + biases.length)} to learn`];
}

const counted = (count: number): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? 'number' : 'numbers'}`;

function shortList(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 3).map(numberText).join(', ');
  return numbers.length > 3 ? `${shown} …` : shown;
}

// --- every neuron a node

function unfoldedGraph(network: Network, values: Values): Parts {
  const { layers } = network;
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const groups: GraphGroup[] = [];
  const units: string[][] = []; // for each layer, the nodes where its numbers come from
  const few = layers.reduce((sum, layer) => sum + edgeCount(layer), 0) <= mostLabels;
  layers.forEach((layer, at) => {
    const sources = layer.from.flatMap((source) => units[source]);
    if (handsOn(layer) && at < layers.length - 1) {
      units.push(sources.slice(layer.start, layer.start + layer.size));
      return;
    }
    const own = Array.from({ length: layer.size }, (_, k): GraphNode => {
      const lines = unitLines(network, at, k);
      if (values) lines.push(numberText(values[at][k]));
      return { id: `n${at}_${k + 1}`, label: lines.join('\n'), role: unitRole(network, at) };
    });
    const ids = own.map(({ id }) => id);
    nodes.push(...own);
    units.push(ids);
    groups.push({ title: groupTitle(layer), nodes: ids });
    edges.push(...unitEdges(layer, sources, ids, few));
  });
  return { nodes, edges, groups };
}

/** Whether a layer's numbers are those of the layers that feed it, none changed. */
function handsOn(layer: Layer): boolean {
  const { kind, dropout } = layer;
  const same = activationName(layer) === 'linear' && dropout === 0;
  return same && (kind === 'slice' || kind === 'concatenate');
}

function unitRole({ layers }: Network, at: number): GraphNode['role'] {
  if (at === 0) return 'input';
  if (at === layers.length - 1) return 'output';
  return layers[at].kind === 'zeros' ? 'constant' : 'sum';
}

function unitLines({ layers }: Network, at: number, k: number): string[] {
  const { name, kind, size, neurons, biases, shares } = layers[at];
  const numbered = (letter: string): string => (size === 1 ? letter : `${letter}${k + 1}`);
  const bias = biases.length > 0 ? [`b = ${numberText(biases[k % neurons])}`] : [];
  if (at === 0) return [numbered('x')];
  if (at === layers.length - 1) return [numbered('y'), ...bias];
  if (kind === 'zeros') return ['0'];
  if (kind === 'add') return ['+'];
  if (kind === 'multiply') return ['×'];
  const unit = size === 1 ? name : `${name}${/\d$/.test(name) ? '.' : ' '}${k + 1}`;
  return [unit, ...bias, ...(shares === undefined ? [] : [`weights of ${shares}`])];
}

function groupTitle(layer: Layer): string {
  const { kind, name } = layer;
  const activation = activationName(layer);
  if (kind === 'input' || kind === 'zeros') return name;
  const words = [name];
  if (layer.combine !== weightedSum) words.push(layer.combine.name);
  if (activation !== 'linear') words.push(activation);
  return words.join(', ');
}

function unitEdges(
  { kind, weights, window, neurons, places, step, size, start }: Layer,
  sources: readonly string[],
  ids: readonly string[],
  few: boolean,
): GraphEdge[] {
  if (neurons > 0) {
    return ids.flatMap((to, k) => {
      const neuron = k % neurons;
      const first = places === 1 ? 0 : Math.floor(k / neurons) * step;
      return Array.from({ length: window }, (_, i): GraphEdge => {
        const weight = weights[neuron * window + i];
        const label = few ? { label: numberText(weight) } : {};
        return { from: sources[first + i], to, ...label, weight };
      });
    });
  }
  if (kind === 'slice' || kind === 'concatenate') {
    return ids.map((to, k): GraphEdge => ({ from: sources[start + k], to }));
  }
  // add, multiply: number k of every layer that feeds it
  return sources.map((from, i): GraphEdge => ({ from, to: ids[i % size] }));
}
