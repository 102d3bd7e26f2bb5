/**
 * The shapes of the neuron lab: the border between yes and no, and what dragging it does to the
 * weights. Pure.
 *
 * The border is where the output passes 0.5. The activation and the output only see the net value, so
 * the border consists of the places whose net value is one of a few levels: for a weighted sum
 * straight lines, for a distance circles, for a product hyperbolas.
 */
import type { Neuron } from '../../neuron/neuron.js';
import { contour, crossings, type Segment, type Window } from '../core/contour.js';
import { clamp } from '../core/numerals.js';
import { YES } from './goals.js';
import { LIMITS } from './state.js';

export type Point = readonly [number, number];

/** The neuron's answer without the checks and the steps of `forward`: the shading asks 14,400 times. */
export function answerOf({
  combine,
  weights,
  bias,
  activation,
  output,
}: Neuron): (inputs: readonly number[]) => number {
  return (inputs) => output.apply(activation.apply(combine.apply(inputs, weights, bias)));
}

/** The net values at which the neuron's output passes 0.5, upwards or downwards. */
export function netLevels(subject: Neuron): number[] {
  const answer = (net: number): number => subject.output.apply(subject.activation.apply(net));
  return crossings(answer, YES, -60, 60, 1200);
}

/** On which side of a level the neuron says yes. */
export function yesSide(subject: Neuron, level: number): 1 | -1 {
  return subject.output.apply(subject.activation.apply(level + 1e-6)) >= YES ? 1 : -1;
}

/** The border in the plane of the first two inputs; a third input stays where `at` has it. */
export function border(
  subject: Neuron,
  at: readonly number[],
  window: Window,
  levels: readonly number[],
): Segment[] {
  const inputs = [...at];
  const net = (x: number, y: number): number => {
    inputs[0] = x;
    inputs[1] = y;
    return subject.combine.apply(inputs, subject.weights, subject.bias);
  };
  const cells = subject.combine.name === 'weighted sum' ? 8 : 96;
  return levels.flatMap((level) => contour(net, level, window, cells));
}

/** Where on the only axis of a one-input neuron the output passes 0.5. */
export function borderPoints(subject: Neuron, window: Window, levels: readonly number[]): number[] {
  const net = (x: number): number => subject.combine.apply([x], subject.weights, subject.bias);
  return levels
    .flatMap((level) => crossings(net, level, window.from, window.to, 120))
    .sort((a, b) => a - b);
}

/** The straight border of a weighted sum: `weights[0] x + weights[1] y = offset`. */
export interface Line {
  readonly weights: Point;
  readonly offset: number;
  /** 1 when the neuron says yes where the sum is larger, -1 when it says yes where it is smaller. */
  readonly yes: 1 | -1;
}

/**
 * The border of a weighted sum of two or three inputs as one line, or nothing when it has none: the
 * output never passes 0.5, or both weights are 0.
 */
export function decisionLine(
  subject: Neuron,
  at: readonly number[],
  levels: readonly number[],
): Line | undefined {
  const [a, b, c = 0] = subject.weights;
  if (subject.combine.name !== 'weighted sum' || levels.length !== 1) return undefined;
  if (Math.hypot(a, b) < 1e-6) return undefined;
  const offset = levels[0] - subject.bias - c * (at[2] ?? 0);
  return { weights: [a, b], offset, yes: yesSide(subject, levels[0]) };
}

/** The piece of a line inside a square window, from one edge to another. */
export function clip(
  { weights: [a, b], offset }: Line,
  { from, to }: Window,
): [Point, Point] | undefined {
  const ends: Point[] = [];
  const keep = (x: number, y: number): void => {
    const inside = [x, y].every((v) => v >= from - 1e-9 && v <= to + 1e-9);
    const known = ends.some(([p, q]) => Math.hypot(p - x, q - y) < 1e-9);
    if (inside && !known) ends.push([x, y]);
  };
  for (const edge of [from, to]) {
    if (b !== 0) keep(edge, (offset - a * edge) / b);
    if (a !== 0) keep((offset - b * edge) / a, edge);
  }
  return ends.length === 2 ? [ends[0], ends[1]] : undefined;
}

/** Weights and bias after a drag. */
export interface Moved {
  readonly weights: readonly number[];
  readonly bias: number;
}

/** Shifts the line so that it goes through a place: only the bias changes. */
export function moveLine(subject: Neuron, line: Line, [x, y]: Point): Moved {
  const [a, b] = line.weights;
  const bias = subject.bias + line.offset - (a * x + b * y);
  return { weights: subject.weights, bias: clamp(round(bias), -LIMITS.bias, LIMITS.bias) };
}

/**
 * Turns the line around a pivot so that it goes through a place. The weights keep their length (how
 * steep the answer is), the side that says yes stays on its side, and the bias keeps the pivot on the
 * line.
 */
export function turnLine(subject: Neuron, line: Line, pivot: Point, place: Point): Moved {
  const [a, b] = line.weights;
  const along: Point = [place[0] - pivot[0], place[1] - pivot[1]];
  const far = Math.hypot(...along);
  if (far < 1e-6) return { weights: subject.weights, bias: subject.bias };
  const side = a * along[1] - b * along[0] >= 0 ? 1 : -1;
  const length = Math.hypot(a, b);
  const towards: Point = [(side * along[1]) / far, (-side * along[0]) / far];
  const most = LIMITS.weight / Math.max(Math.abs(towards[0]), Math.abs(towards[1]));
  const size = Math.min(length, most);
  const weights = [round(towards[0] * size), round(towards[1] * size)];
  const level = line.offset + subject.bias;
  const bias = level - (weights[0] * pivot[0] + weights[1] * pivot[1]);
  return {
    weights: [...weights, ...subject.weights.slice(2)],
    bias: clamp(round(bias), -LIMITS.bias, LIMITS.bias),
  };
}

/** The circle inside which a distance neuron says yes: its centre is the weights. */
export interface Circle {
  readonly centre: Point;
  readonly radius: number;
}

/**
 * The border of a distance neuron of two or three inputs, in the slice that is drawn; nothing when the
 * slice misses it.
 */
export function decisionCircle(
  subject: Neuron,
  at: readonly number[],
  levels: readonly number[],
): Circle | undefined {
  const [a, b, c = 0] = subject.weights;
  if (subject.combine.name !== 'distance' || levels.length !== 1) return undefined;
  const reach = subject.bias - levels[0];
  const square = reach * reach - ((at[2] ?? c) - c) ** 2;
  return reach > 0 && square > 0 ? { centre: [a, b], radius: Math.sqrt(square) } : undefined;
}

/** The bias with which the circle goes through a place of the slice. */
export function radiusThrough(
  subject: Neuron,
  at: readonly number[],
  place: Point,
  level: number,
): number {
  const inputs = [place[0], place[1], ...at.slice(2)];
  const far = Math.hypot(...inputs.map((x, i) => x - subject.weights[i]));
  return clamp(round(far + level), -LIMITS.bias, LIMITS.bias);
}

/** The direction in which a line's yes side lies, in degrees from the first axis. */
export function direction({ weights: [a, b], yes }: Line): number {
  return (Math.atan2(yes * b, yes * a) * 180) / Math.PI;
}

function round(value: number): number {
  return Number(value.toFixed(2)) + 0;
}
