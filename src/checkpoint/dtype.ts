/**
 * The kinds of numbers that a safetensors file holds, and what each becomes: 32-bit floats.
 *
 * Half floats (F16) keep 1 sign, 5 exponent and 10 fraction bits; there are only 65,536 of them, so
 * a table of all is the fastest conversion. BF16 is the upper half of a 32-bit float.
 *
 * Source: IEEE 754-2019; https://github.com/huggingface/safetensors, `Dtype`. Leaves out: reading
 * the 8-bit floats and other packed kinds (their sizes are known, so that a file that holds some
 * can be looked into).
 */
import { CheckpointError } from '../math/errors.js';

/** Bytes of one number, by the name of its kind. */
const sizes: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  F8_E8M0: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  F64: 8,
  I64: 8,
  U64: 8,
};

/**
 * How many bytes one number of this kind takes; undefined for a kind that nobody knows.
 *
 * @example
 * bytesPerNumber('BF16'); // 2
 */
export function bytesPerNumber(dtype: string): number | undefined {
  return Object.hasOwn(sizes, dtype) ? sizes[dtype] : undefined;
}

/** Whether numbers of this kind may have a fraction. */
export function isFloat(dtype: string): boolean {
  return /^B?F\d/.test(dtype);
}

/** Every half float as a float, by its bits; made at the first use. */
let halves: Float32Array | undefined;

function halfTable(): Float32Array {
  if (halves !== undefined) return halves;
  halves = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) {
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    const size =
      exponent === 31
        ? fraction === 0
          ? Number.POSITIVE_INFINITY
          : Number.NaN
        : exponent === 0
          ? fraction * 2 ** -24
          : (1 + fraction / 1024) * 2 ** (exponent - 15);
    halves[bits] = bits < 32768 ? size : -size;
  }
  return halves;
}

/**
 * The numbers as 32-bit floats. The bytes may begin at any address: what needs alignment is copied.
 *
 * @param bytes little endian, one number after the other
 * @throws CheckpointError for a kind that cannot be read
 *
 * @example
 * toFloat32('F16', Uint8Array.of(0, 0x3c, 0, 0xc0)); // [1, -2]
 * toFloat32('BF16', Uint8Array.of(0x80, 0x3f)); // [1]
 */
export function toFloat32(dtype: string, bytes: Uint8Array): Float32Array {
  const size = bytesPerNumber(dtype) ?? 1;
  const aligned = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes); // a copy
  const count = Math.floor(bytes.byteLength / size);
  const at = [aligned.buffer as ArrayBuffer, aligned.byteOffset, count] as const;
  switch (dtype) {
    case 'F32':
      return new Float32Array(...at);
    case 'F16': {
      const table = halfTable();
      const bits = new Uint16Array(...at);
      const out = new Float32Array(count);
      for (let i = 0; i < count; i++) out[i] = table[bits[i]];
      return out;
    }
    case 'BF16': {
      const bits = new Uint16Array(...at);
      const out = new Uint32Array(count);
      for (let i = 0; i < count; i++) out[i] = bits[i] << 16;
      return new Float32Array(out.buffer);
    }
    case 'F64':
      return Float32Array.from(new Float64Array(...at));
    case 'I64':
      return Float32Array.from(new BigInt64Array(...at), Number);
    case 'U64':
      return Float32Array.from(new BigUint64Array(...at), Number);
    case 'I32':
      return Float32Array.from(new Int32Array(...at));
    case 'U32':
      return Float32Array.from(new Uint32Array(...at));
    case 'I16':
      return Float32Array.from(new Int16Array(...at));
    case 'U16':
      return Float32Array.from(new Uint16Array(...at));
    case 'I8':
      return Float32Array.from(new Int8Array(...at));
    case 'U8':
    case 'BOOL':
      return Float32Array.from(aligned);
    default:
      throw new CheckpointError(
        `safetensors: got numbers of kind ${dtype}; expected F32, F16, BF16, F64 or integers`,
      );
  }
}

/**
 * Numbers as the bytes of a file. Half floats round to the nearest, ties to even; what is too large
 * for one becomes infinite, as PyTorch does it.
 *
 * @throws CheckpointError for a kind that cannot be written
 *
 * @example
 * fromFloat32('F16', Float32Array.of(1, -2)); // [0, 60, 0, 192]
 * fromFloat32('BF16', Float32Array.of(1)); // [128, 63]
 */
export function fromFloat32(dtype: string, numbers: Float32Array): Uint8Array {
  if (dtype === 'F32')
    return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  if (dtype !== 'F16' && dtype !== 'BF16') {
    throw new CheckpointError(`safetensors: got kind ${dtype} to write; expected F32, F16 or BF16`);
  }
  const bits = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length);
  const out = new Uint16Array(numbers.length);
  const round = dtype === 'F16' ? halfBits : brainBits;
  for (let i = 0; i < out.length; i++) out[i] = round(bits[i]);
  return new Uint8Array(out.buffer);
}

/** The upper half of a 32-bit float, rounded. */
function brainBits(bits: number): number {
  if ((bits & 0x7fffffff) > 0x7f800000) return (bits >>> 16) | 0x40; // not a number stays one
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}

/** A half float from the bits of a 32-bit float. */
function halfBits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00; // not a number
  if (size >= 0x477ff000) return sign | 0x7c00; // 65520 and more: infinite
  if (size >= 0x38800000) {
    // A normal half: other exponent, 13 bits fewer.
    const moved = size - 0x38000000;
    return sign | ((moved + 0xfff + ((moved >>> 13) & 1)) >>> 13);
  }
  const exponent = size >>> 23;
  if (exponent < 102) return sign; // less than half of the smallest
  // A small half, without the leading 1: multiples of 2^-24.
  const fraction = (size & 0x7fffff) | 0x800000;
  const drop = 126 - exponent;
  const kept = fraction >>> drop;
  const rest = fraction & ((1 << drop) - 1);
  const half = 1 << (drop - 1);
  return sign | (kept + (rest > half || (rest === half && (kept & 1) === 1) ? 1 : 0));
}
