/**
 * Keeps `n2d` in charge while the code of a learner runs in its process: that code cannot end the
 * program, nor write into an answer in JSON, and what fails behind its back is told in a sentence.
 *
 * Leaves out: a loop without an end that begins in a timer; Ctrl-C ends it.
 */

/** What is to be put back when the learner's code has run. */
export interface Tamed {
  /** Sentences about what failed later: in a timer, or in a promise that nobody waits for. */
  readonly later: readonly string[];
  /** Gives the process its own ways back, and waits a moment for what is still to fail. */
  release(): Promise<void>;
}

/**
 * Call it before the learner's code is loaded.
 *
 * @param options quiet: what that code prints goes to the standard error
 */
export function tamed({ quiet }: { quiet: boolean }): Tamed {
  const later: string[] = [];
  const { exit } = process;
  const { log, info, debug } = console;
  process.exit = () => {
    throw new Error('process.exit() would end the whole program; an answer is given by `return`');
  };
  if (quiet) Object.assign(console, { log: console.error, info: console.error });
  if (quiet) Object.assign(console, { debug: console.error });
  const keep = (error: unknown): void => {
    if (process.env.N2D_DEBUG) console.error(error);
    const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const [first] = words.split('\n');
    later.push(
      `Something in your code failed later, in a timer or a promise without \`await\`: ${first}`,
    );
  };
  process.on('uncaughtException', keep);
  process.on('unhandledRejection', keep);
  return {
    later,
    release: async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      process.exit = exit;
      Object.assign(console, { log, info, debug });
    },
  };
}
