/**
 * Puts our kernels beside or in place of those of tfjs, for one backend.
 *
 * | backend | kernel | why |
 * |---|---|---|
 * | wasm | Conv2DBackpropFilter | missing; training a convolution needs it |
 * | wasm | UnsortedSegmentSum | missing; training an embedding needs it |
 * | wasm | MaxPoolGrad | wrong for windows of negative numbers |
 * | wasm | Conv2DBackpropInput | a plain loop; ours is ten times as fast |
 * | wasm | BatchMatMul | a plain loop for batches and transposed factors |
 * | cpu | ResizeNearestNeighborGrad | wrong for more than one picture |
 *
 * Missing in wasm and not used by the course: Einsum, the gradients of depthwise convolutions,
 * FFT, complex numbers.
 */
import * as tf from '@tensorflow/tfjs-core';
import { batchMatMulKernel } from './batch-mat-mul.js';
import { conv2dBackpropFilterKernel } from './conv2d-backprop-filter.js';
import { conv2dBackpropInputKernel } from './conv2d-backprop-input.js';
import { maxPoolGradKernel } from './max-pool-grad.js';
import { resizeNearestGradKernel } from './resize-nearest-grad.js';
import { unsortedSegmentSumKernel } from './unsorted-segment-sum.js';

const kernels: readonly tf.KernelConfig[] = [
  conv2dBackpropFilterKernel,
  conv2dBackpropInputKernel,
  unsortedSegmentSumKernel,
  maxPoolGradKernel,
  resizeNearestGradKernel,
];

const done = new Set<string>();

/** Registers our kernels of one backend; a second call changes nothing. */
export function registerOurKernels(backendName: 'wasm' | 'cpu'): void {
  if (done.has(backendName)) return;
  done.add(backendName);
  for (const kernel of kernels.filter((kernel) => kernel.backendName === backendName)) {
    replace(kernel);
  }
  if (backendName === 'wasm') {
    replace(batchMatMulKernel(tf.getKernel(tf.BatchMatMul, 'wasm').kernelFunc));
  }
}

function replace(kernel: tf.KernelConfig): void {
  const { kernelName, backendName } = kernel;
  if (tf.getKernel(kernelName, backendName) !== undefined) {
    tf.unregisterKernel(kernelName, backendName);
  }
  tf.registerKernel(kernel);
}
