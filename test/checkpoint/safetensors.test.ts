/**
 * The reader of safetensors files, on files of its own making and on the tiny models. A bad file is
 * made by changing one thing in a good one.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  CheckpointError,
  checkpointShape,
  disposeWeights,
  expectNoLeak,
  openSafetensors,
  parseSafetensorsHeader,
  random,
  readWeights,
  safetensorsHeaderLength,
  toCheckpoint,
  toFloat32,
  toLayers,
} from '../../src/index.js';

const models = join(import.meta.dirname, '..', 'golden', 'stable-diffusion', 'models');
const folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Json = Record<string, unknown>;
const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const two: Json = {
  a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
  b: { dtype: 'F16', shape: [2, 1], data_offsets: [8, 12] },
};

function write(name: string, header: Uint8Array, data: Uint8Array, length = header.length): string {
  const start = new Uint8Array(8);
  new DataView(start.buffer).setBigUint64(0, BigInt(length), true);
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat([start, header, data]));
  return path;
}

describe('a safetensors file', () => {
  it('gives its tensors, wherever they start', async () => {
    // A header of odd length, so that the numbers do not lie at addresses that are multiples of 4.
    const odd = text({ ...two, __metadata__: { format: 'pt' } });
    const header = odd.length % 2 === 1 ? odd : Buffer.concat([odd, Buffer.from(' ')]);
    const data = new Uint8Array(12);
    new Float32Array(data.buffer, 0, 2).set([1.5, -2]);
    data.set([0, 0x3c, 0, 0xc0], 8);
    const file = await openSafetensors(write('good.safetensors', header, data));
    expect(file.entries.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(file.metadata).toEqual({ format: 'pt' });
    expect(Array.from(await file.read('a'))).toEqual([1.5, -2]);
    expect(Array.from(await file.read('b'))).toEqual([1, -2]);
    expect((await file.bytes('b')).length).toBe(4);
    await expect(file.read('c')).rejects.toThrow("unknown tensor: got 'c'");
    await file.close();
  });

  it('may be empty', async () => {
    const file = await openSafetensors(write('empty.safetensors', text({}), new Uint8Array()));
    expect(file.entries).toEqual([]);
    await file.close();
  });

  it.each([
    ['tiny-sd1.safetensors', 987],
    ['tiny-sd2.safetensors', 976],
    ['tiny-bf16/unet/diffusion_pytorch_model-00001-of-00002.safetensors', undefined],
  ])('%s can be read', async (name, count) => {
    const file = await openSafetensors(join(models, name));
    if (count !== undefined) expect(file.entries.length).toBe(count);
    for (const entry of file.entries) {
      const values = await file.read(entry.name);
      expect(values.length).toBe(entry.shape.reduce((a, b) => a * b, 1));
      expect(values.every(Number.isFinite)).toBe(true);
    }
    await file.close();
  });
});

describe('a damaged header is refused with a sentence', () => {
  const a = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
  const cases: readonly (readonly [title: string, header: unknown, size: number, says: string])[] =
    [
      ['a list', [], 0, 'no JSON object'],
      ['a number for a tensor', { a: 3 }, 0, "tensor 'a' without an object"],
      ['an unknown kind', { a: { ...a, dtype: 'F33' } }, 8, 'of kind "F33"; expected F32'],
      ['a kind from the prototype', { a: { ...a, dtype: 'toString' } }, 8, 'of kind "toString"'],
      ['no kind', { a: { shape: [2], data_offsets: [0, 8] } }, 8, 'of kind nothing'],
      ['a negative size', { a: { ...a, shape: [-2] } }, 8, 'without a usable shape'],
      ['half a number', { a: { ...a, shape: [1.5] } }, 8, 'without a usable shape'],
      ['a size beyond counting', { a: { ...a, shape: [2 ** 60, 8] } }, 8, 'without a usable shape'],
      [
        'sizes that multiply',
        { a: { ...a, shape: [1e9, 1e9, 1e9] } },
        8,
        "tensor 'a' with 8 bytes",
      ],
      ['three offsets', { a: { ...a, data_offsets: [0, 4, 8] } }, 8, 'data_offsets'],
      ['too few bytes', { a: { ...a, data_offsets: [0, 4] } }, 4, 'with 4 bytes; expected 8'],
      ['an overlap', { a, b: { ...a, data_offsets: [4, 12] } }, 12, "'b' that overlaps"],
      ['the same place', { a, b: a }, 8, "'b' that overlaps"],
      ['a gap', { a, b: { ...a, data_offsets: [12, 20] } }, 20, "'b' that leaves a gap"],
      ['a file cut short', { a }, 7, 'cut short'],
      ['bytes left over', { a }, 9, 'bytes left over'],
      ['metadata of numbers', { __metadata__: { n: 3 } }, 0, '__metadata__'],
    ];

  it.each(cases)('%s', (_, header, size, says) => {
    const bytes = text(header);
    const parse = (): unknown => parseSafetensorsHeader(bytes, 8 + bytes.length + size, 'x');
    expect(parse).toThrow(CheckpointError);
    expect(parse).toThrow(says);
    expect(parse).toThrow(/^x: /);
  });

  it('a name twice, also when one is written with escapes', () => {
    const one = '{"dtype":"F32","shape":[0],"data_offsets":[0,0]}';
    for (const second of ['a', '\\u0061']) {
      const bytes = new TextEncoder().encode(`{"a":${one},"${second}":${one}}`);
      expect(() => parseSafetensorsHeader(bytes, 8 + bytes.length)).toThrow("the name 'a' twice");
    }
  });

  it('no JSON, no UTF-8', () => {
    const json = new TextEncoder().encode('{"a":');
    expect(() => parseSafetensorsHeader(json, 8 + json.length)).toThrow('no valid JSON');
    expect(() => parseSafetensorsHeader(Uint8Array.of(0xff, 0xfe), 10)).toThrow('no UTF-8');
  });

  it('a header longer than the file, or than anyone needs', async () => {
    const data = new Uint8Array(12);
    await expect(openSafetensors(write('long', text(two), data, 5000))).rejects.toThrow(
      'got a header of 5000 bytes',
    );
    const start = new Uint8Array(8).fill(0xff);
    expect(() => safetensorsHeaderLength(start, 2 ** 50)).toThrow(CheckpointError);
    await expect(
      openSafetensors(write('none', new Uint8Array(), new Uint8Array())),
    ).rejects.toThrow('expected at least 10');
  });

  it('a text, a picture and half of a model', async () => {
    const half = readFileSync(join(models, 'tiny-sd1.safetensors')).subarray(0, 200_000);
    writeFileSync(join(folder, 'half'), half);
    for (const path of [
      join(folder, 'half'),
      join(models, 'manifest.json'),
      join(models, '..', 'inputs', 'scene-64x64.png'),
    ]) {
      await expect(openSafetensors(path)).rejects.toThrow(CheckpointError);
    }
  });
});

describe('numbers of every kind', () => {
  const bytesOf = (list: { buffer: ArrayBufferLike }): Uint8Array => new Uint8Array(list.buffer);

  it.each([
    ['F32', bytesOf(Float32Array.of(1, -2.5)), [1, -2.5]],
    ['F64', bytesOf(Float64Array.of(1, -2.5)), [1, -2.5]],
    ['BF16', Uint8Array.of(0x80, 0x3f, 0x80, 0xff), [1, Number.NEGATIVE_INFINITY]],
    ['I64', bytesOf(BigInt64Array.of(3n, -4n)), [3, -4]],
    ['U64', bytesOf(BigUint64Array.of(3n, 4n)), [3, 4]],
    ['I32', bytesOf(Int32Array.of(3, -4)), [3, -4]],
    ['U32', bytesOf(Uint32Array.of(3, 2 ** 31)), [3, 2 ** 31]],
    ['I16', bytesOf(Int16Array.of(3, -4)), [3, -4]],
    ['U16', bytesOf(Uint16Array.of(3, 65535)), [3, 65535]],
    ['I8', bytesOf(Int8Array.of(3, -4)), [3, -4]],
    ['U8', Uint8Array.of(3, 255), [3, 255]],
    ['BOOL', Uint8Array.of(0, 1), [0, 1]],
  ])('%s', (dtype, bytes, expected) => {
    expect(Array.from(toFloat32(dtype, bytes))).toEqual(expected);
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(Array.from(toFloat32(dtype, shifted.subarray(1)))).toEqual(expected);
  });

  it('F16: zeros, the smallest, the largest, what is no number', () => {
    const bits = Uint16Array.of(
      0,
      0x8000,
      1,
      0x83ff,
      0x0400,
      0x7bff,
      0x3555,
      0x7c00,
      0xfc00,
      0x7e00,
    );
    expect(Array.from(toFloat32('F16', bytesOf(bits)))).toEqual([
      0,
      -0,
      2 ** -24,
      -1023 * 2 ** -24,
      2 ** -14,
      65504,
      1365 * 2 ** -12,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
    ]);
  });

  it('refuses the 8-bit floats', () => {
    expect(() => toFloat32('F8_E4M3', Uint8Array.of(1))).toThrow(CheckpointError);
  });
});

describe('the order of the layers', () => {
  it.each([
    ['conv.weight', [5, 70, 3, 2], [3, 2, 70, 5]],
    ['proj_in.weight', [40, 33, 1, 1], [1, 1, 33, 40]],
    ['fc1.weight', [65, 34], [34, 65]],
  ])('%s is turned over, and back', (name, shape, turned) => {
    const values = random(1).randn(shape.reduce((a, b) => a * b, 1));
    const laid = toLayers(name, { shape, values });
    expect(laid.shape).toEqual(turned);
    const [o, i, h = 1, w = 1] = shape;
    for (const [a, b, y, x] of [
      [0, 0, 0, 0],
      [o - 1, 3, h - 1, 0],
      [2, i - 1, 0, w - 1],
    ]) {
      expect(laid.values[((y * w + x) * i + b) * o + a]).toBe(
        values[((a * i + b) * h + y) * w + x],
      );
    }
    expect(toCheckpoint(name, laid)).toEqual({ shape, values });
    expect(checkpointShape(name, laid.shape)).toEqual(shape);
  });

  it.each([
    ['norm.weight', [12]],
    ['text_model.embeddings.token_embedding.weight', [3, 4]],
  ])('%s stays', (name, shape) => {
    const values = new Float32Array(12);
    expect(toLayers(name, { shape, values }).values).toBe(values);
    expect(toCheckpoint(name, { shape, values }).values).toBe(values);
    expect(checkpointShape(name, shape)).toEqual(shape);
  });

  it('readWeights leaves integers out and leaks nothing', async () => {
    const weights = await expectNoLeak(() => readWeights(join(models, 'tiny-sd1.safetensors')));
    expect(Object.keys(weights).length).toBe(986);
    expect(weights['model.diffusion_model.input_blocks.0.0.weight'].shape).toEqual([3, 3, 4, 8]);
    disposeWeights(weights);
    const damaged = join(folder, 'f8');
    write(
      'f8',
      text({
        a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
        b: { dtype: 'F8_E4M3', shape: [1], data_offsets: [4, 5] },
      }),
      new Uint8Array(5),
    );
    await expectNoLeak(() => expect(readWeights(damaged)).rejects.toThrow(CheckpointError));
  });
});
