/**
 * The WebGPU backend, by explicit choice only: its package is not among our dependencies, it needs
 * a graphics driver, and values can be read back only with `await x.data()`.
 */
import type { Obstacle } from './candidate.js';
import { tf } from './tf.js';

/** Held in a variable so that a bundler does not look for a package that need not be there. */
const packageName = '@tensorflow/tfjs-backend-webgpu';

/** Makes webgpu the backend in use, or says why it cannot be. */
export async function startWebgpu(): Promise<Obstacle | undefined> {
  if ((globalThis.navigator as { gpu?: unknown } | undefined)?.gpu === undefined) {
    return {
      reason: 'there is no navigator.gpu',
      remedy:
        "In a browser take one with WebGPU; in Node run 'npm install --no-save webgpu@0.6.2 " +
        "@tensorflow/tfjs-backend-webgpu@4.22.0' and start again",
    };
  }
  try {
    if (tf.findBackendFactory('webgpu') == null) await import(/* @vite-ignore */ packageName);
    if (await tf.setBackend('webgpu')) return undefined;
    return { reason: 'no graphics adapter answered', remedy: 'Update the graphics driver' };
  } catch {
    return {
      reason: `the package ${packageName} is not installed`,
      remedy: `Run 'npm install --no-save ${packageName}@4.22.0' and start again`,
    };
  }
}
