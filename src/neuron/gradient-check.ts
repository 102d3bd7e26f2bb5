/**
 * Is backpropagation right? Measure every slope with two small steps, one up and one down, and
 * compare. Slow and sure.
 *
 *     slope of the loss for w  =  (loss at w + h  -  loss at w - h) / 2h, nearly
 *
 * Source: Goodfellow, Bengio and Courville 2016, Deep Learning, section 11.5. Leaves out: dropout,
 * which measures another network every time.
 */
import { backward, meanLoss } from './backward.js';
import type { Examples } from './examples.js';
import type { Loss } from './loss.js';
import type { Network } from './network.js';

/** The weight or bias whose two slopes are furthest apart. */
export interface GradientCheck {
  /** |computed - measured| / max(1, |computed|, |measured|) of the worst; 0 is perfect. */
  readonly error: number;
  readonly layer: string;
  /** As in PyTorch's names: `weight [neuron, input]` or `bias [neuron]`, counted from 0. */
  readonly which: string;
  /** The slope by backpropagation. */
  readonly computed: number;
  /** The slope by two small steps. */
  readonly measured: number;
  /** How many weights and biases were checked. */
  readonly count: number;
}

/**
 * Checks every weight and bias of a network on these examples. The network is as before afterwards.
 *
 * @param h the small step (default 1e-5): smaller loses digits, larger measures a curve as a line
 * @throws as `backward`
 * @example
 * const net = network({ inputs: 2, layers: [{ size: 3, activation: 'tanh' }, { size: 1 }] });
 * gradientCheck(net, examples([[1, -1], [0.5, 2]], [1, 0]), squaredError).error < 1e-8; // true
 */
export function gradientCheck(
  network: Network,
  data: Examples,
  loss: Loss,
  h: number = 1e-5,
): GradientCheck {
  const { parameters } = network;
  const { gradients } = backward(network, data, loss);
  let worst = { error: -1, at: 0, computed: 0, measured: 0 };
  for (let at = 0; at < parameters.length; at++) {
    const before = parameters[at];
    parameters[at] = before + h;
    const above = meanLoss(network, data, loss);
    parameters[at] = before - h;
    const below = meanLoss(network, data, loss);
    parameters[at] = before;
    const computed = gradients[at];
    const measured = (above - below) / (2 * h);
    const scale = Math.max(1, Math.abs(computed), Math.abs(measured));
    const error = Math.abs(computed - measured) / scale;
    if (!(error <= worst.error)) worst = { error, at, computed, measured };
    if (Number.isNaN(error)) break;
  }
  const { error, at, computed, measured } = worst;
  return { error, ...placeOfParameter(network, at), computed, measured, count: parameters.length };
}

/** Which layer, neuron and input a place in `network.parameters` belongs to. */
function placeOfParameter({ layers }: Network, at: number): { layer: string; which: string } {
  for (const { name, weights, biases, weightsAt, biasesAt, window, shares } of layers) {
    if (shares !== undefined) continue;
    const weight = at - weightsAt;
    if (weight >= 0 && weight < weights.length) {
      const which = `weight [${Math.floor(weight / window)}, ${weight % window}]`;
      return { layer: name, which };
    }
    const bias = at - biasesAt;
    if (bias >= 0 && bias < biases.length) return { layer: name, which: `bias [${bias}]` };
  }
  return { layer: 'none', which: 'none' };
}
