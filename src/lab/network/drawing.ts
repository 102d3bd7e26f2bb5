/**
 * The network as it stands: features, hidden layers, the answer. Every neuron is a button with its
 * heat map on it; above each hidden layer stand its activation and its number of neurons.
 */
import type { Network } from '../../neuron/network.js';
import { html, setAttributes } from '../core/dom.js';
import { shade } from '../core/shade.js';
import { type DrawingEvents, featureButtons, layerHead, neuronButtons, title } from './buttons.js';
import { drawEdges, type Edge, type EdgeStyle, edgesOf, largest } from './edges.js';
import type { Grid } from './grid.js';
import { columnPlaces, HEIGHT, neededWidth, spotsOf } from './layout.js';
import { shareOf, spanOf } from './shades.js';
import type { NetworkState } from './state.js';

export interface Drawing {
  readonly element: HTMLElement;
  /** Builds what a change of layers, features or width needs; true when heat maps are empty now. */
  readonly arrange: (state: NetworkState, network: Network, width: number) => boolean;
  /** Paints the heat maps after a pass of the grid. */
  readonly paint: (grid: Grid, network: Network, colours: Uint32Array) => void;
  /** Draws the lines; `numbers` in the order of the parameters. */
  readonly lines: (numbers: ArrayLike<number>, most?: number) => void;
  readonly edges: () => readonly Edge[];
  readonly canvas: HTMLCanvasElement;
}

/** Builds the drawing. */
export function networkDrawing(events: DrawingEvents): Drawing {
  const canvas = html('canvas', { 'aria-hidden': true, class: 'wires' });
  const parts = html('div', {});
  const stage = html('div', { class: 'stage' }, canvas, parts);
  const element = html(
    'div',
    { class: 'net scrolls', role: 'group', 'aria-label': 'the network', tabindex: -1 },
    stage,
  );
  let arranged = '';
  let edges: readonly Edge[] = [];
  let pictures: (readonly (readonly [HTMLCanvasElement, number])[])[] = [];
  let scale = 1;
  let theme = '';
  let inks: EdgeStyle | undefined;

  const arrange = (state: NetworkState, network: Network, width: number): boolean => {
    const sizes = network.layers.map(({ size }) => size);
    const key = JSON.stringify([state.features, state.layers, state.look, sizes, width]);
    if (key === arranged && scale === devicePixelRatio) return false;
    arranged = key;
    scale = devicePixelRatio;
    const columns = state.layers.length;
    const wide = Math.max(neededWidth(columns), width);
    const xs = columnPlaces(columns, wide);
    const spots = sizes.map((size, l) => spotsOf(state, l, size, xs[l]));
    edges = edgesOf(network, spots);
    setAttributes(stage, { style: `width:${wide}px;height:${HEIGHT}px` });
    setAttributes(canvas, { style: `width:${wide}px;height:${HEIGHT}px` });
    canvas.width = Math.round(wide * scale);
    canvas.height = Math.round(HEIGHT * scale);
    const focused = document.activeElement?.getAttribute('aria-label');
    const inputs = featureButtons(state, events);
    const units = sizes
      .slice(1)
      .map((size, i) => neuronButtons(state, i + 1, size, xs[i + 1], events));
    const heads = state.layers.map((_, i) => layerHead(state, i, xs[i + 1], events));
    parts.replaceChildren(
      title('features', 2, 'start'),
      ...inputs.nodes,
      ...heads,
      ...units.flatMap(({ nodes }) => nodes),
      title('output', xs[columns + 1] - 22, 'middle'),
    );
    pictures = [inputs.pictures, ...units.map((one) => one.pictures)];
    const again = focused && parts.querySelector(`[aria-label="${CSS.escape(focused)}"]`);
    if (again instanceof HTMLElement && again !== document.activeElement) again.focus();
    return true;
  };

  return {
    ...{ element, arrange, canvas },
    edges: () => edges,
    paint: (grid, network, colours) => {
      const stride = Math.max(1, Math.floor(grid.side / 40));
      const side = Math.floor(grid.side / stride);
      pictures.forEach((units, l) => {
        const span = spanOf(network.layers[l]);
        for (const [picture, unit] of units) {
          const values = grid.values[l]?.[unit];
          if (values === undefined) continue;
          if (picture.width !== side) {
            picture.width = side;
            picture.height = side;
          }
          shade(picture, colours, (i, j) =>
            shareOf(values[j * stride * grid.side + i * stride], span),
          );
        }
      });
    },
    lines: (numbers, most = largest(numbers)) => {
      const pen = canvas.getContext('2d');
      if (pen === null) return;
      const now = document.documentElement.dataset.theme ?? '';
      if (inks === undefined || theme !== now) inks = edgeInks();
      theme = now;
      pen.setTransform(scale, 0, 0, scale, 0, 0);
      pen.clearRect(0, 0, canvas.width, canvas.height);
      drawEdges(pen, edges, numbers, most, inks);
    },
  };
}

/** The colours of the lines in this theme. */
function edgeInks(): EdgeStyle {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name);
  return { low: colour('--low'), high: colour('--high'), faint: colour('--line') };
}
