/**
 * One writer at a time, between processes: a lock file that is made by whoever comes first. The lock
 * of a process that was killed is taken over.
 */
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { fileError, isAlive } from '../files/atomic.node.js';

/** A lock that old is nobody's: the work under it takes milliseconds. */
const stale = 10_000;

/** A lock without its owner's number: killed between making the file and writing into it. */
const nameless = 1_000;

const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Does `work` while no other process does; waits for its turn, at most about ten seconds.
 *
 * @throws FileError when the lock file cannot be made
 */
export function locked<T>(lock: string, work: () => T): T {
  let tries = 0;
  while (!taken(lock)) {
    if (abandoned(lock)) remove(lock);
    else Atomics.wait(pause, 0, 0, Math.min(40, 5 + 5 * tries++));
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function taken(lock: string): boolean {
  try {
    mkdirSync(dirname(lock), { recursive: true });
    const open = openSync(lock, 'wx');
    try {
      writeSync(open, String(process.pid));
    } finally {
      closeSync(open);
    }
    return true;
  } catch (error) {
    const { code } = error as { code?: unknown };
    // Windows reports EPERM while another process removes the file.
    if (code === 'EEXIST' || (code === 'EPERM' && process.platform === 'win32')) return false;
    if (code === 'ENOSPC') rmSync(lock, { force: true });
    throw fileError('write', lock, error);
  }
}

function abandoned(lock: string): boolean {
  try {
    const age = Date.now() - statSync(lock).mtimeMs;
    const pid = Number(readFileSync(lock, 'utf8'));
    return age > (pid > 0 ? stale : nameless) || (pid > 0 && !isAlive(pid));
  } catch {
    return false; // gone already
  }
}

/** By a rename, so that of two who find it abandoned only one removes it. */
function remove(lock: string): void {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
    rmSync(aside, { force: true });
  } catch {
    // Somebody else was faster.
  }
}
