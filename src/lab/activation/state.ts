/**
 * What the activation explorer remembers, and the bounds of each number. Pure.
 */
import type { Activation } from '../../neuron/activation.js';
import { activations } from '../../neuron/activations.js';
import {
  choiceField,
  choicesField,
  type Fields,
  flagField,
  numberField,
  settingsField,
} from '../core/state.js';

export interface ActivationState {
  /** The functions that are drawn. */
  readonly show: readonly string[];
  /** The one of them that the tangent touches. */
  readonly follow: string;
  /** Where the point stands. */
  readonly x: number;
  /** The axis runs from `-reach` to `reach`. */
  readonly reach: number;
  readonly derivative: boolean;
  readonly saturation: boolean;
  readonly tangent: boolean;
  /** Slope, alpha ... by the function's name. */
  readonly parameters: Readonly<Record<string, number>>;
}

/** A slope smaller than this learns next to nothing: the shaded part. */
export const FLAT = 0.05;

export const NAMES: readonly string[] = activations.map(({ name }) => name);

/** Bounds of every parameter, by the name of its function. */
export const PARAMETERS: Readonly<Record<string, { value: number; from: number; to: number }>> =
  Object.fromEntries(
    activations.flatMap(({ name, parameter }) => (parameter ? [[name, parameter]] : [])),
  );

export const activationFields: Fields<ActivationState> = {
  show: choicesField(['sigmoid', 'tanh'], NAMES),
  follow: choiceField('sigmoid', NAMES),
  x: numberField(1, -10, 10),
  reach: numberField(5, 1, 10),
  derivative: flagField(false),
  saturation: flagField(true),
  tangent: flagField(true),
  parameters: settingsField(PARAMETERS),
};

/** The followed function is one that is drawn; the point stands on the axis. */
export function settleActivation(state: ActivationState): ActivationState {
  const follow = state.show.includes(state.follow) ? state.follow : (state.show[0] ?? state.follow);
  const x = Math.min(state.reach, Math.max(-state.reach, state.x));
  return { ...state, follow, x };
}

/** A function by its name, with the parameter of this state put in. */
export interface Curve {
  readonly name: string;
  readonly activation: Activation;
  readonly f: (x: number) => number;
  readonly slope: (x: number) => number;
}

/** The curves that a state draws, in reading order. */
export function curvesOf(state: ActivationState): Curve[] {
  return activations
    .filter(({ name }) => state.show.includes(name))
    .map((activation) => curveOf(state, activation));
}

/** One curve, drawn or not. */
export function curveOf(state: ActivationState, activation: Activation): Curve {
  const parameter = state.parameters[activation.name];
  return {
    name: activation.name,
    activation,
    f: (x) => activation.apply(x, parameter),
    slope: (x) => activation.derivative(x, parameter),
  };
}
