/**
 * The WebAssembly backend, completed: tfjs leaves out two kernels that training needs, and one that
 * it has is wrong. `kernels/register.ts` lists ours.
 *
 * Source: https://github.com/tensorflow/tfjs, tfjs-backend-wasm 4.22
 */
import type { Obstacle } from './candidate.js';
import { registerOurKernels } from './kernels/register.js';
import { tf } from './tf.js';

/**
 * Where the three .wasm files of tfjs-backend-wasm are, for a bundled page: the URL of their folder
 * (with the slash at its end), or a URL (also a data: URL) for each file name.
 */
export type WasmFiles = string | Readonly<Record<string, string>>;

/** Makes wasm the backend in use, or says why it cannot be. */
export async function startWasm(files?: WasmFiles): Promise<Obstacle | undefined> {
  try {
    // Only now: once loaded it would be the default, and it cannot start without waiting.
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    if (files !== undefined && !('wasm' in tf.engine().registry)) setWasmPaths(files);
    if (await tf.setBackend('wasm')) {
      registerOurKernels('wasm');
      return undefined;
    }
    return obstacle('its .wasm file could not be loaded');
  } catch (error) {
    return obstacle(error instanceof Error ? error.message.split('\n')[0] : String(error));
  }
}

function obstacle(reason: string): Obstacle {
  const remedy =
    "Run 'npm ci' (or, in a page: pass useBackend the folder that serves the .wasm files)";
  return { reason, remedy };
}
