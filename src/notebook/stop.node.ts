/**
 * The stop button. Jupyter interrupts a kernel with SIGINT; tslab gives up the cell, but an async
 * loop in it would go on in the background. Loops that take a signal end with it.
 *
 * tslab starts a cell with `breakOnSigint`, for which Node takes SIGINT away from its listeners and,
 * when the cell first awaits, gives it back to those it knew. A listener added in between would
 * leave the process with none at all, and the stop button would end the kernel: ours is added
 * when the cell has awaited.
 */

let current: AbortController | undefined;

function stopAll(): void {
  current?.abort();
  current = undefined;
}

/**
 * A signal that is aborted by Jupyter's stop button, or by Ctrl-C on a terminal (the second Ctrl-C
 * ends the program as always). Hand it to `train`, or ask it in a loop of your own that awaits.
 *
 * Ask for it before the loop, once: a signal that was aborted stays so, the next one is fresh.
 *
 * @example
 * stopSignal().aborted; // false
 */
export function stopSignal(): AbortSignal {
  if (current === undefined) {
    current = new AbortController();
    setImmediate(() => process.once('SIGINT', stopAll));
  }
  return current.signal;
}
