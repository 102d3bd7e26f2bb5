/**
 * The tensor library, under one name: every operation that the course uses is `tf.something`.
 *
 * It is the very module instance that the native backend (`tfjs-node-gpu`) loads, so a tensor made
 * here runs there. The plain JavaScript backend comes with it: tensors work before `useBackend`
 * has been called, slowly.
 *
 * `@tensorflow/tfjs` is imported for what it does, not for names: it registers every gradient, the
 * chained operations (`x.matMul(w).add(b)`) and the JavaScript backend. tfjs-core keeps those in
 * modules that Node cannot import one by one.
 *
 * Leaves out: `tf.layers`, `tf.data` and the converter; the course builds those parts itself.
 *
 * Source: TensorFlow.js 4.22, https://js.tensorflow.org/api/4.22.0/
 */
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { registerOurKernels } from './kernels/register.js';

registerOurKernels('cpu');

// Plain JavaScript until useBackend() picks something better; it starts without waiting.
void tf.setBackend('cpu');
// Else its first operation in Node prints an advertisement for the native package.
(tf.backend() as unknown as { firstUse: boolean }).firstUse = false;

export { tf };
