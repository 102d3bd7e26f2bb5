/** What goes wrong in a command, as a sentence for whoever typed it and an exit code. */
import { PlaygroundError } from '../math/errors.js';

/**
 * Says an error on the standard error and answers with the exit code: 1 for what the user can mend,
 * 70 for a fault of ours (`EX_SOFTWARE` of sysexits.h). No stack, unless `N2D_DEBUG` is set.
 */
export function said(error: unknown): 1 | 70 {
  if (process.env.N2D_DEBUG) console.error(error);
  if (error instanceof PlaygroundError) {
    if (!process.env.N2D_DEBUG) console.error(error.message);
    return 1;
  }
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (!process.env.N2D_DEBUG) {
    console.error(`n2d met a fault of its own: ${what}`);
    console.error('N2D_DEBUG=1 before the command shows where; please report it.');
  }
  return 70;
}

/** Prints a value for another program. */
export function printJson(value: unknown): void {
  console.log(JSON.stringify(value, null, 2));
}
