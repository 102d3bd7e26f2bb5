/**
 * Numbers as text: rounded to whole numbers of 8 or 16 bits with one scale for each step, in base64.
 * The bits are written lowest byte first, whatever the machine. Pure; runs in Node and in a browser.
 */

/** Numbers of several steps, as text. */
export interface Packed {
  /** By what the whole numbers of each step are multiplied. */
  readonly scales: readonly number[];
  /** Bytes of each number: 1 for 0 to 255, 2 for -32767 to 32767. */
  readonly bytes: 1 | 2;
  /** In base64. */
  readonly data: string;
}

/**
 * Packs numbers that may have either sign into 16 bits each.
 *
 * @param steps as many numbers for each step, finite ones
 */
export function packSigned(steps: readonly ArrayLike<number>[]): Packed {
  const scales = steps.map((values) => largest(values) / 32767 || 1);
  const whole = steps.flatMap((values, i) =>
    Array.from(values, (value) => Math.round(value / scales[i])),
  );
  const bytes = new Uint8Array(2 * whole.length);
  const view = new DataView(bytes.buffer);
  whole.forEach((value, i) => {
    view.setInt16(2 * i, value, true);
  });
  return { scales, bytes: 2, data: toBase64(bytes) };
}

/** Packs colours from 0 to 1 into 8 bits each. */
export function packColours(steps: readonly ArrayLike<number>[]): Packed {
  const scales = steps.map(() => 1 / 255);
  const whole = steps.flatMap((values) => Array.from(values, (value) => Math.round(255 * value)));
  return { scales, bytes: 1, data: toBase64(Uint8Array.from(whole)) };
}

/**
 * The numbers of each step again; nothing when the text does not have exactly so many.
 *
 * @param count how many numbers a step has
 */
export function unpack(packed: Packed, steps: number, count: number): Float32Array[] | undefined {
  const bytes = fromBase64(packed.data);
  if (bytes?.length !== steps * count * packed.bytes || packed.scales.length !== steps) {
    return undefined;
  }
  const view = new DataView(bytes.buffer);
  return packed.scales.map((scale, step) =>
    Float32Array.from({ length: count }, (_, i) => {
      const at = step * count + i;
      return scale * (packed.bytes === 2 ? view.getInt16(2 * at, true) : bytes[at]);
    }),
  );
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

function toBase64(bytes: Uint8Array): string {
  const part = 8192;
  let letters = '';
  for (let at = 0; at < bytes.length; at += part) {
    letters += String.fromCharCode(...bytes.subarray(at, at + part));
  }
  return btoa(letters);
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    const letters = atob(text);
    return Uint8Array.from({ length: letters.length }, (_, i) => letters.charCodeAt(i));
  } catch {
    return undefined;
  }
}
