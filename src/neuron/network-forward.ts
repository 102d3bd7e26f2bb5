/**
 * Forward through a network, for those who ask with one example or with a few rows: checked, and
 * answered with plain arrays. Training uses `propagate` directly.
 */
import { ConfigError, ShapeError } from '../math/errors.js';
import { activationName } from './layer.js';
import type { Network } from './network.js';
import { propagate } from './propagate.js';
import { type Workspace, workspaceOf } from './workspace.js';

/** What one layer made of one example. */
export interface LayerSteps {
  readonly name: string;
  /** What came in, side by side; empty for the input. */
  readonly input: readonly number[];
  /** Before the activation. */
  readonly net: readonly number[];
  readonly activation: string;
  /** After the activation: what other layers see. */
  readonly output: readonly number[];
}

/** The answer of a network to one example. As `forward`, which calls it. */
export function networkForward(network: Network, inputs: readonly number[]): number[] {
  const { cells } = runRows('forward', network, [inputs]);
  return Array.from(cells[cells.length - 1].output.subarray(0, network.outputs));
}

/** Every number on the way, layer by layer. As `explain`, which calls it. */
export function networkSteps(network: Network, inputs: readonly number[]): LayerSteps[] {
  const { cells } = runRows('explain', network, [inputs]);
  return cells.map(({ layer, from, input, net, output }) => {
    const first = (numbers: Float64Array, size: number): number[] =>
      Array.from(numbers.subarray(0, size));
    const joined = from.flatMap((source) => first(source.output, source.layer.size));
    const given = input.length > 0 ? first(input, layer.inputs) : joined;
    return {
      name: layer.name,
      input: given,
      net: first(net, layer.size),
      activation: activationName(layer),
      output: first(output, layer.size),
    };
  });
}

/**
 * The answers to many examples.
 *
 * @param rows one array of inputs for each example
 * @throws ShapeError or ConfigError when a row does not fit the network
 * @example
 * const double = network({ inputs: 1, layers: [{ size: 1, weights: [[2]] }] });
 * predict(double, [[1], [5]]); // [[2], [10]]
 */
export function predict(network: Network, rows: readonly (readonly number[])[]): number[][] {
  if (rows.length === 0) return [];
  const { cells } = runRows('predict', network, rows);
  const { output } = cells[cells.length - 1];
  const size = network.outputs;
  return rows.map((_, row) => Array.from(output.subarray(row * size, (row + 1) * size)));
}

/**
 * Forward for many examples that stand in one flat array, without making any: what every layer said
 * stands in the cells until the next call for the same network.
 *
 * @param inputs [rows, network.inputs]
 * @throws ShapeError when that is no whole number of rows
 * @example
 * const sum = network({ inputs: 2, layers: [{ size: 1, weights: [[1, 1]] }] });
 * forwardBatch(sum, Float64Array.of(1, 2, 3, 4)).cells[1].output.slice(0, 2); // [3, 7]
 */
export function forwardBatch(network: Network, inputs: Float64Array): Workspace {
  const rows = inputs.length / network.inputs;
  if (!Number.isInteger(rows)) {
    throw new ShapeError(
      `forwardBatch: got ${inputs.length} numbers; expected a multiple of ${network.inputs}`,
    );
  }
  const work = workspaceOf(network, rows);
  work.cells[0].output.set(inputs);
  propagate(work, rows);
  return work;
}

function runRows(where: string, network: Network, rows: readonly (readonly number[])[]): Workspace {
  const work = workspaceOf(network, rows.length);
  rows.forEach((row, at) => {
    if (row.length !== network.inputs) {
      throw new ShapeError(
        `${where}: got ${row.length} inputs; expected ${network.inputs}, as the network has`,
      );
    }
    const bad = row.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      throw new ConfigError(
        `${where}: input ${bad + 1}: got ${row[bad]}; expected a finite number`,
      );
    }
    work.cells[0].output.set(row, at * network.inputs);
  });
  propagate(work, rows.length);
  return work;
}
