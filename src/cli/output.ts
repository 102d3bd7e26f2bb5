/** The standard output when it cannot take what is written: a closed pipe, a full disk. */
import { fileError } from '../files/atomic.node.js';

/** A reader that closes the pipe early (`n2d course | head`) is no fault; a full disk is told. */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    console.error(fileError('write', 'the output', error).message);
    process.exit(1);
  });
  process.stderr.on('error', () => process.exit(1));
}

/** Ends the process when all is written, whatever timers the code of a learner left behind. */
export async function endAfterOutput(): Promise<never> {
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>((resolve) => stream.write('', () => resolve()));
  }
  await new Promise(setImmediate);
  process.exit();
}
