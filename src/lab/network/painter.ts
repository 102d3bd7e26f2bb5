/**
 * What follows the weights on the page: the plane and the heat maps, computed in parts, coarse while
 * the network learns and finer when it stands still.
 */
import type { Network } from '../../neuron/network.js';
import { createGrid, type Grid } from './grid.js';

const COARSE = 40;
const FINE = 80;

export interface Painter {
  /** The last whole picture, once there is one. */
  readonly grid: Grid | undefined;
  /** Whether a finer picture is still to come. */
  readonly behind: boolean;
  /** Another network, or other features. */
  readonly reset: (features: readonly string[]) => void;
  /** The weights are others now. */
  readonly stale: () => void;
  /** Computes until the clock says so; true when there is a new picture. */
  readonly advance: (
    network: Network,
    busy: boolean,
    until: number,
    clock: () => number,
  ) => boolean;
}

/** A painter without a picture yet. */
export function createPainter(): Painter {
  let coarse = createGrid(COARSE, []);
  let fine = coarse;
  let grid: Grid | undefined;
  let pass: 'coarse' | 'fine' | 'done' = 'coarse';

  const stale = (): void => {
    // A coarse pass that has begun goes on: while it learns, every picture is a mixture anyway.
    if (pass !== 'coarse') coarse.restart();
    pass = 'coarse';
  };
  return {
    get grid() {
      return grid;
    },
    get behind() {
      return pass !== 'done';
    },
    reset: (features) => {
      coarse = createGrid(COARSE, features);
      fine = createGrid(FINE, features);
      grid = undefined;
      pass = 'coarse';
    },
    stale,
    advance: (network, busy, until, clock) => {
      if (pass === 'done') return false;
      const current = pass === 'coarse' ? coarse : fine;
      if (!current.advance(network, until, clock)) return false;
      grid = current;
      if (!busy) {
        pass = pass === 'coarse' ? 'fine' : 'done';
        fine.restart();
      }
      return true;
    },
  };
}
