/**
 * The points of a state, cut into those to learn from and those kept aside, as the network wants
 * them. Pure.
 */
import { random } from '../../math/random.js';
import { type Examples, examples, oneHot } from '../../neuron/examples.js';
import { trainTestSplit } from '../../neuron/split.js';
import { toyArms } from '../../neuron/toy-arms.js';
import { toyHeightNames, toyHeights } from '../../neuron/toy-heights.js';
import { toyPoints } from '../../neuron/toy-points.js';
import { featureRows } from './features.js';
import type { OwnPoints } from './own-points.js';
import { classNames, type NetworkState, type Output, outputOf } from './state.js';

export interface Data extends OwnPoints {
  readonly output: Output;
  /** Places in `inputs` of the points that are learned from, and of those kept aside. */
  readonly train: readonly number[];
  readonly test: readonly number[];
  /** How many points lie outside of the drawn plane: they are learned from, and not seen. */
  readonly outside: number;
  /** As the network sees them; undefined where there are none. */
  readonly trainExamples: Examples | undefined;
  readonly testExamples: Examples | undefined;
}

/** The plane that is drawn: from -1.3 to 1.3 both ways. */
export const WINDOW = { from: -1.3, to: 1.3 } as const;

/** The points of a state. */
export function dataOf(state: NetworkState): Data {
  const set = pointsOf(state);
  const output = outputOf(state);
  const { train, test } = divided(state, set.inputs.length);
  const rows = featureRows(state.features, set.inputs);
  const answers = targetsOf(set, output);
  const chosen = (places: readonly number[]): Examples | undefined =>
    places.length === 0
      ? undefined
      : examples(
          places.map((at) => rows[at]),
          places.map((at) => answers[at]),
        );
  return {
    ...set,
    output,
    train,
    test,
    outside: set.inputs.filter((point) => point.some(isOut)).length,
    trainExamples: chosen(train),
    testExamples: chosen(test),
  };
}

const isOut = (value: number): boolean => value < WINDOW.from || value > WINDOW.to;

function pointsOf(state: NetworkState): OwnPoints {
  const { data, count, noise, seed, points } = state;
  if (data === 'own') return points;
  const classes = classNames(state);
  const options = { count, noise, rng: random(seed) };
  if (toyHeightNames.includes(data)) return { classes, ...toyHeights(data, options) };
  if (classes.length > 2) return { classes, ...toyArms(classes.length, options) };
  return { classes, ...toyPoints(data, options) };
}

function targetsOf({ classes, targets }: OwnPoints, output: Output): (number | number[])[] {
  if (output === 'softmax') return oneHot(targets, classes.length);
  return output === 'tanh' ? targets.map((target) => 2 * target - 1) : [...targets];
}

/** The same points are kept aside for the same seed, whatever else is changed. */
function divided({ test, seed }: NetworkState, count: number): { train: number[]; test: number[] } {
  const all = Array.from({ length: count }, (_, i) => i);
  if (test === 0 || count < 2) return { train: all, test: [] };
  const numbered = examples(all, all);
  const parts = trainTestSplit(numbered, test / 100, random(seed + 1));
  return { train: [...parts.train.inputs], test: [...parts.test.inputs] };
}
