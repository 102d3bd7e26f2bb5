/**
 * Calls a function of the learner's so that the kernel survives it: an endless loop is stopped, an
 * exception is caught, a promise that never settles is given up on.
 *
 * The time limit is that of node:vm; it holds for functions made outside of the vm as well, because
 * the engine interrupts the thread. Endless chains of `await null` never give the event loop a turn,
 * so no timer could end them: the queue of such steps is therefore emptied once under the limit.
 * What it cannot stop: a loop that begins after a real wait (a timer), and native code.
 */
import { createContext, Script } from 'node:vm';

export type Outcome =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'endless' | 'interrupted' | 'never settles' };

const context = createContext({ call: undefined as unknown });
const script = new Script('call()', { filename: 'check' });

/** Runs a synchronous function under a limit; ends it when the limit is over. */
export function guarded(call: () => unknown, milliseconds: number): Outcome {
  const box = context as { call: unknown };
  const before = box.call;
  box.call = call;
  try {
    const value = script.runInContext(context, { timeout: milliseconds, breakOnSigint: true });
    return { kind: 'value', value };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return { kind: 'endless' };
    if (code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') return { kind: 'interrupted' };
    return { kind: 'threw', error };
  } finally {
    box.call = before;
  }
}

/** Errors of the vm are of its own realm: `instanceof Error` does not know them. */
function codeOf(error: unknown): unknown {
  try {
    return (error as { code?: unknown } | null | undefined)?.code;
  } catch {
    return undefined;
  }
}

/** Empties the queue of promise steps. Node has had this door since its first promises. */
const emptyQueue = (process as unknown as { _tickCallback?: () => void })._tickCallback;

/** Calls under the limit, in a turn of the event loop of its own (only there the queue empties). */
export function guardedTurn(call: () => unknown, milliseconds: number): Promise<Outcome> {
  return new Promise((resolve) => {
    setImmediate(() => {
      let value: unknown;
      const outcome = guarded(() => {
        value = call();
        if (value instanceof Promise) {
          value.catch(() => {}); // a rejection is told when it is awaited, not as unhandled
          emptyQueue?.();
        }
      }, milliseconds);
      resolve(outcome.kind === 'value' ? { kind: 'value', value } : outcome);
    });
  });
}

/** Waits for a promise, at most so long. */
export async function settled(promise: Promise<unknown>, milliseconds: number): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'never settles' }), milliseconds);
  });
  const done = outcomeOf(promise);
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function outcomeOf(promise: Promise<unknown>): Promise<Outcome> {
  try {
    return { kind: 'value', value: await promise };
  } catch (error) {
    return { kind: 'threw', error };
  }
}
