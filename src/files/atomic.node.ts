/**
 * Files written whole or not at all, for everything that somebody would miss: progress, notebooks,
 * checkpoints, pictures.
 *
 * The new text goes into a temporary file of the same folder, is forced to the disk, and is then
 * renamed over the old one. Whoever is interrupted, at any moment, has the old text or the new one.
 */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PlaygroundError } from '../math/errors.js';

/** A file could not be written or read; `code` is the system's (`ENOSPC`, `EACCES`, ...). */
export class FileError extends PlaygroundError {
  override name = 'FileError';
  readonly code: string;
  constructor(message: string, code: string, cause: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the disk; make some room, and try again',
  EDQUOT: 'your disk quota is used up; make some room, and try again',
  EFBIG: 'the file is larger than this system allows (see `ulimit -f`)',
  EACCES: 'this user may not write there; change the permissions of the folder',
  EPERM: 'this user may not write there; change the permissions of the folder',
  EROFS: 'the disk is read-only; work in a folder that can be written',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a part of the path is a file, not a folder',
  EISDIR: 'there is a folder of that name',
  EMFILE: 'too many files are open',
  EIO: 'the disk reported an error',
};

/** `cannot write FILE: why, and what to do`, for an error of the file system. */
export function fileError(action: 'read' | 'write', file: string, error: unknown): FileError {
  const code = String((error as { code?: unknown } | null)?.code ?? 'unknown');
  const why = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return new FileError(`cannot ${action} ${file}: ${why} (${code})`, code, error);
}

let count = 0;

/**
 * Writes a file whole or not at all; makes its folder when there is none.
 *
 * Temporary files that a killed process left behind in the folder are removed on the way.
 *
 * @param file path of the file
 * @param data text (UTF-8) or bytes
 * @throws FileError with the reason and the remedy; the old file is untouched then, and nothing
 *   temporary stays behind
 */
export function writeFileAtomic(file: string, data: string | Uint8Array): void {
  const folder = dirname(file);
  const temporary = join(folder, `.${basename(file)}.${process.pid}.${count++}.tmp`);
  let handle: number | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    sweep(folder, basename(file));
    handle = openSync(temporary, 'wx', 0o666);
    writeFileSync(handle, data);
    fsyncSync(handle);
    closeSync(handle);
    handle = undefined;
    renameSync(temporary, file);
  } catch (error) {
    try {
      if (handle !== undefined) closeSync(handle);
      rmSync(temporary, { force: true });
    } catch {
      // The first error is the one to tell.
    }
    throw fileError('write', file, error);
  }
}

/**
 * The same for what is too large to hold in memory: `fill` hands over one part after the other.
 *
 * @param fill calls `put` for each part, in order, and waits for it
 * @throws FileError with the reason and the remedy, or whatever `fill` throws; the old file is
 *   untouched then, and nothing temporary stays behind
 */
export async function streamFileAtomic(
  file: string,
  fill: (put: (part: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  const folder = dirname(file);
  const temporary = join(folder, `.${basename(file)}.${process.pid}.${count++}.tmp`);
  const guarded = async <T>(act: () => T | Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      throw fileError('write', file, error);
    }
  };
  const handle = await guarded(() => {
    mkdirSync(folder, { recursive: true });
    sweep(folder, basename(file));
    return open(temporary, 'wx', 0o666);
  });
  try {
    await fill((part) =>
      guarded(async () => {
        for (let done = 0; done < part.length; ) {
          done += (await handle.write(part, done, Math.min(2 ** 30, part.length - done)))
            .bytesWritten;
        }
      }),
    );
    await guarded(async () => {
      await handle.sync();
      await handle.close();
      renameSync(temporary, file);
    });
  } catch (error) {
    await handle.close().catch(() => {});
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Removes the temporary files of writers that are no longer alive. */
function sweep(folder: string, name: string): void {
  for (const entry of readdirSync(folder)) {
    if (!entry.startsWith(`.${name}.`)) continue;
    const pid = /^(\d+)\.\d+\.tmp$/.exec(entry.slice(name.length + 2))?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(folder, entry), { force: true });
  }
}

/** Whether a process of that number runs, also when it is another user's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code === 'EPERM';
  }
}
