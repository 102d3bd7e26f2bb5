/**
 * Safetensors files that nobody would write: valid ones with changes to the bytes, to the words of
 * the header and to its numbers. 2,000 by default, 100,000 with N2D_LONG=1, from a seed.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  CheckpointError,
  openSafetensors,
  parseSafetensorsHeader,
  random,
  safetensorsHeaderLength,
  toFloat32,
} from '../../src/index.js';

const rounds = process.env.N2D_LONG ? 100_000 : 2000;
const folder = mkdtempSync(join(tmpdir(), 'safetensors-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Pick = (below: number) => number;

const valid = [
  {},
  { 'a.weight': ['F32', [2, 3], 24] },
  { a: ['F16', [4], 8], b: ['BF16', [2, 1, 2], 8], c: ['I64', [], 8] },
  { ids: ['U8', [5], 5], none: ['F32', [0, 7], 0], d: ['F64', [1], 8], e: ['BOOL', [3], 3] },
].map((tensors) => {
  let at = 0;
  const header: Record<string, unknown> = { __metadata__: { format: 'pt', note: 'a "b" \\ é' } };
  for (const [name, [dtype, shape, size]] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [at, at + Number(size)] };
    at += Number(size);
  }
  return { header: JSON.stringify(header), data: new Uint8Array(at).fill(60) };
});

const words = [
  ...['F32', 'F16', 'F8_E4M3', 'I64', 'BOOL', 'toString', '__proto__', '__metadata__', 'a', 'b'],
  ...['dtype', 'shape', 'data_offsets', '"', '\\', '{', '}', '[', ']', ',', ':', 'null', ' '],
  ...['0', '1', '2', '-1', '1.5', '1e9', '9007199254740993', '1e400', '\\u0061', '\\ud800'],
];

/** One file: the words or the bytes of the header, the numbers, the length or the end changed. */
function mutated(pick: Pick): Uint8Array {
  const source = valid[pick(valid.length)];
  let { header } = source;
  const data = source.data.slice();
  let tail: Uint8Array = data;
  let lie = 0;
  for (let edits = 1 + pick(3); edits > 0; edits--) {
    const kind = pick(10);
    const at = pick(header.length + 1);
    if (kind < 4 && data.length > 0) data[pick(data.length)] = pick(256);
    else if (kind === 4) header = changedWord(header, pick);
    else if (kind === 5)
      header = header.slice(0, at) + words[pick(words.length)] + header.slice(at);
    else if (kind === 6) header = header.slice(0, at) + header.slice(at + pick(12));
    else if (kind === 7) header += ' '.repeat(pick(9));
    else if (kind === 8) tail = pick(2) ? data.subarray(0, pick(data.length + 1)) : tail;
    else if (pick(3) === 0) lie = pick(2 ** 31) - 2 ** 30;
  }
  const bytes = new TextEncoder().encode(header);
  if (pick(20) === 0 && bytes.length > 0) bytes[pick(bytes.length)] = pick(256);
  const start = new Uint8Array(8);
  new DataView(start.buffer).setBigInt64(0, BigInt(bytes.length + lie), true);
  const whole = Buffer.concat([start, bytes, tail]);
  return pick(20) === 0 ? whole.subarray(0, pick(whole.length)) : whole;
}

/** Another word or number in the place of one. */
function changedWord(header: string, pick: Pick): string {
  const places = [...header.matchAll(/\w+/g)];
  if (places.length === 0) return header;
  const { index, 0: word } = places[pick(places.length)];
  return header.slice(0, index) + words[pick(words.length)] + header.slice(index + word.length);
}

/** Reads a file in memory as `openSafetensors` reads it on the disk; how many numbers it has. */
function readAll(file: Uint8Array): number {
  const length = safetensorsHeaderLength(file.subarray(0, 8), file.length);
  const { entries } = parseSafetensorsHeader(file.subarray(8, 8 + length), file.length);
  let reached = 8 + length;
  let numbers = 0;
  for (const { begin, end, dtype, shape } of entries) {
    if (begin !== reached) expect.fail('tensors do not lie one behind the other');
    reached = end;
    if (dtype.startsWith('F8')) continue;
    const values = toFloat32(dtype, file.subarray(begin, end));
    if (values.length !== shape.reduce((a, b) => a * b, 1)) expect.fail('not as many as its shape');
    numbers += values.length;
  }
  if (reached !== file.length) expect.fail('bytes that belong to no tensor');
  return numbers;
}

/** What the work gives, or undefined when it is refused as it should be: in one short sentence. */
function outcome<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    if (error.message.length > 500) expect.fail(`a long message: ${error.message}`);
    return undefined;
  }
}

describe('fuzz', () => {
  it(`${rounds} mutated files`, { timeout: 1_200_000 }, async () => {
    const rng = random(13);
    const pick: Pick = (below) => rng.randint(0, below, 1)[0];
    const path = join(folder, 'x.safetensors');
    let read = 0;
    for (let i = 0; i < rounds; i++) {
      const file = mutated(pick);
      const numbers = outcome(() => readAll(file));
      if (numbers !== undefined) read += 1;
      if (i % 50 === 0) {
        writeFileSync(path, file);
        const opened = await openSafetensors(path).catch((error: unknown) => error);
        const taken = !(opened instanceof CheckpointError);
        if (taken !== (numbers !== undefined)) expect.fail(`${i}: disk and memory differ`);
        if (taken) await (opened as { close(): Promise<void> }).close();
      }
    }
    expect(read).toBeGreaterThan(rounds / 5);
    expect(read).toBeLessThan((rounds * 9) / 10);
  });
});
