/**
 * Convolution in plain numbers: a small grid of weights, the kernel, slides over a picture.
 *
 *     y[i][j] = sum over a, b of picture[i * stride + a][j * stride + b] * kernel[a][b]
 *
 * The twin of `conv2d` in src/layers, for one picture and one kernel; lesson 08 shows that both
 * agree. The kernel is not turned over (strictly, a cross-correlation).
 *
 * Source: LeCun et al. 1989; Dumoulin and Visin 2016 for sizes.
 */
import { ConfigError, ShapeError } from './errors.js';

export interface ConvolveOptions {
  /** Steps from one place to the next (default 1). */
  readonly stride?: number;
  /** Rows and columns of zeros put around the picture, on each side (default 0). */
  readonly padding?: number;
}

/**
 * Slides a kernel over a picture.
 *
 * @param picture rows of equal length
 * @param kernel rows of equal length, not larger than the padded picture
 * @returns floor((size + 2 * padding - kernel) / stride) + 1 rows, and columns likewise
 * @throws ShapeError for ragged or empty rows, or a kernel larger than the picture
 * @throws ConfigError for a stride or a padding that is no such thing
 *
 * @example
 * convolve([[0, 0, 9, 9]], [[-1, 1]]); // [[0, 9, 0]]
 * convolve([[1, 2], [3, 4]], [[1]], { padding: 1 }).length; // 4
 */
export function convolve(
  picture: readonly (readonly number[])[],
  kernel: readonly (readonly number[])[],
  { stride = 1, padding = 0 }: ConvolveOptions = {},
): number[][] {
  const [height, width] = sizeOf('picture', picture);
  const [kernelHeight, kernelWidth] = sizeOf('kernel', kernel);
  const rows = convolvedSize(height, kernelHeight, { stride, padding });
  const columns = convolvedSize(width, kernelWidth, { stride, padding });
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => {
      let sum = 0;
      for (let a = 0; a < kernelHeight; a++) {
        for (let b = 0; b < kernelWidth; b++) {
          const pixel = picture[i * stride + a - padding]?.[j * stride + b - padding] ?? 0;
          sum += pixel * kernel[a][b];
        }
      }
      return sum;
    }),
  );
}

/**
 * How many places a kernel has along one side: floor((size + 2 * padding - kernel) / stride) + 1.
 *
 * @throws ShapeError when the kernel is larger than the padded side, ConfigError for bad options
 *
 * @example
 * convolvedSize(28, 5); // 24
 * convolvedSize(28, 3, { padding: 1, stride: 2 }); // 14
 */
export function convolvedSize(
  size: number,
  kernel: number,
  { stride = 1, padding = 0 }: ConvolveOptions = {},
): number {
  if (!Number.isInteger(stride) || stride < 1) {
    throw new ConfigError(`convolve: got stride ${stride}; expected 1, 2, 3 ...`);
  }
  if (!Number.isInteger(padding) || padding < 0) {
    throw new ConfigError(`convolve: got padding ${padding}; expected 0, 1, 2 ...`);
  }
  if (kernel > size + 2 * padding) {
    throw new ShapeError(
      `convolve: got a kernel of ${kernel} for ${size} pixels and padding ${padding}; ` +
        `expected at most ${size + 2 * padding}`,
    );
  }
  return Math.floor((size + 2 * padding - kernel) / stride) + 1;
}

function sizeOf(what: string, rows: readonly (readonly number[])[]): [number, number] {
  const width = rows[0]?.length ?? 0;
  const ragged = rows.findIndex((row) => row.length !== width);
  if (width > 0 && ragged < 0) return [rows.length, width];
  const got = width === 0 ? 'nothing' : `${rows[ragged].length} numbers in row ${ragged}`;
  throw new ShapeError(
    `convolve: got ${got} in the ${what}; expected rows of ${width || 'numbers'}, all as long`,
  );
}
