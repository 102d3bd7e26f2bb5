/**
 * Writes safetensors files, one tensor after the other, so that a model larger than memory can be
 * copied or merged. The file gets its name when it is whole.
 *
 * Source: https://github.com/huggingface/safetensors, "Format": the header is padded with spaces to
 * a multiple of 8, tensors lie without gaps. Leaves out: writing shards.
 */
import { streamFileAtomic } from '../files/atomic.node.js';
import { CheckpointError } from '../math/errors.js';
import { bytesPerNumber, fromFloat32 } from './dtype.js';

/** One tensor to be written, in the order of a checkpoint (see `toCheckpoint`). */
export interface TensorToWrite {
  readonly name: string;
  /** 'F32', 'F16', 'BF16' ... */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Its numbers, or its bytes as they shall stand in the file; asked for when its turn comes. */
  readonly data: () => Float32Array | Uint8Array | Promise<Float32Array | Uint8Array>;
}

/**
 * Writes the file: header first, then the tensors in the order given.
 *
 * @param metadata texts by name; `format: 'pt'` is what other programs expect
 * @throws CheckpointError when a tensor has another length than its shape says, FileError when the
 *   disk is full or the folder cannot be written; no half file stays behind in both cases
 *
 * @example
 * const numbers = Float32Array.of(1, 2);
 * await writeSafetensors('workspace/tmp-example.safetensors', [
 *   { name: 'a', dtype: 'F32', shape: [2], data: () => numbers },
 * ]);
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>> = { format: 'pt' },
): Promise<void> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  const lengths: number[] = [];
  let offset = 0;
  for (const { name, dtype, shape } of tensors) {
    const size = bytesPerNumber(dtype);
    if (size === undefined) {
      throw new CheckpointError(
        `tensor '${name}': got kind '${dtype}'; expected F32, F16, BF16 ...`,
      );
    }
    if (Object.hasOwn(header, name)) {
      throw new CheckpointError(`tensor '${name}': got it twice; expected each name once`);
    }
    const length = shape.reduce((a, b) => a * b, size);
    header[name] = { dtype, shape: [...shape], data_offsets: [offset, offset + length] };
    lengths.push(length);
    offset += length;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = new Uint8Array(8 + Math.ceil(text.length / 8) * 8).fill(32);
  new DataView(start.buffer).setBigUint64(0, BigInt(start.length - 8), true);
  start.set(text, 8);

  await streamFileAtomic(path, async (put) => {
    await put(start);
    for (const [i, { name, dtype, data }] of tensors.entries()) {
      const numbers = await data();
      const bytes = numbers instanceof Float32Array ? fromFloat32(dtype, numbers) : numbers;
      if (bytes.length !== lengths[i]) {
        throw new CheckpointError(
          `tensor '${name}': got ${bytes.length} bytes; expected ${lengths[i]} for its shape`,
        );
      }
      await put(bytes);
    }
  });
}
