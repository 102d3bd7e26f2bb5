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
