/**
 * Whether the memory of this machine is enough for a run: said before the weights are read, not
 * found out when the system ends the program.
 */
import { readFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { ConfigError } from '../math/errors.js';
import { nativeFacts } from '../tensor/native.node.js';
import { type MemoryPlan, memoryNeed, whatFits } from './memory-need.js';
import type { ModelSource } from './source.node.js';

const gib = 2 ** 30;
/** A program of WebAssembly has addresses of 32 bits. */
const mostOfWasm = 4 * gib;

/** Where a container's limit stands: version 2 and version 1 of control groups. */
const groups = [
  { limit: 'memory.max', used: 'memory.current', cache: 'inactive_file' },
  {
    limit: 'memory/memory.limit_in_bytes',
    used: 'memory/memory.usage_in_bytes',
    cache: 'total_inactive_file',
  },
];

/**
 * Bytes that a program can still have: what the system says is available, or what is left of the
 * limit of a container. `N2D_MEMORY` (in GiB) is believed instead.
 */
export function freeMemory(): number {
  const wish = Number(process.env.N2D_MEMORY);
  if (wish > 0) return wish * gib;
  // macOS counts memory that holds files as used although it is given back at once.
  const system = process.platform === 'darwin' ? totalmem() : freemem();
  return Math.min(system, ...groups.map(leftOf));
}

function leftOf({ limit, used, cache }: (typeof groups)[number]): number {
  const read = (name: string): string | undefined => {
    try {
      return readFileSync(`/sys/fs/cgroup/${name}`, 'utf8');
    } catch {
      return undefined;
    }
  };
  const most = Number(read(limit));
  const now = Number(read(used));
  if (!(most > 0) || !(now >= 0)) return Number.POSITIVE_INFINITY;
  const stat = read(limit.replace(/[^/]+$/, 'memory.stat')) ?? '';
  const kept = Number(new RegExp(`^${cache} (\\d+)$`, 'm').exec(stat)?.[1] ?? 0);
  return most - now + kept;
}

/**
 * Refuses a run that needs more memory than there is.
 *
 * @param source the model
 * @param plan the run
 * @param backend in use; graphics cards have a memory of their own, about which nothing is said
 * @throws ConfigError with the numbers and with what would fit
 */
export function requireMemory(source: ModelSource, plan: MemoryPlan, backend: string): void {
  const isCard = backend === 'tensorflow' && nativeFacts().device === 'GPU';
  if (isCard || backend === 'webgpu') return;
  const machine = freeMemory();
  const free = backend === 'wasm' ? Math.min(machine, mostOfWasm) : machine;
  const need = memoryNeed(source, plan);
  if (need.total <= free) return;
  const fits = whatFits(source, plan, free, backend === 'tensorflow' && plan.precision === 'fp32');
  const where = free < machine ? ', which is all that WebAssembly can have' : '';
  const way =
    fits.length > 0
      ? `What would fit: ${fits.map(({ words, need: less }) => `${words} (${inGib(less.total)})`).join('; ')}`
      : free < machine
        ? 'Nothing smaller fits; --backend tensorflow has no such limit (npm start sets it up)'
        : 'Nothing smaller fits: close other programs, or use another machine';
  throw new ConfigError(
    `memory: got ${inGib(free)} free${where}; expected about ${inGib(need.total)} for ` +
      `${plan.batch === 1 ? '' : `${plan.batch} pictures of `}${plan.width} x ${plan.height} ` +
      `(weights ${inGib(need.weights)}, work ${inGib(need.work)}). ${way}`,
  );
}

function inGib(bytes: number): string {
  return `${(bytes / gib).toFixed(1)} GiB`;
}
