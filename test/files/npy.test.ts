/** Arrays of NumPy: written, read, and refused. NumPy's own files are the goldens of other tests. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { npyBytes, PlaygroundError, parseNpy, random } from '../../src/index.js';
import { readNpy } from '../helpers/npy.js';

const golden = join(import.meta.dirname, '..', 'golden', 'stable-diffusion', 'modules', 'tiny-sd1');

/** The file with another header. */
function withHeader(header: string, numbers = 8, version = 1): Uint8Array {
  const start = version === 1 ? 10 : 12;
  const bytes = Buffer.alloc(start + header.length + numbers);
  bytes.write('\x93NUMPY', 'latin1');
  bytes[6] = version;
  if (version === 1) bytes.writeUInt16LE(header.length, 8);
  else bytes.writeUInt32LE(header.length, 8);
  bytes.write(header, start, 'latin1');
  return bytes;
}

describe('npy', () => {
  const files = readdirSync(golden).filter((name) => name.endsWith('.npy'));
  it.each(files)('reads and writes %s as NumPy does', (name) => {
    const bytes = readFileSync(join(golden, name));
    const array = parseNpy(bytes, name);
    expect(array).toEqual(readNpy(join(golden, name)));
    expect(Buffer.from(npyBytes(array)).equals(bytes)).toBe(true);
  });

  it.each([[[]], [[5]], [[2, 3]], [[2, 0, 3]], [[1, 4, 8, 8]]])('takes the shape [%s]', (shape) => {
    const size = shape.reduce((a: number, b: number) => a * b, 1);
    for (const values of [new Float32Array(size).fill(1.5), new Int32Array(size).fill(-7)]) {
      const bytes = npyBytes({ shape, values });
      expect(parseNpy(bytes, 'a.npy')).toEqual({ shape, values });
      expect((bytes.length - 4 * size) % 64).toBe(0);
    }
  });

  it('keeps NaN and infinities', () => {
    const values = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, -0);
    expect(parseNpy(npyBytes({ shape: [3], values }), 'a.npy').values).toEqual(values);
  });

  it('reads versions 2 and 3', () => {
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n";
    for (const version of [2, 3]) {
      expect(parseNpy(withHeader(header, 8, version), 'a.npy').shape).toEqual([2]);
    }
  });

  const header = (descr: string, order: string, shape: string): string =>
    `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }\n`;
  it.each([
    ['a text', Buffer.from('these are only words'), 'another kind'],
    ['nothing', Buffer.alloc(0), 'another kind'],
    [
      'the start alone',
      Buffer.from('\x93NUMPY\x01\x00\xff\xff', 'latin1'),
      'header of 65535 bytes',
    ],
    ['a version of the future', withHeader('', 0, 9), 'version 9'],
    ['doubles', withHeader(header('<f8', 'False', '1,')), "astype('float32')"],
    ['objects', withHeader(header('|O', 'False', '1,')), "kind '|O'"],
    ['big endian', withHeader(header('>f4', 'False', '2,')), "kind '>f4'"],
    ['columns first', withHeader(header('<f4', 'True', '2,')), 'ascontiguousarray'],
    ['too few numbers', withHeader(header('<f4', 'False', '3,')), 'expected 12'],
    ['too many numbers', withHeader(header('<f4', 'False', '1,')), 'expected 4'],
    [
      'a shape beyond all memory',
      withHeader(header('<f4', 'False', '99999999, 99999999')),
      'shape',
    ],
    ['a shape of too large numbers', withHeader(header('<f4', 'False', '9'.repeat(30))), 'shape'],
    ['a program for a shape', withHeader(header('<f4', 'False', '__import__("os")')), 'header'],
    ['no dictionary', withHeader('hello'), 'damaged header'],
  ])('refuses %s', (_, bytes, words) => {
    expect(() => parseNpy(bytes, 'x.npy')).toThrow(PlaygroundError);
    expect(() => parseNpy(bytes, 'x.npy')).toThrow(words);
  });

  it('refuses to write other numbers than the shape says', () => {
    expect(() => npyBytes({ shape: [3], values: new Float32Array(2) })).toThrow('got 2 numbers');
  });
});

const rounds = process.env.N2D_LONG ? 100_000 : 3000;

describe('fuzz', () => {
  it(`${rounds} mutated files`, { timeout: 1_200_000 }, () => {
    const rng = random(11);
    const pick = (size: number): number => rng.randint(0, size, 1)[0];
    const valid = [[], [6], [2, 3], [1, 2, 2, 2]].map((shape, i) => {
      const size = shape.reduce((a: number, b: number) => a * b, 1);
      const values = i % 2 ? new Int32Array(size).fill(i) : new Float32Array(size).fill(i);
      return npyBytes({ shape, values });
    });
    let read = 0;
    for (let i = 0; i < rounds; i++) {
      const bytes = mutated(valid[pick(valid.length)], pick);
      try {
        const { shape, values } = parseNpy(bytes, 'x.npy');
        if (values.length !== shape.reduce((a, b) => a * b, 1)) expect.fail('shape');
        if (4 * values.length > bytes.length) expect.fail('made numbers up');
        read += 1;
      } catch (error) {
        if (!(error instanceof PlaygroundError)) throw error;
      }
    }
    expect(read).toBeGreaterThan(rounds / 5);
  });

  function mutated(source: Uint8Array, pick: (size: number) => number): Uint8Array {
    let bytes = Buffer.from(source);
    for (let edits = 1 + pick(3); edits > 0; edits--) {
      const kind = pick(8);
      // Half of the changes are to the numbers or to single bytes: those are to be read.
      const at = kind < 4 ? Math.max(0, bytes.length - 1 - pick(24)) : pick(bytes.length + 1);
      if (kind < 6 && at < bytes.length) bytes[at] = pick(256);
      else if (kind === 6) bytes = bytes.subarray(0, at);
      else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(pick(bytes.length + 1))]);
    }
    return bytes;
  }
});
