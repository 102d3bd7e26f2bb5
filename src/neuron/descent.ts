/**
 * Gradient descent for one neuron: measure how wrong it is with one number, the loss, and go a
 * little way down the slope of that number.
 *
 *     loss    = mean over the examples of (answer - target)^2, or another loss
 *     slope_i = mean of  loss'(answer) * activation'(net) * x_i        (the bias: x = 1)
 *     w_i    <- w_i - rate * slope_i
 *
 * Sources: Cauchy 1847 (descent); Widrow and Hoff 1960 (for one neuron, the delta rule). For many
 * neurons see backpropagate.ts. Leaves out: neurons that combine by anything else than a weighted
 * sum, or pass their output on changed.
 */
import { ConfigError } from '../math/errors.js';
import { type Loss, squaredError } from './loss.js';
import { explain, forward, type Neuron, neuron } from './neuron.js';
import { checkExamples } from './perceptron.js';

/** How wrong a neuron is, and how that changes with each of its numbers. */
export interface NeuronSlopes {
  readonly loss: number;
  /** One for each weight. */
  readonly weights: readonly number[];
  readonly bias: number;
}

/** A place on the way down. */
export interface DescentStep {
  readonly neuron: Neuron;
  readonly loss: number;
}

export interface DescentOptions {
  /** How far one step goes, times the slope (default 1). */
  readonly learningRate?: number;
  /** How many steps (default 100). */
  readonly steps?: number;
  /** Squared error when left out. */
  readonly loss?: Loss;
}

/**
 * Mean loss over the examples.
 *
 * @throws as `neuronSlopes`
 * @example
 * const half = neuron({ weights: [0], bias: 0 }); // says 0.5 to everything
 * neuronLoss(half, [[1], [2]], [0, 1]); // 0.25
 */
export function neuronLoss(
  of: Neuron,
  inputs: readonly (readonly number[])[],
  targets: readonly number[],
  loss: Loss = squaredError,
): number {
  checkExamples('neuron loss', inputs, targets);
  const sum = inputs.reduce((all, row, i) => all + loss.value([forward(of, row)], [targets[i]]), 0);
  return sum / inputs.length;
}

/**
 * The mean loss with its slope for every weight and for the bias.
 *
 * @throws ShapeError when there are no examples, or not one target for each; ConfigError for a
 *   neuron that does not add up its weighted inputs, or rounds or inverts its output
 * @example
 * const half = neuron({ weights: [0], bias: 0 });
 * neuronSlopes(half, [[2]], [1]); // { loss: 0.25, weights: [-0.5], bias: -0.25 }
 */
export function neuronSlopes(
  of: Neuron,
  inputs: readonly (readonly number[])[],
  targets: readonly number[],
  loss: Loss = squaredError,
): NeuronSlopes {
  checkExamples('neuron slopes', inputs, targets);
  if (of.combine.name !== 'weighted sum' || of.output.name !== 'as is') {
    throw new ConfigError(
      `neuron slopes: got ${of.combine.name}, output ${of.output.name}; ` +
        'expected weighted sum, output as is',
    );
  }
  const weights = of.weights.map(() => 0);
  const slope = new Float64Array(1);
  let [total, bias] = [0, 0];
  inputs.forEach((row, i) => {
    const { net, output } = explain(of, row);
    const target = [targets[i]];
    total += loss.value([output], target);
    loss.gradient([output], target, slope);
    const forNet = slope[0] * of.activation.derivative(net);
    row.forEach((x, k) => {
      weights[k] += (forNet * x) / inputs.length;
    });
    bias += forNet / inputs.length;
  });
  return { loss: total / inputs.length, weights, bias };
}

/**
 * The way down from where the neuron is: all examples in every step.
 *
 * @returns `steps + 1` places, the start first
 * @throws ConfigError for a learning rate that is not above 0, or when the numbers run away; as
 *   `neuronSlopes`
 * @example
 * const start = neuron({ weights: [0], bias: 0, activation: linear });
 * const path = descend(start, [[0], [1], [2]], [1, 3, 5], { learningRate: 0.2, steps: 300 });
 * forward(path[300].neuron, [10]); // 21
 */
export function descend(
  start: Neuron,
  inputs: readonly (readonly number[])[],
  targets: readonly number[],
  { learningRate = 1, steps = 100, loss = squaredError }: DescentOptions = {},
): DescentStep[] {
  if (!(learningRate > 0 && Number.isFinite(learningRate))) {
    throw new ConfigError(`descend: got learningRate ${learningRate}; expected a number above 0`);
  }
  const path: DescentStep[] = [];
  let now = start;
  for (let step = 0; step < steps; step++) {
    const slopes = neuronSlopes(now, inputs, targets, loss);
    path.push({ neuron: now, loss: slopes.loss });
    now = neuron({
      ...now,
      weights: now.weights.map((weight, i) => weight - learningRate * slopes.weights[i]),
      bias: now.bias - learningRate * slopes.bias,
    });
  }
  return [...path, { neuron: now, loss: neuronLoss(now, inputs, targets, loss) }];
}
