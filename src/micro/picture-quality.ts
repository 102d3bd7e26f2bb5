/**
 * How alike two pictures are, as two numbers that everybody uses.
 *
 *     PSNR = 10 log10(1 / mean squared difference), in decibels, of pixels from 0 to 1
 *     SSIM = mean over places of (2 ma mb + c1) (2 cov + c2) / ((ma^2 + mb^2 + c1) (va + vb + c2))
 *
 * The means, variances and the covariance of SSIM are those of windows of 11 x 11 pixels, weighted
 * by a bell curve of deviation 1.5; of each colour by itself.
 *
 * Source: Wang, Bovik, Sheikh and Simoncelli 2004.
 */
import { expectShape } from '../tensor/shape.js';
import { tf } from '../tensor/tf.js';

/** Of each picture: [batch]. */
export interface PictureQuality {
  /** Decibels; more is better. */
  readonly psnr: Float32Array;
  /** 1 for equal pictures. */
  readonly ssim: Float32Array;
}

/**
 * Compares pictures one by one.
 *
 * @param a [batch, height, width, channels], 0 to 1, at least 11 x 11
 * @param b the shape of `a`
 * @throws ShapeError when the shapes differ
 *
 * @example
 * const grey = tf.fill([1, 16, 16, 3], 0.5) as tf.Tensor4D;
 * const { psnr, ssim } = pictureQuality(grey, tf.add(grey, 0.1));
 * psnr[0]; // 20.0
 * ssim[0]; // 0.98
 */
export function pictureQuality(a: tf.Tensor4D, b: tf.Tensor4D): PictureQuality {
  expectShape('picture quality', 'pictures', b, a.shape);
  const error = tf.tidy(() => tf.mean(tf.squaredDifference(a, b), [1, 2, 3]));
  const alike = tf.tidy(() => structure(a, b));
  const psnr = (error.dataSync() as Float32Array).map((mse) => -10 * Math.log10(mse));
  const ssim = alike.dataSync() as Float32Array;
  tf.dispose([error, alike]);
  return { psnr, ssim };
}

function structure(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor {
  const [c1, c2] = [0.01 ** 2, 0.03 ** 2];
  const [ma, mb] = [blurred(a), blurred(b)];
  const va = tf.sub(blurred(tf.square(a)), tf.square(ma));
  const vb = tf.sub(blurred(tf.square(b)), tf.square(mb));
  const cov = tf.sub(blurred(tf.mul(a, b)), tf.mul(ma, mb));
  const above = tf.mul(tf.add(tf.mul(tf.mul(ma, mb), 2), c1), tf.add(tf.mul(cov, 2), c2));
  const squares = tf.add(tf.add(tf.square(ma), tf.square(mb)), c1);
  return tf.mean(tf.div(above, tf.mul(squares, tf.add(tf.add(va, vb), c2))), [1, 2, 3]);
}

const bell = Float32Array.from({ length: 11 }, (_, i) =>
  Math.exp(-((i - 5) ** 2) / (2 * 1.5 ** 2)),
);
const total = bell.reduce((sum, value) => sum + value, 0);

/** Weighted means of 11 x 11: first down, then across. */
function blurred(x: tf.Tensor4D): tf.Tensor4D {
  const channels = x.shape[3];
  const curve = tf.tensor(bell.map((value) => value / total));
  const filter = (shape: [number, number, number, number]): tf.Tensor4D =>
    tf.tile(tf.reshape(curve, shape), [1, 1, channels, 1]);
  const down: tf.Tensor4D = tf.depthwiseConv2d(x, filter([11, 1, 1, 1]), 1, 'valid');
  return tf.depthwiseConv2d(down, filter([1, 11, 1, 1]), 1, 'valid');
}
