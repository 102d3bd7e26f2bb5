/**
 * NumPy's file of one array (`.npy`), as bytes: `numpy.load` reads what is written here.
 *
 *   '\x93NUMPY', version, length of the header, header (a dictionary of Python), numbers
 *
 * Source: NEP 1 (`numpy.lib.format`), versions 1 to 3. Has 32-bit floats and whole numbers, little
 * endian, the last axis fastest (C order); refuses the rest by name. Leaves out: objects, which are
 * programs, and every other kind of number.
 */
import { PlaygroundError } from '../math/errors.js';

/** Numbers and their shape. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Numbers start at a multiple of this. */
const alignment = 64;
/** NumPy itself refuses longer headers. */
const longestHeader = 10_000;
/** The axes that NumPy can have. */
const mostAxes = 64;

/**
 * The bytes of a file.
 *
 * @throws PlaygroundError when there are not as many numbers as the shape says
 *
 * @example
 * npyBytes({ shape: [2, 3], values: new Float32Array(6) }).length; // 152
 */
export function npyBytes({ shape, values }: NpyArray): Uint8Array {
  if (values.length !== sizeOf(shape)) {
    throw new PlaygroundError(
      `npy: got ${values.length} numbers; expected ${sizeOf(shape)}, as the shape [${shape}] says`,
    );
  }
  const descr = values instanceof Float32Array ? '<f4' : '<i4';
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const start = Math.ceil((10 + dictionary.length + 1) / alignment) * alignment;
  const bytes = new Uint8Array(start + 4 * values.length);
  const view = new DataView(bytes.buffer);
  bytes.set([...magic, 1, 0]);
  view.setUint16(8, start - 10, true);
  const header = `${dictionary.padEnd(start - 11)}\n`;
  for (let i = 0; i < header.length; i++) bytes[10 + i] = header.charCodeAt(i);
  values.forEach((value, i) => {
    if (descr === '<f4') view.setFloat32(start + 4 * i, value, true);
    else view.setInt32(start + 4 * i, value, true);
  });
  return bytes;
}

/**
 * Reads a file. What it claims is held against its length before anything is made of it.
 *
 * @param file its name, for the message
 * @throws PlaygroundError when it is no such file, damaged, or has another kind of number
 *
 * @example
 * const bytes = npyBytes({ shape: [2], values: Float32Array.of(0.5, -1) });
 * parseNpy(bytes, 'two.npy').values; // [0.5, -1]
 */
export function parseNpy(bytes: Uint8Array, file: string): NpyArray {
  const fault = (got: string, expected: string): PlaygroundError =>
    new PlaygroundError(`${file}: got ${got}; expected ${expected}`);
  if (bytes.length < 10 || magic.some((byte, i) => bytes[i] !== byte)) {
    throw fault('a file of another kind', 'an array of NumPy (.npy)');
  }
  const version = bytes[6];
  if (version < 1 || version > 3) throw fault(`version ${version} of the format`, '1 to 3');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = version > 1;
  if (wide && bytes.length < 12) throw fault('an end in the middle of the header', 'the rest');
  const begin = wide ? 12 : 10;
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length > longestHeader) throw fault(`a header of ${length} bytes`, 'a short one');
  const start = begin + length;
  if (start > bytes.length) throw fault('an end in the middle of the header', 'the rest');

  const { descr, fortran, shape } = parseHeader(
    String.fromCharCode(...bytes.subarray(begin, start)),
    fault,
  );
  if (descr !== '<f4' && descr !== '<i4') {
    throw fault(`numbers of kind '${descr}'`, "'<f4' or '<i4': save it with .astype('float32')");
  }
  if (fortran) throw fault('columns first', 'rows first: save it with numpy.ascontiguousarray');
  const count = sizeOf(shape);
  if (bytes.length - start !== 4 * count) {
    throw fault(
      `${bytes.length - start} bytes of numbers`,
      `${4 * count}, as the shape [${shape}] says`,
    );
  }
  const values = descr === '<f4' ? new Float32Array(count) : new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const at = start + 4 * i;
    values[i] = descr === '<f4' ? view.getFloat32(at, true) : view.getInt32(at, true);
  }
  return { shape, values };
}

/** The three entries of the dictionary; nothing is evaluated. */
function parseHeader(
  header: string,
  fault: (got: string, expected: string) => PlaygroundError,
): { descr: string; fortran: boolean; shape: readonly number[] } {
  const descr = /'descr':\s*'([^']{1,20})'/.exec(header)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const tuple = /'shape':\s*\(([\d\s,]*)\)/.exec(header)?.[1];
  if (descr === undefined || order === undefined || tuple === undefined) {
    throw fault('a damaged header', "one with 'descr', 'fortran_order' and 'shape' of numbers");
  }
  const parts = tuple.split(',').filter((part) => part.trim() !== '');
  const shape = parts.map(Number);
  if (shape.length > mostAxes || !shape.every(Number.isSafeInteger)) {
    throw fault('a damaged shape', `at most ${mostAxes} whole numbers`);
  }
  return { descr, fortran: order === 'True', shape };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
