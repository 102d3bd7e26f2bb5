// @ts-check
/**
 * One set-up at a time. The lock names its holder's process; a lock whose holder is gone (killed,
 * power cut) is taken over. The lock appears with its contents in one step (a hard link), so it
 * is never read half-written.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from './error.mjs';
import { diskProblem, readJson } from './files.mjs';

/**
 * Wait for the lock, then hold it. Returns the function that gives it back.
 * @param {string} path
 * @param {{ onWait?: (pid: number) => void, patience?: number }} options patience in milliseconds
 * @returns {Promise<() => void>}
 */
export async function takeLock(path, { onWait, patience = Infinity } = {}) {
  const mine = JSON.stringify({ pid: process.pid, id: randomUUID(), born: bornAt(process.pid) });
  const until = Date.now() + patience;
  let said = false;
  for (;;) {
    if (tryLock(path, mine)) return () => release(path, mine);
    const holder = holderOf(path);
    if (holder !== null && !isAlive(holder)) {
      clearStale(path);
      continue;
    }
    if (holder !== null && !said) {
      said = true;
      onWait?.(holder.pid);
    }
    if (Date.now() > until) throw new Error(`still locked by process ${holder?.pid}: ${path}`);
    await pause(300);
  }
}

/**
 * @param {string} path
 * @param {string} content
 * @returns {boolean}
 */
function tryLock(path, content) {
  const beside = `${path}.${process.pid}.${randomUUID().slice(0, 8)}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(beside, content);
    try {
      linkSync(beside, path);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      writeFileSync(path, content, { flag: 'wx' }); // a file system without hard links
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw diskProblem(error, path);
  } finally {
    rmSync(beside, { force: true });
  }
}

/** @typedef {{ pid: number, born: string }} Holder */

/**
 * Who holds the lock; a damaged lock file counts as held by nobody alive (pid 0).
 * @param {string} path
 * @returns {Holder | null} null when the lock is free by now
 */
function holderOf(path) {
  const found = readJson(path);
  if (typeof found === 'object' && found !== null && 'pid' in found && 'born' in found) {
    return { pid: Number(found.pid), born: String(found.born) };
  }
  try {
    readFileSync(path);
    return { pid: 0, born: '' };
  } catch {
    return null;
  }
}

/** @param {Holder} holder */
function isAlive({ pid, born }) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  return born === bornAt(pid); // the number may have gone to another process since
}

/**
 * When a process began, in the system's own unit; '' where the system does not say (not Linux).
 * @param {number} pid
 */
function bornAt(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

/**
 * Move a stale lock away; if another process was quicker and the lock is live again, put it back.
 * @param {string} path
 */
function clearStale(path) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    const holder = holderOf(aside);
    if (holder !== null && isAlive(holder)) linkSync(aside, path);
  } catch {
    // somebody else cleared it
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * @param {string} path
 * @param {string} mine
 */
function release(path, mine) {
  try {
    if (readFileSync(path, 'utf8') === mine) rmSync(path, { force: true });
  } catch {
    // gone already
  }
}
