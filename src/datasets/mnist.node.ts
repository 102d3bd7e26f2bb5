/**
 * Reads the digits of datasets/mnist: unpacks them, and refuses a file whose hash is not the one in
 * the manifest, so that a half-downloaded or edited file never trains a network quietly.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { PlaygroundError } from '../math/errors.js';
import { type DigitSet, type Digits, digitSet } from './digits.js';

const home = fileURLToPath(new URL('../../datasets/mnist/', import.meta.url));

interface Entry {
  readonly file: string;
  readonly bytes: number;
  /** of the packed file */
  readonly sha256: string;
}

/**
 * 20,000 digits to train on and 2,000 to measure with, all different.
 *
 * @param folder default: datasets/mnist of this package
 * @throws PlaygroundError when a file is missing or damaged: which one, and the remedy
 *
 * @example
 * const digits = loadDigits();
 * [digits.train.count, digits.test.count]; // [20000, 2000]
 * digits.test.labels.subarray(0, 4); // [7, 1, 0, 5]
 */
export function loadDigits(folder: string = home): Digits {
  const manifest = readManifest(folder);
  const set = (name: string): DigitSet => {
    const files = manifest.filter(({ file }) => file.startsWith(`${name}-`));
    const of = (kind: string): Uint8Array[] =>
      files.filter(({ file }) => file.includes(kind)).map((entry) => unpack(folder, entry));
    const [labels] = of('labels');
    if (labels === undefined) {
      throw damaged(join(folder, 'manifest.json'), `no ${name} labels`, 'one file of them');
    }
    return digitSet(name, of('images'), labels);
  };
  return { train: set('train'), test: set('test') };
}

function readManifest(folder: string): Entry[] {
  const path = join(folder, 'manifest.json');
  try {
    const entries: unknown = JSON.parse(read(path).toString('utf8'));
    if (Array.isArray(entries)) return entries as Entry[];
  } catch (error) {
    if (error instanceof PlaygroundError) throw error;
  }
  throw damaged(path, 'something else', 'a list of files in JSON');
}

function unpack(folder: string, { file, bytes, sha256 }: Entry): Uint8Array {
  const path = join(folder, file);
  const packed = read(path);
  if (packed.length !== bytes) throw damaged(path, `${packed.length} bytes`, `${bytes}`);
  const hash = createHash('sha256').update(packed).digest('hex');
  if (hash !== sha256) {
    throw damaged(path, `sha256 ${hash.slice(0, 12)}...`, `${sha256.slice(0, 12)}...`);
  }
  return gunzipSync(packed);
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new PlaygroundError(
      `digits: cannot read ${path}: got ${code}; expected a file. ${remedy}`,
    );
  }
}

function damaged(path: string, got: string, expected: string): PlaygroundError {
  return new PlaygroundError(
    `digits: damaged ${path}: got ${got}; expected ${expected}. ${remedy}`,
  );
}

const remedy = 'Get it back with: git checkout -- datasets/mnist';
