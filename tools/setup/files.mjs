// @ts-check
/**
 * Files that are either whole or absent: write beside, then rename. Sizes of folders, for the
 * disk figures at the end.
 */
import { createHash, randomUUID } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, SetupError } from './error.mjs';

/**
 * Write a file so that a crash leaves the old one or the new one, never half of one.
 * @param {string} path
 * @param {string} text
 */
export function writeWhole(path, text) {
  const beside = `${path}.${process.pid}.${randomUUID().slice(0, 8)}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(beside, text);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw diskProblem(error, path);
  }
}

/**
 * The text of a file, or null when there is none.
 * @param {string} path
 * @returns {string | null}
 */
export function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/**
 * The JSON in a file, or null when it is absent or damaged.
 * @param {string} path
 * @returns {unknown}
 */
export function readJson(path) {
  const text = readText(path);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * A new empty folder for half-done work; whatever is left in it is removed by the next start.
 * @param {import('./paths.mjs').Paths} place
 * @param {string} name
 */
export function temporaryFolder(place, name) {
  const path = join(place.temporary, `${name}-${randomUUID().slice(0, 8)}`);
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw diskProblem(error, path);
  }
  return path;
}

/**
 * Put a finished folder in its place, removing what stood there.
 * @param {string} from
 * @param {string} to
 * @param {import('./paths.mjs').Paths} place
 */
export function moveInto(from, to, place) {
  mkdirSync(dirname(to), { recursive: true });
  const old = join(place.temporary, `old-${randomUUID().slice(0, 8)}`);
  try {
    renameSync(to, old);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw diskProblem(error, to);
  }
  renameSync(from, to);
  rmSync(old, { recursive: true, force: true });
}

/**
 * A short fingerprint of texts.
 * @param {...(string | Buffer)} parts
 */
export function fingerprint(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 32);
}

/**
 * Bytes on disk under a path (links are not followed, hard links count once).
 * @param {string} path
 * @param {Set<string>} seen
 * @returns {number}
 */
export function sizeOf(path, seen = new Set()) {
  let total = 0;
  try {
    const found = lstatSync(path);
    if (found.isDirectory()) {
      for (const name of readdirSync(path)) total += sizeOf(join(path, name), seen);
      return total;
    }
    const id = `${found.dev}:${found.ino}`;
    if (found.nlink > 1 && seen.has(id)) return 0;
    seen.add(id);
    return found.size;
  } catch {
    return total;
  }
}

/**
 * A full disk or a folder we may not write, in words.
 * @param {unknown} error
 * @param {string} path
 * @returns {unknown}
 */
export function diskProblem(error, path) {
  const code = codeOf(error);
  if (code === 'ENOSPC') {
    return new SetupError(`the disk is full: ${path}`, 'free about 3 GB and start again');
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new SetupError(
      `cannot write ${path} (${code})`,
      'move the course into a folder of your own, or change its owner',
    );
  }
  return error;
}
