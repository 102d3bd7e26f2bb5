/**
 * The neuron lab as something that can be shown: which page, and its whole state. Pure.
 *
 * The page itself is built from `neuron/main.ts` to `dist/lab/neuron.html`.
 */
import { ConfigError, ShapeError, unknownName } from '../math/errors.js';
import type { LabView } from '../view/view.js';
import { decodeState, encodeState, initialState } from './core/state.js';
import { GOALS, type Goal } from './neuron/goals.js';
import {
  ACTIVATIONS,
  COMBINATIONS,
  LIMITS,
  type NeuronState,
  neuronFields,
  OUTPUTS,
  settleNeuron,
  withInputs,
} from './neuron/state.js';
import { sayNeuron } from './neuron/words.js';

/** What the lab starts with; what is not said is the lab's own beginning. */
export interface NeuronLabOptions {
  /** One to three, each from -5 to 5; there are as many inputs as weights. */
  readonly weights?: readonly number[];
  /** From -10 to 10. */
  readonly bias?: number;
  /** Name of an activation: `sigmoid`. */
  readonly activation?: string;
  /** How the inputs are combined: `weighted sum`. */
  readonly combine?: string;
  /** How the output is passed on. */
  readonly output?: string;
  /** The values of the inputs, as many as weights, each from -3 to 3; or only how many there are. */
  readonly inputs?: readonly number[] | number;
  /** A truth table to hit with two inputs: `AND`, `OR`, `NAND`, `XOR`. */
  readonly target?: string;
}

/**
 * A neuron to play with: weights, bias, activation, border, truth tables to hit.
 *
 * @param start what it starts with, or the line that the lab's own button copied
 * @throws ConfigError when a name is unknown or a number out of its bounds; ShapeError when weights
 *   and inputs are not equally many
 *
 * @example
 * neuronLab({ weights: [1, 1], bias: -1.5, target: 'AND' }).state;
 * // 'goal=and&weights=1,1&bias=-1.5&at=0.5,0.5'
 * neuronLab('bias=0.5').state; // 'bias=0.5'
 */
export function neuronLab(start: NeuronLabOptions | string = {}): LabView {
  const state = typeof start === 'string' ? readLine(start) : withOptions(start);
  return {
    kind: 'lab',
    name: 'neuron',
    state: encodeState(neuronFields, state),
    height: 680,
    alt: `Neuron lab, to play with. ${sayNeuron(state)}`,
    controls: 2 * state.weights.length + 1 + 5 + 4,
  };
}

function readLine(line: string): NeuronState {
  const { state, notes } = decodeState(neuronFields, line);
  if (notes.length > 0) throw new ConfigError(`neuron lab: ${notes.join(' ')}`);
  return settleNeuron(state);
}

function withOptions(options: NeuronLabOptions): NeuronState {
  const { weights, inputs, bias = undefined, target } = options;
  const given = typeof inputs === 'number' ? undefined : inputs;
  const count = weights?.length ?? given?.length ?? inputs ?? 2;
  if (typeof count !== 'number' || ![1, 2, 3].includes(count)) {
    throw new ConfigError(`neuron lab: got ${count} inputs; expected 1, 2 or 3`);
  }
  const other = given?.length ?? (typeof inputs === 'number' ? inputs : count);
  if (other !== count) {
    throw new ShapeError(`neuron lab: got ${count} weights and ${other} inputs; expected as many`);
  }
  for (const weight of weights ?? []) within('weight', weight, LIMITS.weight);
  for (const input of given ?? []) within('input', input, LIMITS.input);
  if (bias !== undefined) within('bias', bias, LIMITS.bias);
  const goal = target === undefined ? 'explore' : goalNamed(target);
  if (goal !== 'explore' && count !== 2) {
    throw new ConfigError(`neuron lab: got ${count} inputs for ${goal}; expected 2`);
  }
  const start = withInputs(initialState(neuronFields), count);
  return {
    ...start,
    goal,
    weights: weights ?? start.weights,
    bias: bias ?? start.bias,
    at: given ?? (goal === 'explore' ? start.at : [0.5, 0.5]),
    combine: known('combination', options.combine ?? start.combine, COMBINATIONS),
    activation: known('activation', options.activation ?? start.activation, ACTIVATIONS),
    output: known('output', options.output ?? start.output, OUTPUTS),
  };
}

function within(what: string, value: number, most: number): void {
  if (Math.abs(value) <= most) return;
  throw new ConfigError(`neuron lab: got ${what} ${value}; expected ${-most} to ${most}`);
}

function goalNamed(target: string): Goal {
  const found = GOALS.find((goal) => goal.toLowerCase() === target.toLowerCase());
  if (found === undefined) throw unknownName('target', target, GOALS);
  return found;
}

function known(kind: string, name: string, names: readonly string[]): string {
  if (!names.includes(name)) throw unknownName(kind, name, names);
  return name;
}
