/**
 * What the neuron lab remembers, and the bounds of each number. Pure.
 */
import type { Activation } from '../../neuron/activation.js';
import { activations } from '../../neuron/activations.js';
import { combinations } from '../../neuron/combine.js';
import { type Neuron, neuron } from '../../neuron/neuron.js';
import { outputs } from '../../neuron/output.js';
import {
  choiceField,
  type Fields,
  numberField,
  numbersField,
  settingsField,
} from '../core/state.js';
import { GOALS, type Goal } from './goals.js';

export interface NeuronState {
  /** What to hit, or `explore` for nothing in particular; a goal has two inputs. */
  readonly goal: Goal;
  /** One to three; as many as there are inputs. */
  readonly weights: readonly number[];
  readonly bias: number;
  /** The inputs that go through the neuron now, as many as weights. */
  readonly at: readonly number[];
  readonly combine: string;
  readonly activation: string;
  /** Slope, alpha ... by the activation's name. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly output: string;
}

export const LIMITS = { weight: 5, bias: 10, input: 3 } as const;

/** A parameter of an activation: what it is called, where it starts, its bounds. */
interface Tuning {
  readonly word: string;
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** Bounds of every parameter, by the name of its activation. */
export const PARAMETERS: Readonly<Record<string, Tuning>> = Object.fromEntries(
  activations.flatMap(({ name, parameter }) =>
    parameter ? [[name, { ...parameter, word: parameter.name }]] : [],
  ),
);

const named = (list: readonly { readonly name: string }[]): string[] =>
  list.map(({ name }) => name);

export const ACTIVATIONS: readonly string[] = named(activations);
export const COMBINATIONS: readonly string[] = named(combinations);
export const OUTPUTS: readonly string[] = named(outputs);

export const neuronFields: Fields<NeuronState> = {
  goal: choiceField<Goal>('explore', GOALS),
  weights: numbersField([0.8, -0.5], -LIMITS.weight, LIMITS.weight, 3),
  bias: numberField(0.1, -LIMITS.bias, LIMITS.bias),
  at: numbersField([1, 2], -LIMITS.input, LIMITS.input, 3),
  combine: choiceField(COMBINATIONS[0], COMBINATIONS),
  activation: choiceField('sigmoid', ACTIVATIONS),
  parameters: settingsField(PARAMETERS),
  output: choiceField(OUTPUTS[0], OUTPUTS),
};

const SPARE = { weights: [0.8, -0.5, 0.6], at: [1, 2, 1] };

/** As many inputs as weights; a goal has two of each. */
export function settleNeuron(state: NeuronState): NeuronState {
  return withInputs(state, state.goal === 'explore' ? state.weights.length : 2);
}

/** The same neuron with another number of inputs; new ones get a weight to begin with. */
export function withInputs(state: NeuronState, count: number): NeuronState {
  const fill = (values: readonly number[], spare: readonly number[]): number[] =>
    spare.slice(0, count).map((value, i) => values[i] ?? value);
  const goal = count === 2 ? state.goal : 'explore';
  const weights = fill(state.weights, SPARE.weights);
  return { ...state, goal, weights, at: fill(state.at, SPARE.at) };
}

/** The part of the plane that is drawn, the same on both axes. */
export function windowOf(state: NeuronState): { readonly from: number; readonly to: number } {
  return state.goal === 'explore' ? { from: -LIMITS.input, to: LIMITS.input } : { from: -1, to: 2 };
}

/** The activation of a state, with its parameter put in. */
export function activationOf(state: NeuronState): Activation {
  const found = activations.find(({ name }) => name === state.activation) ?? activations[0];
  const parameter = state.parameters[found.name];
  if (found.parameter === undefined || parameter === undefined) return found;
  return {
    ...found,
    apply: (x) => found.apply(x, parameter),
    derivative: (x) => found.derivative(x, parameter),
  };
}

/** The neuron that a state describes. */
export function neuronOf(state: NeuronState): Neuron {
  return neuron({
    weights: [...state.weights],
    bias: state.bias,
    combine: combinations.find(({ name }) => name === state.combine),
    activation: activationOf(state),
    output: outputs.find(({ name }) => name === state.output),
  });
}
