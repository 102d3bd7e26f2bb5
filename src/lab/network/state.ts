/**
 * What the network lab remembers: everything that makes a run what it is, how far it is, and what is
 * looked at. One state, one picture, to the last bit. Pure.
 */
import { weightStarts } from '../../neuron/initialiser.js';
import { optimiserNames } from '../../neuron/optimiser.js';
import { toyHeightNames } from '../../neuron/toy-heights.js';
import { toyNames } from '../../neuron/toy-points.js';
import { choiceField, choicesField, type Fields, flagField, numberField } from '../core/state.js';
import { FEATURE_NAMES } from './features.js';
import { type HiddenLayer, layersField, weightCount } from './layers-field.js';
import { type OwnPoints, pointsField } from './own-points.js';
import { changesField, type RateChange, rateField } from './rate.js';
import { weightsField } from './weights.js';

export interface NetworkState {
  /** Name of a point set, or `own`. */
  readonly data: string;
  /** How many points a set is made of. */
  readonly count: number;
  readonly noise: number;
  /** The part kept aside for testing, in percent. */
  readonly test: number;
  /** One seed: the points, the first weights, the order of the batches. */
  readonly seed: number;
  /** The reader's own, when `data` is `own`. */
  readonly points: OwnPoints;
  readonly features: readonly string[];
  readonly layers: readonly HiddenLayer[];
  /** How two classes are answered; other tasks have one way only. */
  readonly answer: Answer;
  readonly start: string;
  readonly optimiser: string;
  readonly rate: number;
  readonly changes: readonly RateChange[];
  readonly batch: number;
  readonly l1: number;
  readonly l2: number;
  /** The share of every hidden layer's outputs that is silenced in training. */
  readonly dropout: number;
  /** First weights that are not drawn from the seed; see weights.ts. */
  readonly weights: string;
  /** How far the run is: finished epochs, and batches of the one that is not. */
  readonly epoch: number;
  readonly step: number;
  /** How much is learned between two pictures. */
  readonly speed: Speed;
  /** What the lines between the neurons show. */
  readonly edges: Edges;
  /** The border alone, without shades of how sure. */
  readonly sharp: boolean;
  /** Whether the test points are drawn. */
  readonly tests: boolean;
  /** Which neuron fills the plane: `2.3` is the third of the second layer; '' is the answer. */
  readonly look: Look;
  /** What a teacher took away. */
  readonly hide: readonly string[];
}

export type Answer = 'sigmoid' | 'softmax' | 'tanh';
export const ANSWERS: readonly Answer[] = ['sigmoid', 'softmax', 'tanh'];
export type Speed = 'slow' | 'steady' | 'fast';
/** One batch, one epoch, or as much as there is time for. */
export const SPEEDS: readonly Speed[] = ['slow', 'steady', 'fast'];
export type Edges = 'weights' | 'gradients';
export const EDGES: readonly Edges[] = ['weights', 'gradients'];
/** Layer (0 is the features) and neuron, both from 0 on; or nothing. */
export type Look = { readonly layer: number; readonly neuron: number } | undefined;

export const DATA_SETS: readonly string[] = [...toyNames, 'three arms', ...toyHeightNames, 'own'];
export const STARTS: readonly string[] = weightStarts.map(({ name }) => name);
export const OPTIMISERS: readonly string[] = optimiserNames;

/** What can be hidden: everything that changes something. */
export const PARTS: readonly string[] = [
  ...['points', 'how many', 'noise', 'test', 'seed', 'features', 'layers', 'activations'],
  ...['first weights', 'learning rate', 'optimiser', 'batch', 'answer', 'regularisation'],
  ...['training', 'lines', 'scores', 'neuron', 'own points', 'files', 'teacher'],
];

