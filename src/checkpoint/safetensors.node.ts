/**
 * Reads a safetensors file from the disk, one tensor at a time: only the header stays in memory,
 * and a tensor costs its own size and no more. Files may be larger than memory, and than 4 GiB.
 *
 * Leaves out: several files of one model (shards), writing.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { CheckpointError, unknownName } from '../math/errors.js';
import { toFloat32 } from './dtype.js';
import {
  parseSafetensorsHeader,
  type SafetensorsHeader,
  safetensorsHeaderLength,
  type TensorEntry,
} from './safetensors.js';

/** An open file. Close it. */
export interface SafetensorsFile extends SafetensorsHeader {
  readonly path: string;
  /** The bytes of a tensor as they are in the file. */
  bytes(name: string): Promise<Uint8Array>;
  /** A tensor as 32-bit floats, whatever kind the file has, in the order of the file. */
  read(name: string): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Most that one call of the system is asked for: some systems stop at 2 GiB. */
const atOnce = 2 ** 30;

/**
 * Opens a safetensors file: reads and checks its header, nothing else.
 *
 * @throws CheckpointError when it is no such file, or damaged; the system's error when it cannot be
 *   opened
 *
 * @example
 * const file = await openSafetensors('test/golden/stable-diffusion/models/tiny-sd1.safetensors');
 * file.entries.length; // 987
 * const bias = await file.read('model.diffusion_model.input_blocks.0.0.bias');
 * bias.length; // 8
 * await file.close();
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const name = basename(path);
    const start = await readRange(handle, 0, Math.min(8, size), name);
    const length = safetensorsHeaderLength(start, size, name);
    const header = parseSafetensorsHeader(await readRange(handle, 8, 8 + length, name), size, name);
    const entries = new Map(header.entries.map((entry) => [entry.name, entry]));
    const find = (wanted: string): TensorEntry => {
      const entry = entries.get(wanted);
      if (entry === undefined) throw unknownName('tensor', wanted, [...entries.keys()]);
      return entry;
    };
    const bytes = async (wanted: string): Promise<Uint8Array> => {
      const { begin, end } = find(wanted);
      return readRange(handle, begin, end, name);
    };
    return {
      ...header,
      path,
      bytes,
      read: async (wanted) => toFloat32(find(wanted).dtype, await bytes(wanted)),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readRange(
  handle: FileHandle,
  begin: number,
  end: number,
  file: string,
): Promise<Uint8Array> {
  // A buffer of its own, not one of Node's pool: its numbers start at an aligned address.
  const bytes = new Uint8Array(new ArrayBuffer(end - begin));
  let done = 0;
  while (done < bytes.length) {
    const want = Math.min(atOnce, bytes.length - done);
    const { bytesRead } = await handle.read(bytes, done, want, begin + done);
    if (bytesRead === 0) {
      throw new CheckpointError(
        `${file}: cut short while it was read: got ${begin + done} bytes; expected ${end}`,
      );
    }
    done += bytesRead;
  }
  return bytes;
}
