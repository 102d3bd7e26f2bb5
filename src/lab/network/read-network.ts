/**
 * A network from a file of JSON: one that this lab wrote, or any of dense layers one after the other
 * that `networkFile` wrote. A file from a stranger runs nothing; what does not fit is said. Pure.
 */
import { decodeState } from '../core/state.js';
import { ACTIVATIONS, fits, type HiddenLayer, MOST_WEIGHTS, weightCount } from './layers-field.js';
import {
  type Answer,
  type NetworkState,
  networkFields,
  outputCount,
  outputOf,
  settleNetwork,
} from './state.js';
import { lettersOf } from './weights.js';

/** Larger than this is no network of this page. */
const LONGEST = 5_000_000;

export type ReadNetwork =
  | { readonly state: NetworkState; readonly notes: readonly string[] }
  | { readonly trouble: string };

/**
 * The state of a file, its network put in as the first weights.
 *
 * @param now the state that settings are taken from where the file has none
 */
export function readNetwork(text: string, now: NetworkState): ReadNetwork {
  if (text.length > LONGEST)
    return trouble('The file is too long: 5 million letters are the most.');
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return trouble('This is not JSON. Expected the text that Export gave.');
  }
  if (!isRecord(file)) return trouble(EXPECTED);
  const given =
    typeof file.settings === 'string' ? decodeState(networkFields, file.settings) : undefined;
  const network = isRecord(file.network) ? file.network : file;
  const { inputs, layers, parameters } = network;
  if (!Array.isArray(layers) || !Array.isArray(parameters) || layers.length === 0) {
    return trouble(EXPECTED);
  }
  const dense = layers.map(denseLayer);
  const wrong = dense.find((layer) => typeof layer === 'string');
  if (typeof wrong === 'string') return trouble(wrong);
  const read = dense as HiddenLayer[];
  const last = read[read.length - 1];
  const hidden = read.slice(0, -1);
  const odd = hidden.find(({ activation }) => activation === 'softmax');
  if (odd !== undefined)
    return trouble('A hidden layer has softmax; this page has it at the end only.');
  if (!fits(hidden)) {
    return trouble(
      `The network has more than ${MOST_WEIGHTS.toLocaleString('en-US')} weights, too many for this page.`,
    );
  }
  const base = given?.state ?? now;
  const state = { ...base, layers: hidden, answer: answerOf(last.activation, base.answer) };
  if (inputs !== base.features.length) {
    return trouble(
      `The network has ${String(inputs)} inputs, and ${base.features.length} features are chosen. Choose as many.`,
    );
  }
  if (outputOf(state) !== last.activation || outputCount(state) !== last.size) {
    return trouble(
      `The network answers with ${last.size} ${last.activation}, and the points need ${outputCount(state)} ${outputOf(state)}. Choose other points first.`,
    );
  }
  const expected = weightCount(hidden, base.features.length, last.size);
  if (parameters.length !== expected) {
    return trouble(
      `The file has ${parameters.length} weights and biases; its layers need ${expected}.`,
    );
  }
  const bad = parameters.findIndex((value) => typeof value !== 'number' || !Number.isFinite(value));
  if (bad >= 0) {
    return trouble(`Weight ${bad + 1} of ${expected} is not a finite number. The file is damaged.`);
  }
  return {
    state: settleNetwork({
      ...state,
      weights: lettersOf(parameters),
      epoch: 0,
      step: 0,
      changes: [],
    }),
    notes: given?.notes ?? [],
  };
}

const EXPECTED = 'This JSON is no network. Expected the text that Export gave.';

function trouble(sentence: string): ReadNetwork {
  return { trouble: sentence };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A dense layer fed by the one before it, or why it is none. */
function denseLayer(layer: unknown, at: number): HiddenLayer | string {
  const name = `Layer ${at + 1}`;
  if (!isRecord(layer)) return `${name} is no layer. The file is damaged.`;
  const {
    kind = 'dense',
    size,
    activation = 'linear',
    from,
    shares,
    combine = 'weighted sum',
  } = layer;
  const plain = kind === 'dense' && from === undefined && shares === undefined;
  if (!plain || combine !== 'weighted sum' || layer.bias === false) {
    return `${name} is not dense with biases, fed by the layer before it: this page has no others.`;
  }
  if (!Number.isInteger(size) || (size as number) < 1) {
    return `${name} has ${String(size)} neurons; expected a whole number, 1 or more.`;
  }
  if (typeof activation !== 'string' || ![...ACTIVATIONS, 'softmax'].includes(activation)) {
    return `${name} has an unknown activation. There are: ${ACTIVATIONS.join(', ')}, softmax.`;
  }
  return { size: size as number, activation };
}

function answerOf(activation: string, before: Answer): Answer {
  return activation === 'linear' ? before : (activation as Answer);
}
