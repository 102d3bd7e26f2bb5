/** PyTorch's files read as data: what they hold, and what they must not do. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import {
  CheckpointError,
  type Embedding,
  random,
  readEmbedding,
  readPickle,
  readTorchFile,
  tensorsIn,
  writeEmbedding,
  writeSafetensors,
} from '../../src/index.js';

const golden = join(import.meta.dirname, '..', 'golden', 'checkpoint');
const folder = mkdtempSync(join(tmpdir(), 'pickle-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Listed {
  readonly file: string;
  readonly name: string;
  readonly values: readonly (readonly number[])[];
}
const { files } = JSON.parse(readFileSync(join(golden, 'embeddings', 'manifest.json'), 'utf8')) as {
  files: readonly Listed[];
};

describe('embeddings', () => {
  it.each(files)('$name of $file', async ({ file, name, values }) => {
    const found = await readEmbedding(join(golden, file));
    expect(found.name).toBe(name);
    expect(found.width).toBe(values[0].length);
    expect(found.vectors.map((vector) => [...vector])).toEqual(values);
  });

  it('of the older format, a transposed view', async () => {
    const { name, vectors } = await readEmbedding(join(golden, 'old-format.pt'));
    expect(name).toBe('old');
    expect(vectors.map((vector) => [...vector])).toEqual([
      [0, 4, 8],
      [1, 5, 9],
      [2, 6, 10],
      [3, 7, 11],
    ]);
  });

  it('come back as they were written', async () => {
    const word: Embedding = { name: '<cat>', width: 2, vectors: [Float32Array.of(1, -2)] };
    const path = join(folder, 'cat.safetensors');
    await writeEmbedding(path, word);
    expect(await readEmbedding(path)).toEqual(word);
    expect((await readEmbedding(path, 'dog')).name).toBe('dog');
  });

  it.each([
    ['several words', ['a', 'b'], [1, 2], 'expected the vectors of one word'],
    ['SDXL', ['clip_g', 'clip_l'], [1, 2], 'of SDXL'],
    ['76 vectors', ['a'], [76, 1], '1 to 75'],
    ['three axes', ['a'], [1, 1, 2], '[vectors, width]'],
  ])('refuses %s', async (_, names, shape, words) => {
    const path = join(folder, 'bad.safetensors');
    const size = shape.reduce((a, b) => a * b, 1);
    const data = (): Float32Array => new Float32Array(size);
    await writeSafetensors(
      path,
      names.map((name) => ({ name, dtype: 'F32', shape, data })),
    );
    await expect(readEmbedding(path)).rejects.toThrow(words);
  });

  it('refuses NaN', async () => {
    const path = join(folder, 'nan.safetensors');
    const data = (): Float32Array => Float32Array.of(Number.NaN);
    await writeSafetensors(path, [{ name: 'a', dtype: 'F32', shape: [1], data }]);
    await expect(readEmbedding(path)).rejects.toThrow('NaN');
  });
});

describe('a pickle that asks for a program', () => {
  const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
  // What `pickle.dumps` makes of an object whose __reduce__ is (os.system, ('touch ...',)).
  const evil = bytes('\x80\x02cposix\nsystem\nq\x00X\x05\x00\x00\x00touchq\x01\x85q\x02Rq\x03.');
  const newer = bytes('\x80\x04\x8c\x05posix\x8c\x06system\x93\x8c\x05touch\x85R.');

  it.each([
    ['protocol 2', evil],
    ['protocol 4', newer],
    ['builtins.eval', bytes('\x80\x02cbuiltins\neval\n.')],
    ['a class of torch', bytes('\x80\x02ctorch.nn.modules.linear\nLinear\n.')],
    ['__builtin__ getattr', bytes('c__builtin__\ngetattr\n.')],
  ])('is refused: %s', (_, pickle) => {
    expect(() => readPickle(pickle)).toThrow(CheckpointError);
    expect(() => readPickle(pickle)).toThrow('Nothing was run');
  });

  it('is refused inside a zip', async () => {
    const path = join(folder, 'evil.pt');
    writeFileSync(path, zipSync({ 'x/data.pkl': evil }, { level: 0 }));
    await expect(readEmbedding(path)).rejects.toThrow('posix.system');
  });

  it('a zip that grows when it is unpacked is refused', () => {
    const zip = zipSync({ 'x/data.pkl': new Uint8Array(1_000_000) }, { level: 9 });
    expect(() => readTorchFile(zip, 'bomb.pt')).toThrow('too large or packed');
  });

  it('a zip that says it has billions of files is refused', () => {
    const zip = new Uint8Array(readFileSync(join(golden, 'embeddings', 'old-film.pt')));
    zip[1760] = 211; // another end of the central directory
    zip[1905] = 223; // the highest byte of the number of files
    expect(() => readTorchFile(zip, 'many.pt')).toThrow('more than 1000 files');
  });

  it('a tensor that repeats its numbers without end is refused', () => {
    const { value, numbers } = readTorchFile(
      new Uint8Array(readFileSync(join(golden, 'embeddings', 'old-film.pt'))),
      'x.pt',
    );
    const [tensor] = tensorsIn(value).values();
    const grown = { ...tensor, shape: [50_000_000], strides: [0] };
    expect(() => numbers(grown)).toThrow('damaged tensor');
  });

  it('a text is no file of torch', () => {
    expect(() => readTorchFile(bytes('hello'), 'x.pt')).toThrow('neither a zip nor a pickle');
  });

  it('a table that contains itself has an end', () => {
    const { value } = readPickle(bytes('\x80\x02}q\x00X\x01\x00\x00\x00ah\x00s.'));
    expect(tensorsIn(value).size).toBe(0);
  });
});

describe('changed files', () => {
  const rounds = process.env.N2D_LONG ? 100_000 : 2000;
  // Of the older format half of the files are changed in their last 56 bytes alone, where the numbers
  // are: nearly all the rest is pickle, and most changes end it.
  it.each([
    ['embeddings/old-film.pt', 0],
    ['old-format.pt', 56],
  ])(`${rounds} times %s`, { timeout: 1_200_000 }, (name, numbers) => {
    const good = new Uint8Array(readFileSync(join(golden, name)));
    const rng = random(7);
    const pick = (below: number): number => rng.randint(0, below, 1)[0];
    let read = 0;
    for (let round = 0; round < rounds; round++) {
      const bytes = good.slice(0, pick(8) === 0 ? pick(good.length) : good.length);
      const from = numbers > 0 && pick(2) === 0 ? Math.max(0, bytes.length - numbers) : 0;
      for (let i = pick(3); i >= 0 && bytes.length > 0; i--) {
        bytes[from + pick(bytes.length - from)] = pick(256);
      }
      try {
        const file = readTorchFile(bytes, 'changed');
        for (const tensor of tensorsIn(file.value).values()) file.numbers(tensor);
        read++;
      } catch (error) {
        if (!(error instanceof CheckpointError)) throw error;
      }
    }
    expect(read).toBeGreaterThan(rounds / 5);
  });
});
