/**
 * The lines between the neurons: thick where the number is large, dashed where it is negative.
 */
import type { Network } from '../../neuron/network.js';
import { SHOWN } from './grid.js';

/** Where one neuron stands, in pixels of the drawing. */
export interface Spot {
  /** Its left edge, where lines come in, and its right edge, where they go out. */
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

export interface EdgeStyle {
  readonly low: string;
  readonly high: string;
  readonly faint: string;
}

export interface Edge {
  readonly from: Spot;
  readonly to: Spot;
  /** The layer it goes into (the features are 0), the neuron there, and the one it comes from. */
  readonly layer: number;
  readonly neuron: number;
  readonly source: number;
  /** Its place in the network's parameters. */
  readonly at: number;
}

/** All lines between neurons that are drawn. */
export function edgesOf({ layers }: Network, spots: readonly (readonly Spot[])[]): Edge[] {
  return layers.slice(1).flatMap(({ size, window, weightsAt }, l) =>
    Array.from({ length: Math.min(size, SHOWN) }, (_, neuron) =>
      Array.from({ length: Math.min(window, SHOWN) }, (_, source) => ({
        from: spots[l][source],
        to: spots[l + 1][neuron],
        ...{ layer: l + 1, neuron, source, at: weightsAt + neuron * window + source },
      })),
    ).flat(),
  );
}

/**
 * How thick a line is, in pixels.
 *
 * @param most the number that gets the thickest line
 * @example
 * thickness(2, 2); // 6
 */
export function thickness(value: number, most: number): number {
  return 0.4 + 5.6 * Math.min(1, Math.abs(value) / most) ** 0.8;
}

/** Draws the lines; `numbers` are weights or slopes, in the order of the parameters. */
export function drawEdges(
  pen: CanvasRenderingContext2D,
  edges: readonly Edge[],
  numbers: ArrayLike<number>,
  most: number,
  { low, high, faint }: EdgeStyle,
): void {
  for (const { from, to, at } of edges) {
    const value = numbers[at];
    const small = Math.abs(value) < most * 0.004;
    pen.beginPath();
    pen.moveTo(from.right, from.y);
    pen.lineTo(to.left, to.y);
    pen.lineWidth = thickness(value, most);
    pen.strokeStyle = small ? faint : value < 0 ? low : high;
    pen.setLineDash(value < 0 && !small ? DASHES : SOLID);
    pen.stroke();
  }
}

const SOLID: number[] = [];
const DASHES = [7, 4];

/** The line nearest to a place, at most so many pixels away. */
export function edgeAt(edges: readonly Edge[], x: number, y: number, reach = 6): Edge | undefined {
  let best: Edge | undefined;
  let nearest = reach;
  for (const edge of edges) {
    const [dx, dy] = [edge.to.left - edge.from.right, edge.to.y - edge.from.y];
    const along = ((x - edge.from.right) * dx + (y - edge.from.y) * dy) / (dx * dx + dy * dy);
    if (along < 0 || along > 1) continue;
    const far = Math.hypot(x - edge.from.right - along * dx, y - edge.from.y - along * dy);
    if (far < nearest) {
      nearest = far;
      best = edge;
    }
  }
  return best;
}

/** The largest of the numbers, without signs; at least a little more than nothing. */
export function largest(numbers: ArrayLike<number>): number {
  let most = 1e-9;
  for (let i = 0; i < numbers.length; i++) most = Math.max(most, Math.abs(numbers[i]) || 0);
  return most;
}