export const LIMITS = {
  count: { from: 10, to: 1000 },
  noise: { from: 0, to: 0.5 },
  test: { from: 0, to: 90 },
  seed: { from: 0, to: 9999 },
  batch: { from: 1, to: 10_000 },
  penalty: { from: 0, to: 10 },
  dropout: { from: 0, to: 0.9 },
  epoch: { from: 0, to: 100_000 },
} as const;

const within = (fallback: number, { from, to }: { from: number; to: number }) =>
  numberField(fallback, from, to);

export const networkFields: Fields<NetworkState> = {
  data: choiceField('circles', DATA_SETS),
  count: whole(300, LIMITS.count),
  noise: within(0.08, LIMITS.noise),
  test: whole(30, LIMITS.test),
  seed: whole(1, LIMITS.seed),
  points: pointsField,
  features: choicesField(['x1', 'x2'], FEATURE_NAMES),
  layers: layersField,
  answer: choiceField<Answer>('sigmoid', ANSWERS),
  start: choiceField('glorot uniform', STARTS),
  optimiser: choiceField('sgd', OPTIMISERS),
  rate: rateField,
  changes: changesField,
  batch: whole(10, LIMITS.batch),
  l1: within(0, LIMITS.penalty),
  l2: within(0, LIMITS.penalty),
  dropout: within(0, LIMITS.dropout),
  weights: weightsField,
  epoch: whole(0, LIMITS.epoch),
  step: whole(0, LIMITS.batch),
  speed: choiceField<Speed>('fast', SPEEDS),
  edges: choiceField<Edges>('weights', EDGES),
  sharp: flagField(false),
  tests: flagField(false),
  look: {
    fallback: undefined,
    write: (look) => (look === undefined ? '' : `${look.layer}.${look.neuron + 1}`),
    read: (text) => {
      const found = /^(\d{1,3})\.(\d{1,3})$/.exec(text);
      if (text === '') return { value: undefined };
      if (found === null) return { note: 'that is no layer and neuron' };
      return { value: { layer: Number(found[1]), neuron: Number(found[2]) - 1 } };
    },
  },
  hide: choicesField([], PARTS),
};

/** At least one feature; a neuron to look at that is there; weights as many as there are. */
export function settleNetwork(state: NetworkState): NetworkState {
  const { layers, look, weights } = state;
  const features = state.features.length > 0 ? state.features : ['x1', 'x2'];
  const outputs = outputCount(state);
  const sizes = [features.length, ...layers.map(({ size }) => size), outputs];
  const there = look !== undefined && look.neuron >= 0 && look.neuron < (sizes[look.layer] ?? 0);
  const fit = weights === '' || count(weights) === weightCount(layers, features.length, outputs);
  return { ...state, features, look: there ? look : undefined, weights: fit ? weights : '' };
}

const count = (letters: string): number => Math.floor((letters.length * 3) / 32);

/** How the last layer answers. */
export type Output = Answer | 'linear';

/** Names of the classes of a state's points; none where every point has a number. */
export function classNames({
  data,
  points,
}: Pick<NetworkState, 'data' | 'points'>): readonly string[] {
  if (data === 'own') return points.classes;
  if (toyHeightNames.includes(data)) return [];
  return data === 'three arms' ? ['0', '1', '2'] : ['0', '1'];
}

/** Numbers have one way to be answered, and so have three classes or more. */
export function outputOf(state: Pick<NetworkState, 'data' | 'points' | 'answer'>): Output {
  const classes = classNames(state).length;
  if (classes === 0) return 'linear';
  return classes > 2 ? 'softmax' : state.answer;
}

/** How many numbers the last layer gives. */
export function outputCount(state: Pick<NetworkState, 'data' | 'points' | 'answer'>): number {
  return outputOf(state) === 'softmax' ? classNames(state).length : 1;
}

/** A whole number within bounds. */
function whole(fallback: number, limit: { from: number; to: number }) {
  const field = within(fallback, limit);
  return {
    ...field,
    read: (text: string) => {
      const { value, note } = field.read(text);
      return value === undefined ? { note } : { value: Math.round(value), note };
    },
  };
}
