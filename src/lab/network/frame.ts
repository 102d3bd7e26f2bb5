/**
 * One frame of the network lab: learn for a few milliseconds, compute a part of the plane, and draw
 * one of the things that changed. A frame asks for the next one as long as there is something to do.
 *
 * While it learns, a frame has at most `BUDGET` milliseconds of script. What the drawing takes is
 * measured as it goes, and learning gets the rest.
 */
import { backward } from '../../neuron/backward.js';
import { pick } from '../../neuron/examples.js';
import { lossNamed } from '../../neuron/loss.js';
import { networkForward } from '../../neuron/network-forward.js';
import type { Control } from '../core/controls.js';
import { setAttributes, setText } from '../core/dom.js';
import { ramp } from '../core/shade.js';
import type { Store } from '../core/store.js';
import { isDark } from '../core/theme.js';
import { LOSSES } from './build.js';
import type { Drawer } from './drawer.js';
import type { Drawing } from './drawing.js';
import { featureRows } from './features.js';
import type { legend } from './legend.js';
import type { LossChart } from './loss-chart.js';
import { createPainter } from './painter.js';
import type { Player } from './player.js';
import { type confusionTable, type Score, scoreOf, scoreWords } from './score.js';
import type { Settings } from './settings.js';
import type { Edges, Look, NetworkState } from './state.js';
import { placeWords, type Surface, type SurfaceView } from './surface.js';
import { hideParts } from './teacher-panel.js';
import type { Trainer } from './trainer.js';
import type { transport } from './transport.js';
import { answerWords, sayNetwork } from './words.js';

/** Everything that is drawn. */
export interface Parts {
  readonly place: HTMLElement;
  readonly left: HTMLElement;
  readonly right: HTMLElement;
  readonly drawing: Drawing;
  readonly plane: Surface;
  readonly panels: Drawer;
  readonly settings: Settings;
  readonly bar: ReturnType<typeof transport>;
  /** Goes back to the lowest test loss. */
  readonly best: HTMLButtonElement;
  readonly edges: Control<Edges>;
  readonly sharp: Control<boolean>;
  readonly tests: Control<boolean>;
  readonly key: ReturnType<typeof legend>;
  readonly chart: LossChart;
  readonly confusion: ReturnType<typeof confusionTable>;
  readonly status: HTMLElement;
  readonly reading: HTMLElement;
}

export interface Frame {
  readonly draw: (state: NetworkState) => void;
  readonly say: (state: NetworkState) => string;
  /** Another neuron fills the plane as long as the pointer is on it. */
  readonly hover: (look: Look) => void;
  /** What the lines show, in the order of the parameters. */
  readonly numbers: () => ArrayLike<number>;
}

/** Milliseconds of script that a frame aims at; the promise is 8. */
const BUDGET = 5.5;
/** Milliseconds for a part of the plane. */
const COMPUTE = 1.2;
/** A batch that takes longer than this is spoken of. */
const PATIENCE = 12;
/** Milliseconds between two pictures of a run for readers who want less movement. */
const CALM = 500;
/** Drawing takes turns: lines, pictures, and once in all turns the numbers. */
const TURNS = 6;

const clock = (): number => performance.now();

