/**
 * Dropout: in training, every output of a layer is silenced with the same chance, and the others are
 * made larger by as much, so that the sum stays the same in the mean.
 *
 * Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014, Dropout.
 */
import type { Random } from '../math/random.js';
import type { Workspace } from './workspace.js';

/** Draws anew which outputs are silenced, for `rows` examples. Draws nothing without dropout. */
export function drawDropout({ cells }: Workspace, rows: number, rng: Random): void {
  for (const { layer, kept } of cells) {
    if (layer.dropout === 0) continue;
    const chances = rng.rand(rows * layer.size);
    const scale = 1 / (1 - layer.dropout);
    for (let k = 0; k < chances.length; k++) kept[k] = chances[k] < layer.dropout ? 0 : scale;
  }
}
