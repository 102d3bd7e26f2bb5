/**
 * The gradient of max pooling, for the wasm backend, whose own loses slopes: it starts its search
 * for the largest value of a window at the smallest positive float, so a window that holds only
 * negative numbers finds nothing and its slope is dropped (tfjs-backend-wasm 4.22).
 *
 * With m(n, i, j, c) the place of the largest value in window (i, j) of channel c:
 *
 *     dL/dx[n, p, c] = sum of dL/dy[n, i, j, c] over every window with m(n, i, j, c) = p
 *
 * The first place wins where several are equal, as in the other backends. One pass over the
 * windows, on views of the wasm memory: nothing is copied.
 *
 * Leaves out: dilation.
 */
import * as tf from '@tensorflow/tfjs-core';
import { heap } from './heap.js';

type Sizes = ReturnType<typeof tf.backend_util.computePool2DInfo>;

/** Adds each slope of `dy` to the place of `dx` where its window has the largest `x`. */
function scatterSlopes(x: Float32Array, dy: Float32Array, dx: Float32Array, sizes: Sizes): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth } = sizes;
  const row = inWidth * inChannels;
  let from = 0;
  for (let n = 0; n < batchSize; n++) {
    const picture = n * inHeight * row;
    for (let i = 0; i < outHeight; i++) {
      const top = i * sizes.strideHeight - sizes.padInfo.top;
      const bottom = Math.min(inHeight, top + sizes.filterHeight);
      for (let j = 0; j < outWidth; j++) {
        const left = j * sizes.strideWidth - sizes.padInfo.left;
        const right = Math.min(inWidth, left + sizes.filterWidth);
        for (let c = 0; c < inChannels; c++) {
          let place = -1;
          for (let r = Math.max(0, top); r < bottom; r++) {
            for (let q = Math.max(0, left); q < right; q++) {
              const here = picture + r * row + q * inChannels + c;
              if (place < 0 || x[here] > x[place]) place = here;
            }
          }
          dx[place] += dy[from++];
        }
      }
    }
  }
}

export const maxPoolGradKernel: tf.KernelConfig = {
  kernelName: tf.MaxPoolGrad,
  backendName: 'wasm',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { input, dy } = inputs as { input: tf.TensorInfo; dy: tf.TensorInfo };
    const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as tf.MaxPoolGradAttrs;
    const shape = input.shape as [number, number, number, number];
    const sizes = tf.backend_util.computePool2DInfo(
      shape,
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const { make, view } = heap(backend);
    // First the output: making it may grow the memory, which ends the views of it.
    const dx = make(input.shape);
    const slopes = view(dx).fill(0);
    scatterSlopes(view(input), view(dy), slopes, sizes);
    return dx;
  },
};
