/**
 * The embedding of time: one number becomes a row of waves, fast ones to slow ones, so that close
 * times look alike and far ones do not.
 *
 *     f[i] = 10000^(-i / (half - shift))        i = 0 ... half - 1
 *     row = cos(t f[0]) ... cos(t f[half - 1]), sin(t f[0]) ... sin(t f[half - 1])
 *
 * Source: Vaswani et al. 2017, section 3.5; Ho, Jain and Abbeel 2020 use it for the steps of
 * diffusion. Stable Diffusion puts the cosines first; the papers put the sines first.
 */
import { ConfigError } from '../math/errors.js';
import { tf } from '../tensor/tf.js';

export interface TimestepOptions {
  /** Whether the cosines come first (default true, as in Stable Diffusion). */
  readonly cosineFirst?: boolean;
  /** Taken off the number of frequencies in the exponent (default 0). */
  readonly shift?: number;
}

/**
 * One row for each time. Times may have a fraction: some schedulers ask for them.
 *
 * @param times steps of the diffusion, 0 to 999 in Stable Diffusion
 * @param width how long a row is; even
 * @returns [times, width]
 * @throws ConfigError for a width that is not even
 *
 * @example
 * timestepEmbedding([501], 320).slice([0, 0], [1, 3]).dataSync(); // [-0.0839, -0.1640, 0.9169]
 */
export function timestepEmbedding(
  times: readonly number[],
  width: number,
  { cosineFirst = true, shift = 0 }: TimestepOptions = {},
): tf.Tensor2D {
  if (!Number.isInteger(width) || width < 2 || width % 2 !== 0) {
    throw new ConfigError(`timestepEmbedding: got width ${width}; expected an even number`);
  }
  const half = width / 2;
  const rows = new Float32Array(times.length * width);
  times.forEach((time, n) => {
    for (let i = 0; i < half; i++) {
      // In 32 bits, as torch does it: at t = 999 the rounding of the angle is already visible.
      const exponent = Math.fround(Math.fround(-Math.log(10000) * i) / (half - shift));
      const angle = Math.fround(Math.fround(time) * Math.fround(Math.exp(exponent)));
      const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
      rows[n * width + i] = cosineFirst ? cosine : sine;
      rows[n * width + half + i] = cosineFirst ? sine : cosine;
    }
  });
  return tf.tensor2d(rows, [times.length, width]);
}
