// @ts-check
/**
 * Running other programs: output goes to a log file, an error carries its last lines, and no
 * shell stands between (so paths with spaces and other letters need no quoting).
 */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { isWindows } from './paths.mjs';

/** Ended with an exit code other than 0, or could not be started. */
export class ChildError extends Error {
  /**
   * @param {string} message
   * @param {string} output the last lines it printed
   * @param {boolean} missing whether the program itself was not found
   */
  constructor(message, output, missing = false) {
    super(message);
    this.name = 'ChildError';
    this.output = output;
    this.missing = missing;
  }
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** End every program that is still running: called when set-up itself is stopped. */
export function endChildren() {
  for (const child of running) child.kill('SIGTERM');
}

/**
 * Run a program to its end; the text of its standard output.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, log?: string, timeout?: number,
 *   onLine?: (line: string) => void }} options
 * @returns {Promise<string>}
 */
export function run(program, args, { cwd, env, log, timeout, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      shell: isWindows && program.endsWith('.cmd'),
    });
    running.add(child);
    // Not spawn's own timeout: after a program that was not found, its timer keeps us waiting.
    const limit = timeout === undefined ? null : setTimeout(() => child.kill('SIGKILL'), timeout);
    const over = () => {
      running.delete(child);
      if (limit !== null) clearTimeout(limit);
      file?.end();
    };
    /** @type {import('node:fs').WriteStream | null} */
    let file = null;
    if (log !== undefined) {
      mkdirSync(dirname(log), { recursive: true });
      file = createWriteStream(log);
    }
    let out = '';
    let tail = '';
    let rest = '';
    /** @param {string} text */
    const seen = (text) => {
      file?.write(text);
      tail = (tail + text).slice(-4000);
      if (onLine === undefined) return;
      const lines = (rest + text).split(/\r?\n|\r/);
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    };
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text;
      seen(text);
    });
    child.stderr.setEncoding('utf8').on('data', seen);
    child.on('error', (error) => {
      over();
      const missing = 'code' in error && error.code === 'ENOENT';
      reject(new ChildError(`${program}: ${error.message}`, tail, missing));
    });
    child.on('close', (code, signal) => {
      over();
      if (code === 0) resolve(out);
      else reject(new ChildError(`${program} ended with ${signal ?? code}`, tail));
    });
  });
}

/**
 * The last lines of a text that say something, for a message.
 * @param {string} text
 * @param {number} count
 */
export function lastLines(text, count = 3) {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.slice(-count).join('\n');
}
