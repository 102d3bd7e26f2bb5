/**
 * The activation explorer as something that can be shown: which page, and its whole state. Pure.
 *
 * The page itself is built from `activation/main.ts` to `dist/lab/activation.html`.
 */
import { ConfigError, unknownName } from '../math/errors.js';
import type { LabView } from '../view/view.js';
import {
  type ActivationState,
  activationFields,
  NAMES,
  settleActivation,
} from './activation/state.js';
import { sayActivation } from './activation/words.js';
import { decodeState, encodeState, initialState } from './core/state.js';

/**
 * Activation functions laid over each other, with slopes, flat parts, and a point with its tangent.
 *
 * @param start names of the functions to draw, sigmoid and tanh unless told; or the line that the
 *   lab's own button copied
 * @throws ConfigError when a name is unknown or a line does not fit
 *
 * @example
 * activationLab(['relu', 'gelu']).state; // 'show=relu,gelu&follow=relu'
 * activationLab('show=relu&derivative=on').state; // 'show=relu&follow=relu&derivative=on'
 */
export function activationLab(start: readonly string[] | string = []): LabView {
  const state = settleActivation(typeof start === 'string' ? readLine(start) : withNames(start));
  return {
    kind: 'lab',
    name: 'activation',
    state: encodeState(activationFields, state),
    height: 640,
    alt: `Activation explorer, to play with. ${sayActivation(state)}`,
    controls: NAMES.length * 2 + 7,
  };
}

function withNames(names: readonly string[]): ActivationState {
  const initial = initialState(activationFields);
  const wrong = names.find((name) => !NAMES.includes(name));
  if (wrong !== undefined) throw unknownName('activation', wrong, NAMES);
  return names.length === 0 ? initial : { ...initial, show: [...new Set(names)] };
}

function readLine(line: string): ActivationState {
  const { state, notes } = decodeState(activationFields, line);
  if (notes.length > 0) throw new ConfigError(`activation lab: ${notes.join(' ')}`);
  return state;
}
