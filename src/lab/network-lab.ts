/**
 * The network lab as something that can be shown: which page, and its whole state. Pure.
 *
 * The page itself is built from `network/main.ts` to `dist/lab/network.html`.
 */
import { ConfigError, unknownName } from '../math/errors.js';
import type { LabView } from '../view/view.js';
import { decodeState, encodeState, initialState } from './core/state.js';
import { FEATURE_NAMES } from './network/features.js';
import { ACTIVATIONS, fits, type HiddenLayer, MOST_WEIGHTS } from './network/layers-field.js';
import { kept, MOST_CLASSES, MOST_POINTS, type OwnPoints } from './network/own-points.js';
import { RATES } from './network/rate.js';
import {
  ANSWERS,
  type Answer,
  DATA_SETS,
  LIMITS,
  type NetworkState,
  networkFields,
  OPTIMISERS,
  PARTS,
  STARTS,
  settleNetwork,
} from './network/state.js';
import { sayNetwork } from './network/words.js';

/** What the lab starts with; what is not said is the lab's own beginning. */
export interface NetworkLabOptions {
  /** Name of a point set: `circles`. */
  readonly data?: string;
  /** Points of your own instead, in the plane between -2 and 2. */
  readonly points?: NetworkLabPoints;
  /** How many points, 10 to 1000. */
  readonly count?: number;
  /** Standard deviation of what is added to each point, 0 to 0.5. */
  readonly noise?: number;
  /** The part of the points that is kept for testing, in percent, 0 to 90. */
  readonly test?: number;
  /** One seed, one run: 0 to 9999. */
  readonly seed?: number;
  /** What the network sees: `x1`, `x2`, `x1 squared`, `x2 squared`, `x1 x2`, `sin x1`, `sin x2`. */
  readonly features?: readonly string[];
  /** Neurons of each hidden layer, from the features on; none for no hidden layer. */
  readonly layers?: readonly number[];
  /** Name of the hidden layers' activation, or one name for each. */
  readonly activation?: string | readonly string[];
  /** How two classes are answered: `sigmoid`, `softmax`, `tanh`. */
  readonly answer?: string;
  /** Where the first weights come from: `glorot uniform`. */
  readonly start?: string;
  /** `sgd`, `momentum`, `adam`. */
  readonly optimiser?: string;
  readonly learningRate?: number;
  readonly batchSize?: number;
  readonly l1?: number;
  readonly l2?: number;
  readonly dropout?: number;
  /** Already trained for so many epochs when it opens. */
  readonly epoch?: number;
  /** What learners should not see: the ticks of the lab's panel _Teacher_. */
  readonly hide?: readonly string[];
}

/** As `toyPoints`, `toyArms` and `toyHeights` give them. */
export interface NetworkLabPoints {
  /** Pairs of numbers. */
  readonly inputs: readonly (readonly number[])[];
  /** A class for each (0, 1 ... up to 5), or a number for each. */
  readonly targets: readonly number[];
}

/**
 * A network to play with: points, features, layers, training, the plane as every neuron sees it.
 *
 * @param start what it starts with, or the line that the lab's own button copied
 * @throws ConfigError when a name is unknown or a number out of its bounds
 *
 * @example
 * networkLab({ data: 'moons', layers: [8, 8], learningRate: 0.1 }).state;
 * // 'data=moons&layers=8:tanh,8:tanh&rate=0.1'
 * networkLab('data=xor').state; // 'data=xor'
 */
export function networkLab(start: NetworkLabOptions | string = {}): LabView {
  const state = typeof start === 'string' ? readLine(start) : withOptions(start);
  return {
    kind: 'lab',
    name: 'network',
    state: encodeState(networkFields, state),
    height: 840,
    alt: `Network lab, to play with. ${sayNetwork(state)}`,
    controls: 24 + FEATURE_NAMES.length + 3 * state.layers.length,
  };
}

function readLine(line: string): NetworkState {
  const { state, notes } = decodeState(networkFields, line);
  const settled = settleNetwork(state);
  if (settled.weights !== state.weights) {
    notes.push('weights: they are not as many as the layers need.');
  }
  if (notes.length > 0) throw new ConfigError(`network lab: ${notes.join(' ')}`);
  return settled;
}

