/**
 * How far a run is, on the standard error: a bar on a terminal, a line now and then in a pipe,
 * nothing with `--quiet`.
 */
import { SingleBar } from 'cli-progress';

/** Seconds between two lines in a pipe. */
const pause = 10;

/** Something that takes a while. */
export interface Task {
  /** Called with what is done; the last call has `done` equal to `total`. */
  update(done: number, total: number): void;
  /** Leaves the line, also when the work broke off. */
  stop(): void;
}

/**
 * Begins to show a task.
 *
 * @param what a word or two
 * @param unit what is counted, and by which number it is divided to be shown
 */
export function showProgress(
  what: string,
  unit: { readonly name: string; readonly size: number },
  quiet: boolean,
): Task {
  if (quiet) return { update: () => {}, stop: () => {} };
  const start = performance.now();
  const words = (done: number, total: number): string => {
    const seconds = (performance.now() - start) / 1000;
    const speed = done / unit.size / Math.max(seconds, 1e-3);
    const amount = (n: number): string => (n / unit.size).toFixed(unit.size === 1 ? 0 : 1);
    return `${amount(done)}/${amount(total)} ${unit.name}, ${speed.toPrecision(3)} ${unit.name}/s`;
  };
  if (process.stderr.isTTY) return bar(what, words);
  let last = start;
  return {
    update(done, total) {
      const now = performance.now();
      if (done < total && now - last < 1000 * pause) return;
      last = now;
      console.error(`${what} ${words(done, total)}`);
    },
    stop: () => {},
  };
}

function bar(what: string, words: (done: number, total: number) => string): Task {
  const line = new SingleBar({
    format: `${what} {bar} {words}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    fps: 5,
    // Ctrl-C ends the program at once, and finds a terminal as it was.
    gracefulExit: false,
    linewrap: true,
    hideCursor: null,
    stream: process.stderr,
  });
  let running = false;
  return {
    update(done, total) {
      if (!running) line.start(total, 0, { words: '' });
      running = true;
      line.update(done, { words: words(done, total) });
    },
    stop() {
      if (running) line.stop();
      running = false;
    },
  };
}
