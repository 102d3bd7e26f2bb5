/**
 * The perceptron rule of 1957: learn from mistakes, and from nothing else.
 *
 *     error = target - answer          0 when the answer is right, else 1 or -1
 *     w_i  <-  w_i + rate * error * x_i
 *     b    <-  b + rate * error
 *
 * Where some line divides the examples, the rule finds one after finitely many mistakes; where none
 * does, it goes on for ever, so a run has a last pass. Sources: Rosenblatt 1957, The perceptron: a
 * perceiving and recognizing automaton; Novikoff 1962 (the proof). Leaves out: slopes (descent.ts).
 */
import { ConfigError, ShapeError } from '../math/errors.js';
import { forward, type Neuron, neuron } from './neuron.js';

/** One pass over all examples: the neuron after it, and how often the rule had to change it. */
export interface PerceptronPass {
  readonly neuron: Neuron;
  readonly mistakes: number;
}

export interface PerceptronOptions {
  /** How far one mistake moves the weights (default 1). */
  readonly rate?: number;
  /** The last pass, if mistakes are left by then (default 100). */
  readonly passes?: number;
}

/**
 * The neuron after it has seen one example: itself when its answer was right.
 *
 * @param target 0 or 1
 * @throws ConfigError for another target or a rate that is not above 0; as `forward`
 * @example
 * const gate = neuron({ weights: [1, -1], bias: -0.5, activation: binary });
 * forward(gate, [1, 1]); // 0
 * const better = perceptronStep(gate, [1, 1], 1, 0.5);
 * better.weights; // [1.5, -0.5]
 * better.bias; // 0
 */
export function perceptronStep(
  before: Neuron,
  inputs: readonly number[],
  target: number,
  rate: number = 1,
): Neuron {
  if (target !== 0 && target !== 1) {
    throw new ConfigError(`perceptron: got target ${target}; expected 0 or 1`);
  }
  if (!(rate > 0 && Number.isFinite(rate))) {
    throw new ConfigError(`perceptron: got rate ${rate}; expected a number above 0`);
  }
  const error = target - forward(before, inputs);
  if (error === 0) return before;
  return neuron({
    ...before,
    weights: before.weights.map((weight, i) => weight + rate * error * inputs[i]),
    bias: before.bias + rate * error,
  });
}

/**
 * Goes over the examples, in the order in which they stand, until a pass without mistakes.
 *
 * @returns one entry for each pass; the last has 0 mistakes when the rule has succeeded
 * @throws ShapeError when there are no examples, or not one target for each; as `perceptronStep`
 * @example
 * const start = neuron({ weights: [0, 0], bias: 0, activation: binary });
 * const rows = [[0, 0], [0, 1], [1, 0], [1, 1]];
 * perceptronRun(start, rows, [0, 0, 0, 1]).map((pass) => pass.mistakes); // [2, 3, 3, 2, 1, 0]
 */
export function perceptronRun(
  start: Neuron,
  inputs: readonly (readonly number[])[],
  targets: readonly number[],
  { rate = 1, passes = 100 }: PerceptronOptions = {},
): PerceptronPass[] {
  checkExamples('perceptron', inputs, targets);
  const run: PerceptronPass[] = [];
  let now = start;
  while (run.length < passes) {
    let mistakes = 0;
    inputs.forEach((row, i) => {
      const after = perceptronStep(now, row, targets[i], rate);
      if (after !== now) mistakes++;
      now = after;
    });
    run.push({ neuron: now, mistakes });
    if (mistakes === 0) break;
  }
  return run;
}

/** @throws ShapeError when there are no examples, or not one target for each */
export function checkExamples(
  where: string,
  inputs: readonly (readonly number[])[],
  targets: readonly number[],
): void {
  if (inputs.length > 0 && inputs.length === targets.length) return;
  throw new ShapeError(
    `${where}: got ${inputs.length} examples and ${targets.length} targets; ` +
      'expected at least one, and as many of both',
  );
}
