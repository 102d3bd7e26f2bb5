/**
 * How large a training step may be, from the first to the last: small while everything is still
 * random, then large, and smaller and smaller so that the weights come to rest.
 *
 * Source: Goyal et al. 2017 for the warm-up; Loshchilov and Hutter 2017, formula 5, for the cosine.
 */

/**
 * A straight line up from a tenth of the peak in the first tenth of the steps, then half a wave of
 * a cosine down to nearly 0.
 *
 * @param step 0 to `steps` - 1
 * @param peak the largest rate
 *
 * @example
 * warmUpCosine(0, 100, 0.01); // 0.001
 * warmUpCosine(10, 100, 0.01); // 0.01
 * warmUpCosine(99, 100, 0.01); // 0.000003
 */
export function warmUpCosine(step: number, steps: number, peak: number): number {
  const warmUp = steps / 10;
  if (step < warmUp) return peak * (0.1 + (0.9 * step) / warmUp);
  return (peak * (1 + Math.cos((Math.PI * (step - warmUp)) / (steps - warmUp)))) / 2;
}

/** Where the parts of `warmHoldCosine` end, in steps, and how large its steps are. */
export interface WarmHoldCosine {
  readonly steps: number;
  /** The largest rate. */
  readonly peak: number;
  /** Steps of the straight line up. */
  readonly warmUp: number;
  /** The rate stays at its peak until this step (default: not at all). */
  readonly hold?: number;
  /** Share of the peak that is left at the end. */
  readonly floor: number;
}

/**
 * A straight line up, the peak for a while, half a wave of a cosine down to the floor: for long
 * runs.
 *
 * @param step 0 to `steps` - 1
 *
 * @example
 * const plan = { steps: 100, peak: 1, warmUp: 10, hold: 50, floor: 0.02 };
 * [0, 9, 30, 75, 99].map((step) => warmHoldCosine(step, plan)); // [0.1, 1, 1, 0.51, 0.0210]
 */
export function warmHoldCosine(
  step: number,
  { steps, peak, warmUp, hold = warmUp, floor }: WarmHoldCosine,
): number {
  if (step < warmUp) return (peak * (step + 1)) / warmUp;
  if (step < hold) return peak;
  const wave = (1 + Math.cos((Math.PI * (step - hold)) / (steps - hold))) / 2;
  return peak * (floor + (1 - floor) * wave);
}
