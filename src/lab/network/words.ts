/**
 * The network lab in sentences. Pure.
 */
import { numeral } from '../core/numerals.js';
import { featuresOf } from './features.js';
import { type NetworkState, type Output, outputOf } from './state.js';

/** A list as one says it: `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

/** The network in a sentence: what goes in, the hidden layers, the answer. */
export function networkWords(state: NetworkState): string {
  const inputs = listed(featuresOf(state.features).map(({ sign }) => sign));
  const hidden = state.layers.map(({ size, activation }) => `${size} ${activation}`);
  const middle =
    hidden.length === 0
      ? 'no hidden layer'
      : `${hidden.length === 1 ? 'a hidden layer' : `${hidden.length} hidden layers`} of ${listed(hidden)} neurons`;
  return `The network sees ${inputs}, has ${middle}, and answers by ${outputOf(state)}.`;
}

/** What it learns from, in a sentence. */
export function dataWords(state: NetworkState): string {
  const { data, count, noise, test, seed, points } = state;
  const kept = test === 0 ? 'none of them' : `${test} % of them`;
  if (data === 'own') {
    const { length } = points.inputs;
    return `It learns from ${length} ${length === 1 ? 'point' : 'points'} of your own; ${kept} kept for testing.`;
  }
  return (
    `It learns from ${count} points of the set ${data} (noise ${numeral(noise)}, seed ${seed}); ` +
    `${kept} kept for testing.`
  );
}

/** Everything that is set, in words; what the run came to is said by `scoreWords`. */
export function sayNetwork(state: NetworkState): string {
  const { optimiser, rate, batch, epoch, weights } = state;
  const given = weights === '' ? '' : ' The first weights were set, not drawn.';
  const trained = epoch > 0 ? ` Trained for ${epoch} epochs.` : '';
  return (
    `${networkWords(state)} ${dataWords(state)} ` +
    `Learning: ${optimiser}, rate ${rate}, batches of ${batch}.${given}${trained}`
  );
}

/** What the answer at a place is called. */
export function answerWords(output: Output, classes: readonly string[], answer: number[]): string {
  if (output === 'linear') return numeral(answer[0], 3);
  if (output === 'softmax') {
    const best = answer.indexOf(Math.max(...answer));
    return `class ${classes[best]}, ${numeral(100 * answer[best], 0)} %`;
  }
  const share = output === 'tanh' ? (answer[0] + 1) / 2 : answer[0];
  return `${numeral(answer[0], 3)}, class ${classes[share >= 0.5 ? 1 : 0]}`;
}
