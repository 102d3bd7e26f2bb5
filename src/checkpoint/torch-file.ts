/**
 * Files that `torch.save` wrote (`.pt`, `.bin`): a zip with a pickle and the bytes of each storage,
 * or, before PyTorch 1.6, pickles one behind the other. Read as data, see `pickle.ts`.
 *
 * Source: PyTorch, `serialization.py`. Leaves out: files of many gigabytes (the whole file is in
 * memory: this is for embeddings), big-endian files.
 */
import { unzipSync } from 'fflate';
import { CheckpointError } from '../math/errors.js';
import { bytesPerNumber, toFloat32 } from './dtype.js';
import { type PickleValue, readPickle, type TensorReference } from './pickle.js';

/** A tensor with its numbers. */
export interface TorchTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What such a file holds, with the numbers of its tensors at hand. */
export interface TorchFile {
  readonly value: PickleValue;
  /** The numbers of one of its tensors, in order. */
  numbers(tensor: TensorReference): TorchTensor;
}

/** Most bytes that are unpacked. */
const most = 256 * 2 ** 20;

/** Most files of a zip: an embedding has some ten, and a header may claim billions. */
const mostFiles = 1000;

/** Tables in tables, and letters of a name: a model of torch has some 10 and some 100. */
const deepest = 32;
const longest = 1000;

/** The first pickle of the older format: the number 0x1950a86a20f9469cfc6c. */
const oldMagic = [
  0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e,
];

/**
 * Reads the bytes of a file of `torch.save`. Runs nothing that the file asks for.
 *
 * @param file its name, for the message
 * @throws CheckpointError when it is something else, damaged, or asks for a program
 */
export function readTorchFile(bytes: Uint8Array, file: string): TorchFile {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const { value, storages } = isZip ? fromZip(bytes, file) : fromPickles(bytes, file);
  return {
    value,
    numbers: (tensor) => gather(tensor, storages.get(tensor.storage.key), file),
  };
}

interface Contents {
  readonly value: PickleValue;
  readonly storages: ReadonlyMap<string, Uint8Array>;
}

function fromZip(bytes: Uint8Array, file: string): Contents {
  let total = 0;
  let count = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, {
      filter: ({ size, originalSize, compression, name }) => {
        if (++count > mostFiles) {
          throw new CheckpointError(`${file}: damaged zip: got more than ${mostFiles} files`);
        }
        total += size;
        const plain = compression === 0 && size === originalSize;
        const fits = plain && size <= bytes.length && total <= most;
        if (!fits)
          throw new CheckpointError(`${file}: '${name.slice(0, 80)}' is too large or packed`);
        return /(^|\/)(data\.pkl|data\/\d+)$/.test(name);
      },
    });
  } catch (error) {
    if (error instanceof CheckpointError) throw error;
    const why = String(error).slice(0, 80);
    throw new CheckpointError(`${file}: damaged zip: got ${why}; expected a whole file`);
  }
  const pickle = Object.keys(files).find((name) => /(^|\/)data\.pkl$/.test(name));
  if (pickle === undefined) {
    throw new CheckpointError(`${file}: got a zip without data.pkl; expected a file of torch.save`);
  }
  const folder = pickle.slice(0, -'data.pkl'.length);
  const storages = new Map<string, Uint8Array>();
  for (const [name, content] of Object.entries(files)) {
    if (name.startsWith(`${folder}data/`)) storages.set(name.slice(folder.length + 5), content);
  }
  return { value: readPickle(files[pickle]).value, storages };
}

/** The older format: magic number, version, machine, the object, keys of storages, their bytes. */
function fromPickles(bytes: Uint8Array, file: string): Contents {
  if (!oldMagic.every((byte, i) => bytes[i] === byte)) {
    throw new CheckpointError(
      `${file}: got neither a zip nor a pickle; expected a file of torch.save`,
    );
  }
  const version = readPickle(bytes, oldMagic.length);
  const machine = readPickle(bytes, version.end);
  const object = readPickle(bytes, machine.end);
  const keys = readPickle(bytes, object.end);
  const sizes = storageSizes(object.value);
  const storages = new Map<string, Uint8Array>();
  let at = keys.end;
  for (const key of Array.isArray(keys.value) ? keys.value : []) {
    if (typeof key !== 'string') {
      throw new CheckpointError(`${file}: damaged: got a storage without a name; expected a text`);
    }
    const size = sizes.get(key) ?? 0;
    at += 8; // how many numbers follow
    storages.set(key, bytes.subarray(at, at + size));
    at += size;
  }
  return { value: object.value, storages };
}

function storageSizes(value: PickleValue): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { storage } of tensorsIn(value).values()) {
    sizes.set(storage.key, storage.numbers * (bytesPerNumber(storage.dtype) ?? 4));
  }
  return sizes;
}

/**
 * The tensors of a value under their keys, joined by dots. Each table is entered once, so that one
 * that contains itself has an end.
 *
 * @throws CheckpointError when tables nest deeper, or names are longer, than any model has
 */
export function tensorsIn(value: PickleValue): Map<string, TensorReference> {
  const found = new Map<string, TensorReference>();
  const seen = new Set<PickleValue>();
  const visit = (one: PickleValue, name: string, depth: number): void => {
    if (typeof one !== 'object' || one === null || seen.has(one)) return;
    seen.add(one);
    if (one instanceof Map) {
      if (depth > deepest || name.length > longest) {
        throw new CheckpointError(
          `pickle: got tables nested ${depth} deep, a name of ${name.length} letters; expected at ` +
            `most ${deepest} and ${longest}`,
        );
      }
      for (const [key, inner] of one) {
        visit(inner, name === '' ? String(key) : `${name}.${key}`, depth + 1);
      }
    } else if (!Array.isArray(one) && one.kind === 'tensor') found.set(name, one);
  };
  visit(value, '', 0);
  return found;
}

function gather(tensor: TensorReference, bytes: Uint8Array | undefined, file: string): TorchTensor {
  const { storage, offset, shape, strides } = tensor;
  const count = shape.reduce((a, b) => a * b, 1);
  const last = shape.reduce((at, size, i) => at + (size - 1) * strides[i], offset);
  const size = bytesPerNumber(storage.dtype) ?? 4;
  const there = Math.floor((bytes?.length ?? 0) / size);
  // A view may not have more numbers than are there: nothing that repeats itself, however short.
  if (count > there || (count > 0 && last >= there)) {
    throw new CheckpointError(
      `${file}: damaged tensor: got ${there} numbers; expected ${Math.max(last + 1, count)}`,
    );
  }
  const all = toFloat32(storage.dtype, (bytes ?? new Uint8Array(0)).slice(0, there * size));
  const values = new Float32Array(count);
  const index = shape.map(() => 0);
  let at = offset;
  for (let i = 0; i < count; i++) {
    values[i] = all[at];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis];
      if (++index[axis] < shape[axis]) break;
      at -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return { shape, values };
}
