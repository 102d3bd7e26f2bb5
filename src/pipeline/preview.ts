/**
 * What latents will look like, without the VAE: each place becomes one pixel, by a matrix.
 *
 * The four channels of Stable Diffusion's latents follow brightness and colours nearly linearly, so
 * a small matrix fitted once shows the picture eight times smaller, for nothing.
 *
 * Source of the numbers: K. Turner, "Decoding latents to RGB without upscaling", 2022, fitted on
 * Stable Diffusion 1; good enough for 2.
 */
import { ShapeError } from '../math/errors.js';
import { type NumberArray, stacked } from './arrays.js';

/** [latent channels, 3]: how much red, green and blue is in each channel. */
export type PreviewMatrix = readonly (readonly [number, number, number])[];

const stableDiffusion: PreviewMatrix = [
  [0.298, 0.207, 0.208],
  [0.187, 0.286, 0.173],
  [-0.158, 0.189, 0.264],
  [-0.184, -0.271, -0.473],
];

/**
 * Small pictures of latents.
 *
 * @param latents of each image, [height, width, channels] in a row, as `onStep` gives them
 * @param size height and width of the latents
 * @param matrix for latents of another kind
 * @returns [images, 3, height, width], 0 to 1
 * @throws ShapeError when the numbers do not fit the size
 *
 * @example
 * latentPreview([new Float64Array(8)], { height: 1, width: 2 }).values[0]; // 0.5
 */
export function latentPreview(
  latents: readonly ArrayLike<number>[],
  { height, width }: { readonly height: number; readonly width: number },
  matrix: PreviewMatrix = stableDiffusion,
): NumberArray {
  const pictures = latents.map((values) => {
    if (values.length !== height * width * matrix.length) {
      throw new ShapeError(
        `latent preview: got ${values.length} numbers; expected [${height}, ${width}, ${matrix.length}]`,
      );
    }
    return Float32Array.from({ length: height * width * 3 }, (_, i) => {
      const [place, colour] = [Math.floor(i / 3), i % 3];
      const light = matrix.reduce((sum, row, c) => {
        return sum + row[colour] * values[place * matrix.length + c];
      }, 0);
      return Math.min(Math.max((light + 1) / 2, 0), 1);
    });
  });
  return stacked(pictures, [height, width, 3]);
}
