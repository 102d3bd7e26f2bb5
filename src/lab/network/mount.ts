/**
 * The network lab in the page: its parts, and what each of them changes. What happens in a frame is
 * in frame.ts.
 */
import { button, segments, tick } from '../core/controls.js';
import { html, setAttributes } from '../core/dom.js';
import type { Store } from '../core/store.js';
import { drawer } from './drawer.js';
import { networkDrawing } from './drawing.js';
import { edgeTip } from './edge-tip.js';
import { filesPanel } from './files-panel.js';
import { createFrame, type Parts } from './frame.js';
import { legend } from './legend.js';
import { lossChart } from './loss-chart.js';
import { neuronPanel } from './neuron-panel.js';
import { ownPanel } from './own-panel.js';
import { createPlayer } from './player.js';
import { confusionTable } from './score.js';
import { settings } from './settings.js';
import { EDGES, type Edges, type NetworkState } from './state.js';
import { surface } from './surface.js';
import { tablePanel } from './table-panel.js';
import { teacherPanel } from './teacher-panel.js';
import type { Trainer } from './trainer.js';
import { transport } from './transport.js';
import { lettersOf } from './weights.js';

export interface Mounted {
  readonly draw: (state: NetworkState) => void;
  /** Stops the training. */
  readonly halt: () => void;
  readonly say: (state: NetworkState) => string;
}

/** Builds the lab. */
export function mountNetwork(place: HTMLElement, store: Store<NetworkState>): Mounted {
  const player = createPlayer(store);
  const { restart } = player;
  const drawing = networkDrawing({
    onLayers: (layers) => restart({ layers }),
    onFeature: (name) => {
      const { features, hide } = store.get();
      if (!hide.includes('features')) restart({ features: toggled(features, name) });
    },
    onLook: (look) => store.set({ look }),
    onHover: (look) => frame.hover(look),
  });
  const own = ownPanel(restart, () => player.trainer);
  const panels = drawer(
    [
      neuronPanel(
        (parameters) => restart({ weights: lettersOf(parameters) }),
        () => restart({ weights: '' }),
      ),
      own,
      tablePanel(),
      filesPanel((state) => {
        player.halt();
        store.set(state);
      }),
      teacherPanel((hide) => store.set({ hide })),
    ],
    store.redraw,
  );
  const parts: Parts = {
    place,
    drawing,
    panels,
    plane: surface(store.redraw, (x, y) => {
      if (panels.open() === own.name) own.pick(x, y);
    }),
    settings: settings(store, restart, player.rate),
    bar: transport({
      onPlay: player.toggle,
      onBatch: player.batch,
      onEpoch: player.epoch,
      onRewind: player.rewind,
      onSpeed: (speed) => store.set({ speed }),
    }),
    best: button('Back to the lowest test loss', () => player.rewind(bestEpoch(player.trainer))),
    edges: segments<Edges>('lines show', EDGES, (edges) => store.set({ edges })),
    sharp: tick('border only', (sharp) => store.set({ sharp })),
    tests: tick('test points', (tests) => store.set({ tests })),
    key: legend(),
    chart: lossChart(store.redraw),
    confusion: confusionTable(),
    status: html('p', { class: 'status' }),
    reading: html('p', { class: 'reading num' }),
    left: html('div', { class: 'left' }),
    right: html('div', { class: 'right' }),
  };
  arrange(parts);
  const frame = createFrame(parts, store, player);
  edgeTip(drawing, frame.numbers, ({ layer, neuron }) => {
    store.set({ look: { layer, neuron } });
    panels.show('Neuron');
  });
  return { draw: frame.draw, halt: player.halt, say: frame.say };
}

/** Puts the parts where they belong. */
function arrange(parts: Parts): void {
  const { place, left, right, drawing, edges, confusion, plane, key, reading, chart, status } =
    parts;
  setAttributes(edges.element, { 'data-part': 'lines' });
  setAttributes(parts.tests.element, { title: 'points that are not learned from, with a ring' });
  setAttributes(confusion.element, { 'data-part': 'scores' });
  setAttributes(parts.best, { 'data-part': 'training' });
  setAttributes(chart.element, { 'data-part': 'scores' });
  left.append(
    drawing.element,
    html(
      'div',
      { class: 'under' },
      html(
        'div',
        {},
        edges.element,
        html('p', { class: 'soft hint' }, 'dashed: below 0'),
        parts.best,
      ),
      confusion.element,
    ),
  );
  right.append(
    plane.element,
    key.element,
    reading,
    html('div', { class: 'ticks' }, parts.sharp.element, parts.tests.element),
    chart.element,
  );
  place.classList.add('network');
  place.append(
    ...[parts.settings.points, parts.settings.learning, parts.bar.element],
    ...[left, right, status, parts.panels.element],
  );
}

/** The epoch after which the test loss was lowest; the last one without test points. */
function bestEpoch({ past }: Trainer): number {
  const losses = past.map(({ testLoss = 0 }) => testLoss);
  return losses.lastIndexOf(Math.min(...losses)) + 1;
}

/** A feature more or less; one always stays. */
function toggled(features: readonly string[], name: string): readonly string[] {
  if (!features.includes(name)) return [...features, name];
  return features.length === 1 ? features : features.filter((one) => one !== name);
}
