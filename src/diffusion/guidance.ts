/**
 * Classifier-free guidance: go from the answer without the prompt towards the answer with it, and
 * further. And the rescale that takes back the contrast that this adds.
 *
 * Sources: Ho and Salimans 2022, equation 6; Lin et al. 2023, section 3.4, equations 15 and 16.
 */
import { ConfigError, ShapeError } from '../math/errors.js';

/** `unconditional` times the answer without a prompt plus `conditional` times the one with it. */
export interface GuidanceMix {
  readonly unconditional: number;
  readonly conditional: number;
}

/**
 * The two coefficients of guidance. They add up to 1; from scale 1 on the first is negative.
 *
 * @param scale 1 is no guidance; Stable Diffusion's usual value is 7.5
 * @example
 * guidanceMix(7.5); // { unconditional: -6.5, conditional: 7.5 }
 */
export function guidanceMix(scale: number): GuidanceMix {
  if (!Number.isFinite(scale)) {
    throw new ConfigError(`guidance: got ${scale}; expected a finite number`);
  }
  return { unconditional: 1 - scale, conditional: scale };
}

/**
 * Whether guidance does anything. As in diffusers a scale of 1 or less switches it off: the network
 * is asked once a step, and the negative prompt is not used.
 *
 * @example
 * guidanceIsOn(1); // false
 */
export function guidanceIsOn(scale: number): boolean {
  return scale > 1;
}

/**
 * Guides an answer.
 *
 * @param unconditional the answer without the prompt (or with the negative one)
 * @param conditional the answer with the prompt, as long
 * @throws ShapeError when the lengths differ
 * @example
 * guide([1, 1], [2, 0], 3); // [4, -2]
 */
export function guide(
  unconditional: ArrayLike<number>,
  conditional: ArrayLike<number>,
  scale: number,
): number[] {
  if (unconditional.length !== conditional.length) {
    throw new ShapeError(
      `guide: got ${conditional.length} numbers with the prompt; expected ${unconditional.length}`,
    );
  }
  return Array.from(unconditional, (base, i) => base + scale * (conditional[i] - base));
}

/**
 * By what a guided answer is multiplied so that its spread is that of the plain answer again.
 *
 * @param conditionalStd spread (unbiased standard deviation) of the answer with the prompt
 * @param guidedStd spread of the guided answer
 * @param share 0 leaves it as it is, 1 gives the spread of the plain answer; 0.7 is usual
 * @example
 * guidanceRescaleFactor(1, 2, 0.5); // 0.75
 */
export function guidanceRescaleFactor(
  conditionalStd: number,
  guidedStd: number,
  share: number,
): number {
  return share * (conditionalStd / guidedStd) + (1 - share);
}

/**
 * Rescales the guided answer of one image. Spreads are taken over all numbers of the image, with
 * n - 1 in the denominator, as torch does.
 *
 * @throws ShapeError for fewer than two numbers or different lengths; ConfigError for a share
 *   outside of 0 to 1
 * @example
 * rescaleGuidance([4, -4], [1, -1], 1); // [1, -1]
 */
export function rescaleGuidance(
  guided: ArrayLike<number>,
  conditional: ArrayLike<number>,
  share: number,
): number[] {
  if (guided.length !== conditional.length || guided.length < 2) {
    throw new ShapeError(
      `rescaleGuidance: got ${guided.length} and ${conditional.length} numbers; ` +
        'expected as many of each, at least 2',
    );
  }
  if (!(share >= 0 && share <= 1)) {
    throw new ConfigError(`guidance rescale: got ${share}; expected a number from 0 to 1`);
  }
  const factor = guidanceRescaleFactor(spread(conditional), spread(guided), share);
  return Array.from(guided, (value) => value * factor);
}

function spread(values: ArrayLike<number>): number {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  return Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (all.length - 1));
}
