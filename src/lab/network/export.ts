/**
 * The network as text to take away: TypeScript that needs nothing else, JSON with every weight,
 * Mermaid for a picture. Pure.
 */

import { describe } from '../../neuron/describe.js';
import { activationName } from '../../neuron/layer.js';
import type { Network } from '../../neuron/network.js';
import { networkFile } from '../../neuron/network-file.js';
import { diagram } from '../../view/diagram.js';
import { encodeState } from '../core/state.js';
import { ACTIVATION_CODE, codeName } from './activation-code.js';
import { featuresOf } from './features.js';
import { classNames, type NetworkState, networkFields } from './state.js';

/**
 * A module with one function, `predict(x1, x2)`, and every weight with six digits.
 *
 * @param epoch how long it was trained, for the first line
 */
export function typescriptOf(state: NetworkState, network: Network, epoch: number): string {
  const layers = network.layers.slice(1);
  const used = [...new Set(layers.map(activationName))];
  const classes = classNames(state);
  const answer =
    classes.length === 0
      ? 'one number'
      : network.outputs > 1
        ? `a share for each class: ${classes.join(', ')}`
        : `from ${activationName(layers[layers.length - 1]) === 'tanh' ? '-1' : '0'} (class ${classes[0]}) to 1 (class ${classes[1]})`;
  const sizes = network.layers.map(({ size }) => size).join('-');
  return [
    `/** A network ${sizes}, trained for ${epoch} epochs on ${state.data === 'own' ? 'own points' : `the points ${state.data}`}. */`,
    ...used.map((name) => ACTIVATION_CODE[name]),
    `
/** Weighted sums plus biases; weights[neuron][input]. */
function dense(inputs: number[], weights: number[][], biases: number[]): number[] {
  return weights.map((row, i) =>
    row.reduce((sum, weight, k) => sum + weight * inputs[k], biases[i]),
  );
}

/** The answer at a point: ${answer}. */
export function predict(x1: number, x2: number): number[] {
  let values = [${featuresOf(state.features)
    .map(({ code }) => code)
    .join(', ')}];`,
    ...layers.map(layerCode),
    '  return values;',
    '}',
    '',
  ].join('\n');
}

function layerCode(layer: Network['layers'][number]): string {
  const { name, weights, window, neurons, biases } = layer;
  const rows = Array.from({ length: neurons }, (_, i) =>
    list(weights.subarray(i * window, (i + 1) * window)),
  );
  const activation = activationName(layer);
  const bent =
    activation === 'softmax'
      ? 'values = softmax(values);'
      : `values = values.map(${codeName(activation)});`;
  return [
    `  // ${name}`,
    '  values = dense(values, [',
    ...rows.map((row) => `    ${row},`),
    `  ], ${list(biases)});`,
    `  ${bent}`,
  ].join('\n');
}

function list(numbers: ArrayLike<number>): string {
  return `[${Array.from(numbers, (value) => String(Number(value.toPrecision(6)))).join(', ')}]`;
}

/** What `readNetwork` reads again: the settings as a line, and the network with all its digits. */
export function jsonOf(state: NetworkState, network: Network): string {
  const settings = { ...state, weights: '', epoch: 0, step: 0, changes: [] };
  const file = {
    madeBy: 'network lab of Neuron to Diffusion',
    settings: encodeState(networkFields, settings),
    network: networkFile(network),
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/** A diagram, as GitHub and JupyterLab draw it between fences. */
export function mermaidOf(network: Network): string {
  return `${diagram(describe(network)).mermaid}\n`;
}
