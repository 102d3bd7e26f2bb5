/**
 * The gradient of enlarging a picture by repeating pixels, for the JavaScript backend, whose own
 * mixes up the pictures of a batch (it finds picture n of dy with the size of picture n of x;
 * tfjs-backend-cpu 4.22).
 *
 * Every pixel of y is a copy of one pixel of x, so that pixel collects the slopes of its copies:
 *
 *     dL/dx[n, p, q, c] = sum of dL/dy[n, i, j, c] over every (i, j) that was copied from (p, q)
 *
 * Leaves out: half-pixel centres, as the gradient of tfjs does.
 */
import * as tf from '@tensorflow/tfjs-core';

/** For each place along an axis of y, the place along x that it was copied from. */
function origins(small: number, large: number, alignCorners: boolean): number[] {
  const corner = alignCorners && large > 1 ? 1 : 0;
  const scale = (small - corner) / (large - corner);
  return Array.from({ length: large }, (_, i) =>
    Math.min(small - 1, alignCorners ? Math.round(i * scale) : Math.floor(i * scale)),
  );
}

export const resizeNearestGradKernel: tf.KernelConfig = {
  kernelName: tf.ResizeNearestNeighborGrad,
  backendName: 'cpu',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { images, dy } = inputs as { images: tf.TensorInfo; dy: tf.TensorInfo };
    const { alignCorners } = attrs as unknown as tf.ResizeNearestNeighborGradAttrs;
    const [batch, height, width, channels] = images.shape;
    const [, outHeight, outWidth] = dy.shape;
    const rows = origins(height, outHeight, alignCorners);
    const columns = origins(width, outWidth, alignCorners);
    const { readSync } = backend as tf.KernelBackend;
    const slopes = readSync.call(backend, dy.dataId) as Float32Array;
    const sums = new Float32Array(batch * height * width * channels);
    let from = 0;
    for (let n = 0; n < batch; n++) {
      for (const r of rows) {
        for (const q of columns) {
          const to = ((n * height + r) * width + q) * channels;
          for (let c = 0; c < channels; c++) sums[to + c] += slopes[from++];
        }
      }
    }
    return tf.tensor(sums, images.shape);
  },
};