/** What draws the parts, frame by frame. */
export function createFrame(parts: Parts, store: Store<NetworkState>, player: Player): Frame {
  const { place, left, right, drawing, plane, key } = parts;
  const painter = createPainter();
  let last: NetworkState | undefined;
  let pictured = -1;
  let hover: Look;
  let repaint = false;
  let colours = ramp(isDark());
  let dark = isDark();
  let score: Score = { train: undefined, test: undefined };
  /** At which place of the run all points were scored; -1 for none. */
  let scored = -1;
  let numbers: ArrayLike<number> = [];
  let turn = 0;
  let shown = 0;
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  /** Milliseconds that the drawing of each turn usually takes. */
  const usual = new Float64Array(TURNS).fill(1.5);
  let widths = { left: 400, right: 328 };

  new ResizeObserver(() => {
    widths = { left: left.clientWidth, right: right.clientWidth };
    store.redraw();
  }).observe(place);

  const adopt = (state: NetworkState): void => {
    if (player.adopt(state) || last === undefined) {
      painter.reset(state.features);
      pictured = -1;
      scored = -1;
    }
    last = state;
    repaint = true;
    parts.edges.show(state.edges);
    parts.sharp.show(state.sharp);
    parts.tests.show(state.tests);
    parts.tests.element.hidden = player.trainer.data.test.length === 0;
  };

  const draw = (state: NetworkState): void => {
    const start = clock();
    if (state !== last) adopt(state);
    if (dark !== isDark()) {
      dark = isDark();
      colours = ramp(dark);
      repaint = true;
    }
    const busy = player.advance(start + Math.max(1, BUDGET - COMPUTE - usual[turn]), clock);
    const learned = clock();
    const { trainer } = player;
    if (trainer.done !== pictured) {
      pictured = trainer.done;
      painter.stale();
    }
    if (painter.advance(trainer.network, busy, learned + COMPUTE, clock)) repaint = true;
    const computed = clock();
    if (drawing.arrange(state, trainer.network, widths.left)) {
      hover = undefined; // the button under the pointer is gone, and says no goodbye
      repaint = true;
    }
    plane.draw(viewOf(state));
    // All at once when it stands still; in turns while it learns; seldom where movement is unwelcome.
    const due = !busy || !calm.matches || start - shown > CALM;
    const all = !busy || calm.matches;
    if (due) {
      shown = start;
      if (all || turn % 2 === 0) lines(state);
      if (repaint && (all || turn % 2 === 1)) paint(state);
      if (all || turn === 3) tell(state, busy);
    }
    usual[turn] += 0.1 * (Math.min(BUDGET, clock() - computed) - usual[turn]);
    turn = (turn + 1) % TURNS;
    if (busy || painter.behind) store.redraw();
  };

  const viewOf = (state: NetworkState): SurfaceView => {
    const { data, network } = player.trainer;
    return {
      state: { ...state, look: hover ?? state.look },
      ...{ data, colours, dark, width: widths.right },
      ...{ grid: painter.grid, layers: network.layers },
    };
  };

  const paint = (state: NetworkState): void => {
    if (painter.grid === undefined) return;
    const view = viewOf(state);
    plane.shade(view);
    drawing.paint(painter.grid, player.trainer.network, colours);
    key.draw(view);
    repaint = false;
  };

  const lines = ({ edges }: NetworkState): void => {
    const { network } = player.trainer;
    numbers = edges === 'weights' ? network.parameters : slopesOf(player.trainer);
    drawing.lines(numbers, edges === 'weights' ? 3 : undefined);
  };

  const tell = (state: NetworkState, busy: boolean): void => {
    const { trainer, playing } = player;
    const { data, network, epoch, past, trouble } = trainer;
    const of = busy || trouble !== undefined ? -1 : trainer.done;
    if (trouble === undefined && (busy || of !== scored)) {
      score = scoreOf(network, data, busy ? 300 : undefined);
    }
    scored = of;
    const able = trouble === undefined;
    parts.bar.show({ playing, able, epoch, reached: past.length, speed: state.speed });
    parts.settings.show(state, data, trainer.rate);
    parts.chart.draw(past, epoch, Math.max(200, Math.min(328, widths.right)));
    parts.confusion.fill(data, score);
    parts.best.hidden = data.test.length === 0 || past.length < 2;
    parts.panels.draw(state, trainer);
    hideParts(place, state.hide);
    setText(parts.status, words(trainer));
    setAttributes(parts.status, { class: able ? 'status' : 'status bad' });
    read(state, trainer);
  };

  /** The numbers at the place that is looked at. */
  const read = ({ features }: NetworkState, { data, network }: Trainer): void => {
    const at = plane.at();
    if (at === undefined) return;
    const [row] = featureRows(features, [at]);
    const answer = answerWords(data.output, data.classes, networkForward(network, row));
    setText(parts.reading, placeWords(at, answer));
    plane.say(placeWords(at, answer));
  };

  const words = ({ trouble, data, epoch, past, pace }: Trainer): string => {
    if (trouble !== undefined) return trouble;
    const slow =
      pace > PATIENCE
        ? ` One batch takes ${Math.round(pace)} ms: with a smaller batch or network the page moves smoothly.`
        : '';
    return `${scoreWords(data, score, epoch, past[epoch - 1])}${slow}`;
  };

  return {
    draw,
    say: (state) => `${sayNetwork(state)} ${words(player.trainer)}`,
    hover: (look) => {
      hover = look;
      repaint = true;
      store.redraw();
    },
    numbers: () => numbers,
  };
}

/** The slopes of the loss over some of the training points. */
function slopesOf({ network, data }: Trainer): ArrayLike<number> {
  const { trainExamples, output } = data;
  if (trainExamples === undefined) return network.parameters;
  const few = Math.min(100, trainExamples.count);
  const some = pick(
    trainExamples,
    Array.from({ length: few }, (_, i) => i),
  );
  return backward(network, some, lossNamed(LOSSES[output])).gradients;
}
