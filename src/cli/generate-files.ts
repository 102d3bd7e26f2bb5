/** The files of a run: read and looked at before it, because it may take an hour; written after. */
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileError, writeFileAtomic } from '../files/atomic.node.js';
import { npyBytes } from '../files/npy.js';
import { floatPng, readPng } from '../files/png-picture.js';
import { withPngText } from '../files/png-text.js';
import { ConfigError } from '../math/errors.js';
import { channelsFirst, type NumberArray } from '../pipeline/arrays.js';
import type { Images } from '../pipeline/options.js';
import type { Trace } from '../pipeline/trace.js';
import type { Request } from './generate-request.js';

/**
 * Refuses places where nothing can be written, and a name that comes twice.
 *
 * @throws FileError, ConfigError
 */
export function requirePlaces({ pictures, latents, image, trace }: Request['files']): void {
  const index = trace === undefined ? undefined : join(trace, 'index.json');
  const files = [...pictures, latents, image, index].flatMap((file) =>
    file === undefined ? [] : [file],
  );
  const seen = new Set<string>();
  for (const file of files) {
    if (seen.has(resolve(file))) {
      throw new ConfigError(`output: got '${file}' twice; expected a name for each file`);
    }
    seen.add(resolve(file));
    requirePlace(file);
  }
}

function requirePlace(file: string): void {
  if (existsSync(file) && !statSync(file).isFile()) {
    const what = statSync(file).isDirectory() ? 'a folder' : 'a device';
    throw new ConfigError(`output: got '${file}', which is ${what}; expected a file`);
  }
  let folder = dirname(resolve(file));
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  try {
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw fileError('write', file, error);
  }
}

/**
 * A PNG as the pipelines take it.
 *
 * @returns [1, 3, height, width], 0 to 1
 * @throws FileError when it cannot be read, PlaygroundError when it is no PNG
 */
export function readPicture(file: string): NumberArray {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw fileError('read', file, error);
  }
  const { width, height, pixels } = readPng(bytes, basename(file));
  return {
    shape: [1, 3, height, width],
    values: channelsFirst(pixels, 3).map((byte) => byte / 255),
  };
}

/**
 * Writes them all, each whole or not at all.
 *
 * @param text what stands in picture i
 * @throws FileError when one cannot be written; those before it are there
 */
export function writeFiles(
  files: Request['files'],
  { images, latents }: Images,
  text: (i: number) => string,
  trace: Trace | undefined,
): void {
  const [, , height, width] = images.shape;
  const length = 3 * height * width;
  for (const [i, file] of files.pictures.entries()) {
    const values = images.values.subarray(i * length, (i + 1) * length);
    const png = floatPng({ width, height, values });
    writeFileAtomic(file, withPngText(png, 'parameters', text(i)));
  }
  if (files.latents) writeFileAtomic(files.latents, npyBytes(latents));
  if (files.image) writeFileAtomic(files.image, npyBytes(images));
  if (files.trace && trace) writeTrace(files.trace, trace);
}

/** One file for each array, and last of all the index that names them. */
function writeTrace(folder: string, { arrays, steps }: Trace): void {
  const listed = Object.entries(arrays).map(([name, array]) => {
    const isIds = name.startsWith('ids_');
    const values = isIds ? Int32Array.from(array.values) : array.values;
    writeFileAtomic(join(folder, `${name}.npy`), npyBytes({ shape: array.shape, values }));
    return [name, { file: `${name}.npy`, shape: array.shape, dtype: isIds ? 'int32' : 'float32' }];
  });
  const index = { arrays: Object.fromEntries(listed), steps };
  writeFileAtomic(join(folder, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
}
