/**
 * From an output to its shade: the middle of the colours is 0.5, the border between no and yes. Pure.
 */
import type { Neuron } from '../../neuron/neuron.js';
import { YES } from './goals.js';

/** Which outputs get the strongest orange and the strongest blue. */
export interface Span {
  readonly low: number;
  readonly high: number;
  /** Whether outputs below `low`, above `high`, can occur. */
  readonly openBelow: boolean;
  readonly openAbove: boolean;
}

/** The span of a neuron: the range of its outputs, cut at -2 and 2 where it has no end. */
export function spanOf({ activation, output }: Pick<Neuron, 'activation' | 'output'>): Span {
  const ends = activation.range.map(output.apply);
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  const low = Math.min(0, Math.max(-2, from));
  const high = Math.max(1, Math.min(2, to));
  return { low, high, openBelow: low > from, openAbove: high < to };
}

/**
 * The shade of an output: -1 for the strongest orange, 0 at the border, 1 for the strongest blue.
 *
 * @example
 * shareOf(0.75, { low: 0, high: 1, openBelow: false, openAbove: false }); // 0.5
 */
export function shareOf(output: number, { low, high }: Span): number {
  const share = output >= YES ? (output - YES) / (high - YES) : (output - YES) / (YES - low);
  return Math.max(-1, Math.min(1, share));
}
