/**
 * The page's data read back. It may come from a stranger: every number and length is checked, texts
 * stay texts, and what does not fit is a sentence for the reader. Pure.
 */
import type { AttentionData, Kind, MicroscopeData, StepData, TokenData } from './data.js';
import { KINDS } from './data.js';
import { type Packed, unpack } from './packed.js';

/** A map of attention for each step and token. */
export interface Layer {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  /** Of each step [tokens, height, width]. */
  readonly shares: readonly Float32Array[];
}

/** A run, ready to be drawn. */
export interface Run
  extends Omit<MicroscopeData, 'arrays' | 'pictures' | 'attention' | 'steps' | 'tokens'> {
  readonly steps: readonly StepData[];
  readonly tokens: readonly TokenData[];
  /** Of each step [channels, height, width]. */
  readonly arrays: Readonly<Partial<Record<Kind, readonly Float32Array[]>>>;
  /** Of each step [height, width, 3], 0 to 1. */
  readonly clean: readonly Float32Array[];
  readonly after: readonly Float32Array[];
  readonly layers: readonly Layer[];
}

const noRun = 'This page holds no run.';
/** The most of anything that a list may hold, and of a side: far above what is ever written. */
const most = { list: 200, side: 64, channels: 64, text: 60_000 };

/**
 * Reads the data.
 *
 * @param text what `JSON.stringify` made of a `MicroscopeData`
 * @returns the run, or the sentence that says why there is none
 */
export function readRun(text: unknown): Run | string {
  if (typeof text !== 'string') return noRun;
  try {
    return runOf(JSON.parse(text));
  } catch (error) {
    return `${noRun} ${error instanceof Misfit ? error.message : 'Its data are damaged.'}`;
  }
}

class Misfit extends Error {}

function runOf(value: unknown): Run {
  const data = object(value, 'data');
  const steps = list(data.steps, 'steps', 1).map(stepOf);
  const tokens = list(data.tokens, 'tokens', 2).map((token): TokenData => {
    const { piece, word, id, count } = object(token, 'a token');
    return { piece: text(piece), word: word === true, id: number(id), count: number(count) };
  });
  const [height, width] = [whole(data.height, most.side), whole(data.width, most.side)];
  const channels = whole(data.channels, most.channels);
  const pictureHeight = whole(data.pictureHeight, most.side);
  const pictureWidth = whole(data.pictureWidth, most.side);
  const numbers = (packed: unknown, count: number): Float32Array[] => {
    const read = unpack(packedOf(packed), steps.length, count);
    if (read === undefined) throw new Misfit('An array has not as many numbers as it should.');
    return read;
  };
  const arrays = object(data.arrays, 'arrays');
  const kinds = KINDS.filter((kind) => kind !== 'without' || 'without' in arrays);
  const pictures = object(data.pictures, 'pictures');
  const pixels = 3 * pictureHeight * pictureWidth;
  return {
    ...{ prompt: text(data.prompt), negativePrompt: text(data.negativePrompt) },
    ...{ seed: number(data.seed), guidance: number(data.guidance) },
    ...{ rescaled: data.rescaled === true, decoded: data.decoded === true },
    ...{ scheduler: text(data.scheduler), answer: text(data.answer), calls: number(data.calls) },
    ...{ steps, tokens, height, width, channels, pictureHeight, pictureWidth },
    arrays: Object.fromEntries(
      kinds.map((kind) => [kind, numbers(arrays[kind], channels * height * width)]),
    ),
    clean: numbers(pictures.clean, pixels),
    after: numbers(pictures.after, pixels),
    layers: list(data.attention, 'attention', 1).map((layer) => {
      const { layer: name, ...map } = object(layer, 'attention') as Partial<AttentionData>;
      const sides = [whole(map.height, most.side), whole(map.width, most.side)] as const;
      const count = tokens.length * sides[0] * sides[1];
      const shares = numbers(map.shares, count);
      return { name: text(name), height: sides[0], width: sides[1], shares };
    }),
  };
}

function stepOf(value: unknown): StepData {
  const step = object(value, 'a step');
  const again = step.again === undefined ? undefined : list(step.again, 'a mixture', 2);
  return {
    ...{ call: number(step.call), timestep: number(step.timestep) },
    ...{ signal: number(step.signal), noise: number(step.noise) },
    ...{ inputScale: number(step.inputScale), mixture: text(step.mixture) },
    ...(again ? { again: [number(again[0]), number(again[1])] } : {}),
  };
}

function packedOf(value: unknown): Packed {
  const { scales, bytes, data } = object(value, 'an array');
  if (typeof data !== 'string') throw new Misfit('An array has no numbers.');
  return { scales: list(scales, 'scales', 1).map(number), bytes: bytes === 2 ? 2 : 1, data };
}

function object(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new Misfit(`Its ${what} cannot be read.`);
}

function list(value: unknown, what: string, least: number): unknown[] {
  if (Array.isArray(value) && value.length >= least && value.length <= most.list) return value;
  throw new Misfit(`Its ${what} cannot be read.`);
}

function number(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new Misfit('A number in it is none.');
}

function whole(value: unknown, largest: number): number {
  const size = number(value);
  if (Number.isInteger(size) && size >= 1 && size <= largest) return size;
  throw new Misfit('A size in it cannot be.');
}

function text(value: unknown): string {
  if (typeof value === 'string' && value.length <= most.text) return value;
  throw new Misfit('A text in it is none.');
}
