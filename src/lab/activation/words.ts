/**
 * What the activation explorer shows, in sentences: for screen readers, and under the plot. Pure.
 */
import { numeral } from '../core/numerals.js';
import { type Flat, flatParts } from './geometry.js';
import { type ActivationState, type Curve, curvesOf, FLAT } from './state.js';

/** The followed curve of a state, if any is drawn. */
export function followedCurve(state: ActivationState): Curve | undefined {
  return curvesOf(state).find(({ name }) => name === state.follow);
}

/** Where the followed curve is flat, inside the axis. */
export function flatPartsOf(state: ActivationState, curve: Curve): Flat[] {
  return flatParts(curve.slope, FLAT, -state.reach, state.reach, 400);
}

/**
 * The sentence under the plot, about the followed curve at the point.
 *
 * It speaks of the slope as the thing that learning follows: that is what lesson 02 is about.
 */
export function pointWords(state: ActivationState): string {
  const curve = followedCurve(state);
  if (curve === undefined) return 'No function is chosen: tick one in the list.';
  const slope = curve.slope(state.x);
  const moves =
    Math.abs(slope) < FLAT
      ? 'Flat here: a change of x hardly changes the answer, so learning gets hardly any hint.'
      : `A small step to the right changes the answer by about ${numeral(slope, 2)} times that step.`;
  return `${curve.name} at x = ${numeral(state.x)} gives ${numeral(curve.f(state.x), 3)}; its slope is ${numeral(slope, 3)}. ${moves}`;
}

/** `sigmoid is flat below −2.94 and above 2.94`. */
export function flatWords(state: ActivationState): string {
  const curve = followedCurve(state);
  if (curve === undefined) return '';
  const { reach } = state;
  const parts = flatPartsOf(state, curve);
  if (parts.length === 0)
    return `${curve.name} is flat nowhere between ${numeral(-reach, 0)} and ${numeral(reach, 0)}.`;
  const words = parts.map(({ from, to }) => {
    if (from <= -reach && to >= reach) return 'everywhere';
    if (from <= -reach) return `below ${numeral(to)}`;
    if (to >= reach) return `above ${numeral(from)}`;
    return `from ${numeral(from)} to ${numeral(to)}`;
  });
  const list =
    words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}` : words[0];
  return `${curve.name} is flat (slope under ${FLAT}) ${list}.`;
}

/** Everything that is to be seen, in words. */
export function sayActivation(state: ActivationState): string {
  const curves = curvesOf(state);
  if (curves.length === 0) return pointWords(state);
  const others = curves
    .filter(({ name }) => name !== state.follow)
    .map(
      ({ name, f, slope }) =>
        `${name} ${numeral(f(state.x), 3)} with slope ${numeral(slope(state.x), 3)}`,
    );
  const beside = others.length > 0 ? ` At the same x: ${others.join('; ')}.` : '';
  const flat = state.saturation ? ` ${flatWords(state)}` : '';
  return `${pointWords(state)}${beside}${flat}`;
}
