/**
 * Puts our kernels beside or in place of those of tfjs, for one backend.
 *
 * | backend | kernel | why |
 * |---|---|---|
 * | wasm | Conv2DBackpropFilter | missing; training a convolution needs it |
 * | wasm | UnsortedSegmentSum | missing; training an embedding needs it |
 * | wasm | MaxPoolGrad | wrong for windows of negative numbers |
 * | cpu | ResizeNearestNeighborGrad | wrong for more than one picture |
 *
 * Missing in wasm and not used by the course: Einsum, the gradients of depthwise convolutions,
 * FFT, complex numbers.
 */
import * as tf from '@tensorflow/tfjs-core';
import { conv2dBackpropFilterKernel } from './conv2d-backprop-filter.js';
import { maxPoolGradKernel } from './max-pool-grad.js';
import { resizeNearestGradKernel } from './resize-nearest-grad.js';
import { unsortedSegmentSumKernel } from './unsorted-segment-sum.js';

const kernels: readonly tf.KernelConfig[] = [
  conv2dBackpropFilterKernel,
  unsortedSegmentSumKernel,
  maxPoolGradKernel,
  resizeNearestGradKernel,
];

/** Registers our kernels of one backend; a second call changes nothing. */
export function registerOurKernels(backendName: 'wasm' | 'cpu'): void {
  for (const kernel of kernels.filter((kernel) => kernel.backendName === backendName)) {
    const present = tf.getKernel(kernel.kernelName, backendName);
    if (present?.kernelFunc === kernel.kernelFunc) continue;
    if (present !== undefined) tf.unregisterKernel(kernel.kernelName, backendName);
    tf.registerKernel(kernel);
  }
}
