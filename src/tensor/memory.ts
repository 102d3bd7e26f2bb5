/**
 * Keeping count of tensors. Tensors live outside JavaScript's memory: nobody collects them, whoever
 * makes them disposes of them (`tf.tidy`, `tensor.dispose()`).
 */
import { PlaygroundError } from '../math/errors.js';
import { tf } from './tf.js';

/**
 * How many tensors are alive.
 *
 * @example
 * const before = countTensors();
 * const x = tf.ones([2, 3]);
 * countTensors() - before; // 1
 * x.dispose();
 */
export function countTensors(): number {
  return tf.memory().numTensors;
}

/**
 * Runs `work` and throws when it left tensors behind other than the ones that it returns (alone, in
 * an array or in an object). Those are the caller's, to use and to dispose of.
 *
 * @param work may be asynchronous; then so is the answer
 * @throws PlaygroundError that says how many stayed
 *
 * @example
 * const y = expectNoLeak(() => tf.tidy(() => tf.ones([2]).add(1).square()));
 * Array.from(y.dataSync()); // [4, 4]
 * y.dispose();
 */
export function expectNoLeak<T>(work: () => T): T {
  const before = countTensors();
  const result = work();
  if (result instanceof Promise) {
    return result.then((value) => checked(value, before)) as T;
  }
  return checked(result, before);
}

function checked<T>(result: T, before: number): T {
  const wanted = tensorsIn(result, new Set());
  const stayed = countTensors() - before - wanted;
  if (stayed <= 0) return result;
  const [noun, verb] = stayed === 1 ? ['tensor', 'was'] : ['tensors', 'were'];
  throw new PlaygroundError(
    `leak: got ${stayed} ${noun} that ${verb} made and neither returned nor disposed of; ` +
      'expected none. Wrap the work in tf.tidy(() => ...), or call dispose() on what you made',
  );
}

function tensorsIn(value: unknown, seen: Set<unknown>): number {
  if (typeof value !== 'object' || value === null || seen.has(value)) return 0;
  seen.add(value);
  if (value instanceof tf.Tensor) return value.isDisposed ? 0 : 1;
  if (ArrayBuffer.isView(value)) return 0;
  return Object.values(value).reduce((sum: number, part) => sum + tensorsIn(part, seen), 0);
}
