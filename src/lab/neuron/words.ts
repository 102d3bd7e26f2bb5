/**
 * The neuron lab in numbers and sentences. Pure.
 */
import { explain, forward } from '../../neuron/neuron.js';
import { asIs } from '../../neuron/output.js';
import { numeral } from '../core/numerals.js';
import {
  border,
  borderPoints,
  decisionCircle,
  decisionLine,
  netLevels,
  yesSide,
} from './geometry.js';
import { truthTable, verdict, YES } from './goals.js';
import { activationOf, type NeuronState, neuronOf, windowOf } from './state.js';

/** x with a small number below it: x₁. */
export function sub(letter: string, index: number): string {
  return `${letter}${'₁₂₃'[index]}`;
}

/**
 * The way from the inputs to the output, written out in numbers.
 *
 * @returns `1 · 0.8 + 2 · (−0.5) + 0.1 = −0.1`, and what the net value becomes
 */
export function written(state: NeuronState): { sum: string; rest: string } {
  const subject = neuronOf(state);
  const { net, activated, output } = explain(subject, state.at);
  const numbers = subject.combine.written(state.at, state.weights, state.bias).replaceAll('-', '−');
  const parameter = activationOf(state).parameter;
  const value = state.parameters[state.activation];
  const tuned = parameter ? ` (${parameter.name} ${numeral(value)})` : '';
  const steps = [`${state.activation}${tuned}`, numeral(activated, 3)];
  if (subject.output !== asIs) steps.push(state.output, numeral(output, 3));
  return { sum: `${numbers} = ${numeral(net)}`, rest: ` → ${steps.join(' → ')}` };
}

/** Where the neuron says yes. */
export function borderWords(state: NeuronState): string {
  const subject = neuronOf(state);
  const levels = netLevels(subject);
  const window = windowOf(state);
  if (state.weights.length === 1) {
    const points = borderPoints(subject, window, levels);
    if (points.length === 0) return nowhere(state);
    return `The output passes 0.5 at ${sub('x', 0)} = ${points.map((x) => numeral(x)).join(' and ')}.`;
  }
  if (border(subject, state.at, window, levels).length === 0) return nowhere(state);
  const circle = decisionCircle(subject, state.at, levels);
  if (circle !== undefined) {
    const [x, y] = circle.centre.map((v) => numeral(v));
    return `The border is a circle around (${x}, ${y}), the point of the weights, with radius ${numeral(circle.radius)}; the neuron says yes ${yesSide(subject, levels[0]) === 1 ? 'inside' : 'outside'}.`;
  }
  const line = decisionLine(subject, state.at, levels);
  if (line === undefined) return 'The border between yes and no is not one straight line here.';
  const [a, b] = line.weights;
  return `The border is the straight line ${numeral(a)} ${sub('x', 0)} + ${bracket(b)} ${sub('x', 1)} = ${numeral(line.offset)}; the neuron says yes on the ${sideWords(line.yes * a, line.yes * b)} side.`;
}

/** Everything that is to be seen, in words. */
export function sayNeuron(state: NeuronState, tries = 0): string {
  const subject = neuronOf(state);
  const output = forward(subject, state.at);
  const { sum, rest } = written(state);
  const answer = output >= YES ? 'yes' : 'no';
  const rows = truthTable(state.goal, subject);
  const goal =
    rows.length > 0 ? ` ${state.goal}: ${verdict(state.goal, rows, state.combine, tries)}` : '';
  return `${sum}${rest}: the neuron says ${answer}. ${borderWords(state)}${goal}`;
}

function nowhere(state: NeuronState): string {
  const output = forward(neuronOf(state), state.at);
  return `No border can be seen here: the neuron says ${output >= YES ? 'yes' : 'no'} everywhere in the picture.`;
}

function sideWords(a: number, b: number): string {
  const across = Math.abs(a) > 0.35 * Math.abs(b) ? (a > 0 ? 'right' : 'left') : '';
  const upright = Math.abs(b) > 0.35 * Math.abs(a) ? (b > 0 ? 'upper' : 'lower') : '';
  return [upright, across].filter((word) => word !== '').join(' ');
}

function bracket(value: number): string {
  const text = numeral(value);
  return text.startsWith('−') ? `(${text})` : text;
}
