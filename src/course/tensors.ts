/**
 * Counting tensors without loading the library that makes them: TensorFlow.js keeps one engine per
 * process and hangs it on the global object as `_tfengine`; a lesson of plain numbers has none.
 */
import { isTensor, type TensorLike } from './plain.js';

interface Engine {
  readonly state?: { readonly numTensors?: number };
}

/** How many tensors are alive; 0 when no tensor was ever made. */
export function tensorsAlive(): number {
  return (globalThis as { _tfengine?: Engine })._tfengine?.state?.numTensors ?? 0;
}

/** Every tensor inside a value, each once. Runs getters: call it under a time limit. */
export function tensorsInside(value: unknown): TensorLike[] {
  const found: TensorLike[] = [];
  const seen = new Set<object>();
  const visit = (part: unknown, depth: number): void => {
    if (typeof part !== 'object' || part === null || seen.has(part) || depth > 20) return;
    seen.add(part);
    if (isTensor(part)) found.push(part);
    else if (Array.isArray(part) && typeof part[0] !== 'object') return;
    else if (!ArrayBuffer.isView(part)) {
      for (const inner of Object.values(part)) visit(inner, depth + 1);
    }
  };
  visit(value, 0);
  return found;
}
