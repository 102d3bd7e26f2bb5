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
 * | tensorflow | ReluGrad | faster than the five operations that tfjs makes of it |
 * | tensorflow | Silu, RowNorm | one pass over memory instead of several |
 * | cpu | ResizeNearestNeighborGrad | wrong for more than one picture |
 * | all | slope of DepthToSpace | missing |
 * | all | slope of SquaredDifference | fails when one input is smaller than the other |
 *
 * Missing in wasm and not used by the course: Einsum, the gradients of depthwise convolutions,
 * FFT, complex numbers.
 */
import * as tf from '@tensorflow/tfjs-core';
import { batchMatMulKernel } from './batch-mat-mul.js';
import { conv2dBackpropFilterKernel } from './conv2d-backprop-filter.js';
import { conv2dBackpropInputKernel } from './conv2d-backprop-input.js';
import { depthToSpaceGradient } from './depth-to-space-grad.js';
import { maxPoolGradKernel } from './max-pool-grad.js';
import { registerNativeFused } from './native-fused.js';
import { reluGradient, reluGradKernel } from './relu-grad.js';
import { resizeNearestGradKernel } from './resize-nearest-grad.js';
import { squaredDifferenceGradient } from './squared-difference-grad.js';
import { unsortedSegmentSumKernel } from './unsorted-segment-sum.js';

const kernels: readonly tf.KernelConfig[] = [
  conv2dBackpropFilterKernel,
  conv2dBackpropInputKernel,
  unsortedSegmentSumKernel,
  maxPoolGradKernel,
  reluGradKernel,
  resizeNearestGradKernel,
];

const done = new Set<string>();

/** Registers our kernels of one backend; a second call changes nothing. */
export function registerOurKernels(backendName: 'tensorflow' | 'wasm' | 'cpu'): void {
  if (done.has(backendName)) return;
  tf.registerGradient(reluGradient);
  tf.registerGradient(squaredDifferenceGradient);
  tf.registerGradient(depthToSpaceGradient);
  done.add(backendName);
  for (const kernel of kernels.filter((kernel) => kernel.backendName === backendName)) {
    replace(kernel);
  }
  if (backendName === 'tensorflow') registerNativeFused();
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
