/**
 * Which machine part does the tensor arithmetic. This is the door for a browser; `backend.node.ts`
 * is the one for Node, with native TensorFlow in front.
 *
 * | name | what it is | when |
 * |---|---|---|
 * | tensorflow | TensorFlow's own library, all cores, or a GPU | Node, after the set-up |
 * | wasm | WebAssembly with SIMD, and our gradient kernels | everywhere |
 * | cpu | plain JavaScript | everywhere, slow |
 * | webgpu | the graphics card | only when asked for by name |
 */
import { type BackendChoice, type Candidate, choose } from './candidate.js';
import { tf } from './tf.js';
import { startWasm, type WasmFiles } from './wasm.js';
import { startWebgpu } from './webgpu.js';

export const cpu: Candidate = {
  name: 'cpu',
  what: 'plain JavaScript',
  automatic: true,
  start: async () => {
    await tf.setBackend('cpu');
    return undefined;
  },
};

/** WebAssembly; `files` says where its .wasm files are, if not beside the script. */
export const wasm = (files?: WasmFiles): Candidate => ({
  name: 'wasm',
  what: 'WebAssembly, one thread, with our gradient kernels',
  automatic: true,
  start: () => startWasm(files),
});

export const webgpu: Candidate = {
  name: 'webgpu',
  what: 'the graphics card through WebGPU; results come asynchronously only',
  automatic: false,
  start: startWebgpu,
};

/**
 * Uses the best backend of a browser page, or the one that is named.
 *
 * @param name 'auto' (wasm, else cpu), 'wasm', 'cpu' or 'webgpu'
 * @param files where the .wasm files are: a folder's URL, or a URL for each file
 * @throws ConfigError for an unknown name, and when the named backend cannot be had
 */
export function useBackendInBrowser(name = 'auto', files?: WasmFiles): Promise<BackendChoice> {
  return choose(name, [wasm(files), cpu, webgpu]);
}
