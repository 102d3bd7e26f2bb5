/**
 * What the microscope remembers: where in the run the reader looks. Its bounds are those of the run.
 * Pure.
 */
import { choiceField, type Fields, numberField } from '../core/state.js';

/** The parts under the pictures, one at a time. */
export const VIEWS = ['latents', 'words', 'numbers'] as const;
export type ViewName = (typeof VIEWS)[number];

export interface MicroscopeState {
  /** Which of the steps, from 1. */
  readonly step: number;
  readonly view: ViewName;
  /** The chosen number of the latents, each from 1. */
  readonly channel: number;
  readonly row: number;
  readonly column: number;
  /** The chosen token: 0 is the start token. */
  readonly token: number;
  /** `all layers`, or the name of one. */
  readonly layer: string;
}

/** How much there is of everything. */
export interface Bounds {
  readonly steps: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly tokens: number;
  /** The one that is looked at first. */
  readonly token: number;
  readonly layers: readonly string[];
}

export const ALL_LAYERS = 'all layers';

/** The fields of a run: it opens half-way, at the last word, at a number in the middle. */
export function microscopeFields(run: Bounds): Fields<MicroscopeState> {
  const { steps, channels, height, width, tokens, token, layers } = run;
  return {
    step: numberField(Math.ceil(steps / 2), 1, steps),
    view: choiceField<ViewName>('latents', VIEWS),
    channel: numberField(1, 1, channels),
    row: numberField(Math.ceil(height / 2), 1, height),
    column: numberField(Math.ceil(width / 2), 1, width),
    token: numberField(token, 0, tokens - 1),
    layer: choiceField(ALL_LAYERS, [ALL_LAYERS, ...layers]),
  };
}

/** Whole numbers. */
export function settleMicroscope(state: MicroscopeState): MicroscopeState {
  const { step, channel, row, column, token } = state;
  return {
    ...state,
    step: Math.round(step),
    channel: Math.round(channel),
    row: Math.round(row),
    column: Math.round(column),
    token: Math.round(token),
  };
}
