/**
 * Files of weights made to exhaust a reader, each a few kilobytes to a few megabytes: changing
 * bytes at random does not find these. All end with a CheckpointError of one sentence.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import {
  CheckpointError,
  parseSafetensorsHeader,
  readEmbedding,
  readPickle,
  readTorchFile,
  tensorsIn,
} from '../../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));

const old = readFileSync(
  join(import.meta.dirname, '..', 'golden', 'checkpoint', 'embeddings', 'old-film.pt'),
);
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** The sentence that it is refused with. */
function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(CheckpointError);
    return (error as Error).message;
  }
  return expect.fail('it was taken');
}

describe('a header of safetensors', () => {
  const tensor = '{"dtype":"F32","shape":[0],"data_offsets":[0,0]}';
  const parse = (json: string): unknown => {
    const bytes = new TextEncoder().encode(json);
    return parseSafetensorsHeader(bytes, 8 + bytes.length);
  };
  const deep = '['.repeat(200_000) + ']'.repeat(200_000);
  const long = 'x'.repeat(20_000_000);

  it.each([
    ['a kind that nests without end', `{"a":{"dtype":${deep}}}`],
    ['a shape that nests without end', `{"a":{"dtype":"F32","shape":${deep}}}`],
    ['metadata that nest without end', `{"__metadata__":${deep}}`],
    ['a kind of 20 million letters', `{"a":{"dtype":"${long}"}}`],
    ['a name of 20 million letters', `{"${long}":3}`],
    ['a name of 20 million letters, twice', `{"${long}":${tensor},"${long}":${tensor}}`],
  ])('%s', (_, json) => {
    expect(refusal(() => parse(json)).length).toBeLessThan(400);
  });

  it('texts may be long', () => {
    parse(`{"__metadata__":{"notes":"${long}"}}`);
    parse(`{"__metadata__":{"notes":"${'\\"\\\\'.repeat(5_000_000)}"},"a":${tensor}}`);
  });

  it('a brace or a quote inside of a name is no brace and no quote', () => {
    parse(`{"a{":${tensor},"b\\"":${tensor},"c\\\\":${tensor},"}":${tensor}}`);
    const twice = `{"a{\\\\":${tensor},"b":${tensor},"a{\\u005c":${tensor}}`;
    expect(refusal(() => parse(twice))).toContain("the name 'a{\\' twice");
  });
});

describe('a pickle', () => {
  /** Doubles the list in memo 0, 60 times: 2^60 texts, if anyone wrote it out. */
  const doubled = `]q\x00${'h\x00h\x00\x86q\x00'.repeat(60)}`;

  it.each([
    [
      'a table in a table without end',
      `\x80\x02${'}K\x00'.repeat(100_000)}N${'s'.repeat(100_000)}.`,
    ],
    ['lists of lists as a key', `\x80\x02${doubled}}h\x00Ns.`],
    ['lists of lists as a module', `\x80\x04${doubled}h\x00h\x00\x93.`],
    ['names that grow with every table', `\x80\x02${names(20)}.`],
  ])('%s', (_, pickle) => {
    expect(refusal(() => tensorsIn(readPickle(bytesOf(pickle)).value)).length).toBeLessThan(400);
  });

  /** Tables in tables, each under the same long key. */
  function names(levels: number): string {
    const key = 'k'.repeat(255);
    return `\x8c\xff${key}q\x01${'}h\x01'.repeat(levels)}N${'s'.repeat(levels)}`;
  }

  it('lists of lists as the key of a storage, in the older format', () => {
    const magic = '\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.';
    const file = bytesOf(`${magic}\x80\x02K\x00.\x80\x02}.\x80\x02}.\x80\x02${doubled}.`);
    expect(refusal(() => readTorchFile(file, 'keys.pt'))).toContain('keys.pt');
  });
});

describe('a zip', () => {
  it('whose stored file says two sizes is refused', () => {
    const zip = new Uint8Array(old);
    const central = lastIndexOf(zip, [0x50, 0x4b, 1, 2]);
    zip[central + 24] += 1; // the size when unpacked, of a file that is not packed
    expect(refusal(() => readTorchFile(zip, 'two.pt'))).toContain('too large or packed');
  });

  it('with thousands of views of its numbers is refused', async () => {
    // Each tensor is all of a storage of a megabyte: 4 GB, if they were copied.
    const count = 4000;
    const storage =
      '(X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuJ\x00\x00\x04\x00tQq\x01';
    const view = 'ctorch._utils\n_rebuild_tensor_v2\n(h\x01K\x00J\x00\x00\x04\x00\x85K\x01\x85tR';
    let pickle = `\x80\x02${storage}}q\x02`;
    for (let i = 0; i < count; i++) {
      pickle += `M${String.fromCharCode(i % 256, i >> 8)}${view}s`;
    }
    const path = join(folder, 'views.pt');
    const files = { 'x/data.pkl': bytesOf(`${pickle}.`), 'x/data/0': new Uint8Array(2 ** 20) };
    writeFileSync(path, zipSync(files, { level: 0 }));
    await expect(readEmbedding(path)).rejects.toThrow(`${count} tensors`);
  });

  function lastIndexOf(bytes: Uint8Array, wanted: readonly number[]): number {
    for (let at = bytes.length - wanted.length; at >= 0; at--) {
      if (wanted.every((byte, i) => bytes[at + i] === byte)) return at;
    }
    return expect.fail('not there');
  }
});
