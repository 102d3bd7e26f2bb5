/**
 * Saying something to the learner: text on the console, which a notebook and a terminal both show
 * in letters of equal width. The mark at the start is coloured where colours are known to work.
 */

const colours: Readonly<Record<string, string>> = { '✓': '32', '✗': '31', '○': '33', '→': '36' };

/** Prints a message; its first sign gets a colour in a notebook or on a terminal. */
export function say(message: string): void {
  console.log(coloured(message, hasColours()));
}

function coloured(message: string, on: boolean): string {
  const colour = colours[message[0]];
  return on && colour ? `\u001b[1;${colour}m${message[0]}\u001b[0m${message.slice(1)}` : message;
}

function hasColours(): boolean {
  const { process: node, __tslab__: kernel } = globalThis as {
    process?: { env?: Record<string, string | undefined>; stdout?: { isTTY?: boolean } };
    __tslab__?: unknown;
  };
  if (node?.env?.NO_COLOR) return false;
  return kernel !== undefined || node?.stdout?.isTTY === true;
}
