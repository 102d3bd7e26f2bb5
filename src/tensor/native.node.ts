/**
 * Native TensorFlow for Node: loads the addon of `@tensorflow/tfjs-node-gpu`, or says why not.
 * The set-up provides the addon and the TensorFlow library; nothing here downloads anything.
 */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Obstacle } from './candidate.js';
import { registerOurKernels } from './kernels/register.js';
import { tf } from './tf.js';

const require = createRequire(import.meta.url);
const packageName = '@tensorflow/tfjs-node-gpu';
const setUp = "Run 'npm start' (it sets up native TensorFlow) and start again";

/** What a look at the native backend tells. */
export interface NativeFacts {
  /** Of the TensorFlow library, such as '2.21.0'. */
  readonly version: string;
  readonly device: 'CPU' | 'GPU';
}

/** Makes native TensorFlow the backend in use, or says why it cannot be. Never throws. */
export async function startNative(): Promise<Obstacle | undefined> {
  try {
    const addon = nativeAddon();
    if (addon === undefined) return { reason: 'its addon has not been built', remedy: setUp };
    repairUtil();
    // 2: errors only. Read by the library when it loads.
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
    require(packageName);
    if (await tf.setBackend('tensorflow')) {
      registerOurKernels('tensorflow');
      return undefined;
    }
    return { reason: 'the library did not start', remedy: setUp };
  } catch (error) {
    return { reason: reasonOf(error), remedy: setUp };
  }
}

/** Version and device, once `startNative` has succeeded. */
export function nativeFacts(): NativeFacts {
  const backend = tf.findBackend('tensorflow') as unknown as {
    binding: { TF_Version: string };
    isUsingGpuDevice: boolean;
  };
  return {
    version: backend.binding.TF_Version,
    device: backend.isUsingGpuDevice ? 'GPU' : 'CPU',
  };
}

/** Path of the compiled addon; undefined when there is none. Loads nothing. */
function nativeAddon(): string | undefined {
  const lib = join(dirname(require.resolve(`${packageName}/package.json`)), 'lib');
  if (!existsSync(lib)) return undefined;
  return readdirSync(lib)
    .map((folder) => join(lib, folder, 'tfjs_binding.node'))
    .find((path) => existsSync(path));
}

/** tfjs-node 4.22 calls two functions that Node 23 removed (tensorflow/tfjs#8609). */
function repairUtil(): void {
  const util = require('node:util') as Record<string, unknown>;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (text.includes(packageName)) return `the package ${packageName} is not installed`;
  const library = /lib[\w.-]+\.so[\w.]*|[\w-]+\.d(?:ll|ylib)/.exec(text)?.[0];
  if (library && /cannot open|not found|no such file|specified module/i.test(text)) {
    return `the library ${library} is missing`;
  }
  return text.split('\n')[0];
}
