/**
 * Which machine part does the tensor arithmetic, in Node: native TensorFlow where the set-up
 * provided it, else WebAssembly, else plain JavaScript.
 */
import { unknownName } from '../math/errors.js';
import { cpu, wasm, webgpu } from './backend.js';
import {
  type BackendChoice,
  type BackendState,
  type Candidate,
  choose,
  report,
} from './candidate.js';
import { startNative } from './native.node.js';

const tensorflow: Candidate = {
  name: 'tensorflow',
  what: 'native TensorFlow',
  automatic: true,
  start: startNative,
};

/** WebAssembly, without the two listeners of its loader that turn a stray rejection into an exit. */
const wasmInNode: Candidate = {
  ...wasm(),
  start: async () => {
    const events = ['uncaughtException', 'unhandledRejection'] as const;
    const before = events.map((event) => process.listeners(event as 'exit'));
    const obstacle = await wasm().start();
    events.forEach((event, i) => {
      for (const listener of process.listeners(event as 'exit')) {
        if (!before[i].includes(listener)) process.off(event, listener);
      }
    });
    return obstacle;
  },
};

const candidates: readonly Candidate[] = [tensorflow, wasmInNode, cpu, webgpu];
const names = ['auto', ...candidates.map(({ name }) => name)];

/**
 * Picks what computes: native TensorFlow, else WebAssembly, else plain JavaScript; or the one that
 * is named. The environment variable N2D_BACKEND names one for every call without a name.
 *
 * @param name 'auto' (the default), 'tensorflow', 'wasm', 'cpu' or 'webgpu'
 * @returns the backend in use, and why it is not a better one
 * @throws ConfigError for an unknown name, and when the named backend cannot be had
 *
 * @example
 * await useBackend('cpu'); // { backend: 'cpu', why: "'cpu' was asked for" }
 */
export async function useBackend(name = 'auto'): Promise<BackendChoice> {
  const wish = process.env.N2D_BACKEND ?? '';
  if (name !== 'auto' || wish === '' || wish === 'auto') return choose(name, candidates);
  if (!names.includes(wish)) throw unknownName('backend in N2D_BACKEND', wish, names);
  try {
    return { ...(await choose(wish, candidates)), why: `N2D_BACKEND asks for '${wish}'` };
  } catch (error) {
    // A wish of the environment is no reason to stop a lesson.
    const { backend, why } = await choose('auto', candidates);
    return { backend, why: `${(error as Error).message} (N2D_BACKEND); ${why}` };
  }
}

/**
 * What each backend could do here: 'in use', 'ready', 'missing' (with the remedy) or
 * 'by name only'. The backend in use stays in use.
 */
export function backendReport(): Promise<BackendState[]> {
  return report(candidates);
}
