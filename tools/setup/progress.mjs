// @ts-check
/**
 * Progress: bars with sizes and time on a terminal, one quiet line a step in a pipe. Built-ins
 * only, since it runs before any dependency is there.
 */

/** @typedef {{ done: number, total: number, unit: 'bytes' | 'parts' | 'none' }} Amount */
/** @typedef {(done: number, total: number, unit?: Amount['unit']) => void} Progress */

const frames = 10; // redraws a second

/**
 * `812 kB`, `65 MB`, `1.3 GB`.
 * @param {number} bytes
 */
export function bytesInWords(bytes) {
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  if (bytes < 1e9) return `${Math.round(bytes / 1e6)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/**
 * `4 s`, `2 min 5 s`.
 * @param {number} seconds
 */
export function secondsInWords(seconds) {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * One line of a running step: title, bar, amounts, time.
 * @param {string} title
 * @param {Amount} amount
 * @param {number} seconds
 * @param {number} width
 */
export function progressLine(title, { done, total, unit }, seconds, width = 80) {
  const time = secondsInWords(seconds);
  const name = title.padEnd(26);
  if (total <= 0 || unit === 'none') return `  ${name} ${time}`.slice(0, width);
  const share = Math.min(1, done / total);
  const cells = Math.max(8, Math.min(24, width - 62));
  const full = Math.round(share * cells);
  const bar = `${'█'.repeat(full)}${'░'.repeat(cells - full)}`;
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  const amounts =
    unit === 'bytes' ? `${bytesInWords(done)} / ${bytesInWords(total)}` : `${done} / ${total}`;
  return `  ${name} ${bar} ${percent}  ${amounts}  ${time}`.slice(0, width);
}

/**
 * The place where steps report. `start` returns the step's own progress function and `end`.
 * @param {NodeJS.WriteStream | { write(text: string): unknown, isTTY?: boolean, columns?: number }} stream
 */
export function createBoard(stream = process.stderr) {
  const live = stream.isTTY === true && process.env.TERM !== 'dumb';
  /** @type {Map<string, { began: number, amount: Amount }>} */
  const active = new Map();
  let drawn = 0;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;

  function erase() {
    if (drawn > 0) stream.write(`\x1b[${drawn}A\x1b[J`);
    drawn = 0;
  }
  function draw() {
    if (!live) return;
    const width = (stream.columns ?? 80) - 1;
    let text = '';
    for (const [title, { began, amount }] of active) {
      text += `${progressLine(title, amount, (Date.now() - began) / 1000, width)}\n`;
    }
    erase();
    stream.write(text);
    drawn = active.size;
  }
  /** @param {string} line */
  function say(line) {
    erase();
    stream.write(`${line}\n`);
    draw();
  }

  return {
    say,
    /**
     * @param {string} title
     * @returns {{ progress: Progress, end: (mark: string, note: string) => void }}
     */
    start(title) {
      const began = Date.now();
      active.set(title, { began, amount: { done: 0, total: 0, unit: 'none' } });
      if (live && timer === undefined) {
        timer = setInterval(draw, 1000 / frames);
        timer.unref();
      }
      if (!live) stream.write(`  ${title} ...\n`);
      return {
        progress(done, total, unit = 'bytes') {
          const entry = active.get(title);
          if (entry) entry.amount = { done, total, unit };
        },
        end(mark, note) {
          active.delete(title);
          if (active.size === 0) {
            clearInterval(timer);
            timer = undefined;
          }
          say(`${mark} ${title.padEnd(26)} ${note}`.trimEnd());
        },
      };
    },
  };
}

/** @typedef {ReturnType<typeof createBoard>} Board */