function withOptions(options: NetworkLabOptions): NetworkState {
  const initial = initialState(networkFields);
  const { data, points, answer, start, optimiser, hide = [] } = options;
  const { features = initial.features } = options;
  for (const name of features) known('feature', name, FEATURE_NAMES);
  return settleNetwork({
    ...initial,
    data: known('point set', points ? 'own' : (data ?? initial.data), DATA_SETS),
    points: points ? ownPoints(points) : initial.points,
    hide: hide.map((part) => known('part to hide', part, PARTS)),
    features,
    layers: hiddenLayers(options, initial.layers),
    answer: known('answer', answer ?? initial.answer, ANSWERS) as Answer,
    start: known('initialiser', start ?? initial.start, STARTS),
    optimiser: known('optimiser', optimiser ?? initial.optimiser, OPTIMISERS),
    count: within('count', options.count ?? initial.count, LIMITS.count, true),
    noise: within('noise', options.noise ?? initial.noise, LIMITS.noise),
    test: within('test', options.test ?? initial.test, LIMITS.test, true),
    seed: within('seed', options.seed ?? initial.seed, LIMITS.seed, true),
    rate: within('learningRate', options.learningRate ?? initial.rate, RATES),
    batch: within('batchSize', options.batchSize ?? initial.batch, LIMITS.batch, true),
    l1: within('l1', options.l1 ?? 0, LIMITS.penalty),
    l2: within('l2', options.l2 ?? 0, LIMITS.penalty),
    dropout: within('dropout', options.dropout ?? 0, LIMITS.dropout),
    epoch: within('epoch', options.epoch ?? 0, LIMITS.epoch, true),
  });
}

function ownPoints({ inputs, targets }: NetworkLabPoints): OwnPoints {
  if (inputs.length !== targets.length || inputs.length > MOST_POINTS) {
    throw new ConfigError(
      `network lab: got ${inputs.length} points and ${targets.length} targets; ` +
        `expected as many of both, at most ${MOST_POINTS}`,
    );
  }
  const far = [...inputs.flat(), ...targets].find((value) => !(Math.abs(value) <= MOST_CLASSES));
  const odd = inputs.find((point) => point.length !== 2 || !point.every((v) => Math.abs(v) <= 2));
  if (far !== undefined || odd !== undefined) {
    throw new ConfigError(
      `network lab: got ${odd ? `the point [${odd.join(', ')}]` : `the target ${far}`}; ` +
        'expected pairs of numbers from -2 to 2, and small targets',
    );
  }
  const classes = targets.every((one) => Number.isInteger(one) && one >= 0 && one < MOST_CLASSES);
  const count = Math.max(2, ...targets.map((target) => target + 1));
  return {
    classes: classes ? Array.from({ length: count }, (_, i) => String(i)) : [],
    inputs: inputs.map((point) => point.map(kept)),
    targets: classes ? targets : targets.map(kept),
  };
}

function hiddenLayers(
  { layers, activation }: NetworkLabOptions,
  initial: readonly HiddenLayer[],
): readonly HiddenLayer[] {
  const sizes = layers ?? initial.map(({ size }) => size);
  const names = typeof activation === 'string' ? [activation] : (activation ?? ['tanh']);
  if (names.length !== 1 && names.length !== sizes.length) {
    throw new ConfigError(
      `network lab: got ${names.length} activations for ${sizes.length} hidden layers; ` +
        'expected one, or one for each',
    );
  }
  const made = sizes.map((size, i): HiddenLayer => {
    if (!Number.isInteger(size) || size < 1) {
      throw new ConfigError(
        `network lab: got ${size} neurons in hidden ${i + 1}; expected a whole number, 1 or more`,
      );
    }
    return { size, activation: known('activation', names[i] ?? names[0], ACTIVATIONS) };
  });
  if (fits(made)) return made;
  throw new ConfigError(
    `network lab: got layers of ${sizes.join(', ')}; expected at most ${MOST_WEIGHTS} weights`,
  );
}

function within(
  what: string,
  value: number,
  { from, to }: { readonly from: number; readonly to: number },
  whole = false,
): number {
  if (value >= from && value <= to && (!whole || Number.isInteger(value))) return value;
  const kind = whole ? 'a whole number from ' : '';
  throw new ConfigError(`network lab: got ${what} ${value}; expected ${kind}${from} to ${to}`);
}

function known(kind: string, name: string, names: readonly string[]): string {
  if (!names.includes(name)) throw unknownName(kind, name, names);
  return name;
}
