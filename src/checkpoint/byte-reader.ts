/**
 * Numbers and texts out of bytes, from one end to the other, never beyond. For `pickle.ts`.
 */
import { CheckpointError } from '../math/errors.js';

/** Reads a pickle's parts; throws CheckpointError where the bytes end too early. */
export class ByteReader {
  at: number;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(bytes: Uint8Array, start: number) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = start;
  }

  skip(count: number): number {
    const from = this.at;
    if (count > this.bytes.length - from) throw cutShort();
    this.at += count;
    return from;
  }

  byte(): number {
    return this.bytes[this.skip(1)];
  }

  unsigned(size: 2 | 4): number {
    const from = this.skip(size);
    return size === 2 ? this.view.getUint16(from, true) : this.view.getUint32(from, true);
  }

  double(): number {
    return this.view.getFloat64(this.skip(8), false);
  }

  /** A whole number of any length; those beyond 2^53 lose their last digits. */
  long(size: number): number {
    const from = this.skip(size);
    let value = 0;
    for (let i = size - 1; i >= 0; i--) value = value * 256 + this.bytes[from + i];
    const negative = size > 0 && this.bytes[from + size - 1] > 127;
    return negative ? value - 256 ** size : value;
  }

  text(size: number): string {
    const from = this.skip(size);
    return new TextDecoder().decode(this.bytes.subarray(from, from + size));
  }

  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw cutShort();
    const text = this.text(end - this.at);
    this.skip(1);
    return text;
  }
}

function cutShort(): CheckpointError {
  return new CheckpointError('pickle: cut short: got an end in the middle; expected the rest');
}
