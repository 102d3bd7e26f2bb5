/**
 * What every neuron says everywhere in the plane, computed a few rows at a time, so that a frame is
 * never late. No page in here.
 */
import type { Network } from '../../neuron/network.js';
import { forwardBatch } from '../../neuron/network-forward.js';
import { WINDOW } from './data.js';
import { featureRows } from './features.js';

/** So many neurons of a layer have a picture of their own. */
export const SHOWN = 8;

export interface Grid {
  /** Places along one side; place (i, j) is number `j * side + i`, j counted from the bottom. */
  readonly side: number;
  /** The last whole pass: for each layer (the features first), each neuron shown, each place. */
  readonly values: readonly (readonly Float32Array[])[];
  /** Works until the clock says so; true when a pass was finished. */
  readonly advance: (network: Network, until: number, clock: () => number) => boolean;
  /** Starts the pass anew: the network is another one now, or the pass would show old weights. */
  readonly restart: () => void;
}

/** A grid of `side` times `side` places for networks that read these features. */
export function createGrid(side: number, features: readonly string[]): Grid {
  const cell = (WINDOW.to - WINDOW.from) / side;
  const at = (i: number): number => WINDOW.from + (i + 0.5) * cell;
  const places = Array.from({ length: side * side }, (_, k) => [
    at(k % side),
    at(Math.floor(k / side)),
  ]);
  const inputs = Float64Array.from(featureRows(features, places).flat());
  let values: Float32Array[][] = [];
  let next = 0;

  const part = (network: Network, from: number, to: number): void => {
    const { cells } = forwardBatch(
      network,
      inputs.subarray(from * network.inputs, to * network.inputs),
    );
    cells.forEach(({ layer: { size }, output }, l) => {
      for (let unit = 0; unit < Math.min(size, SHOWN); unit++) {
        const own = values[l][unit];
        for (let k = from, o = unit; k < to; k++, o += size) own[k] = output[o];
      }
    });
  };

  return {
    side,
    get values() {
      return values;
    },
    restart: () => {
      next = 0;
    },
    advance: (network, until, clock) => {
      if (!matches(values, network)) {
        values = network.layers.map(({ size }) =>
          Array.from({ length: Math.min(size, SHOWN) }, () => new Float32Array(side * side)),
        );
        next = 0;
      }
      while (next < side * side) {
        const to = Math.min(next + CHUNK, side * side);
        part(network, next, to);
        next = to;
        if (next < side * side && clock() >= until) return false;
      }
      next = 0;
      return true;
    },
  };
}

/** Places that are computed between two looks at the clock. */
const CHUNK = 100;

function matches(values: readonly (readonly Float32Array[])[], { layers }: Network): boolean {
  return (
    values.length === layers.length &&
    values.every((units, l) => units.length === Math.min(layers[l].size, SHOWN))
  );
}
