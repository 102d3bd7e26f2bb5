/**
 * The safetensors format: names, shapes and places of tensors in front, their bytes behind.
 *
 * | bytes | meaning |
 * |---|---|
 * | 8 | N, the length of the header, little endian |
 * | N | JSON: `{ name: { dtype, shape, data_offsets: [begin, end] }, "__metadata__": { ... } }` |
 * | the rest | the numbers; offsets count from here |
 *
 * A header comes from a stranger. Nothing in it is believed before it has been compared with the
 * length of the file: every byte of the data belongs to exactly one tensor, and each tensor has as
 * many bytes as its shape says.
 *
 * Source: https://github.com/huggingface/safetensors, "Format". Leaves out: reading the numbers
 * (`safetensors.node.ts`, `dtype.ts`), writing.
 */
import { CheckpointError } from '../math/errors.js';
import { bytesPerNumber } from './dtype.js';

/** One tensor of a file. */
export interface TensorEntry {
  readonly name: string;
  /** 'F32', 'F16', 'BF16', 'I64' ... */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Where its first byte is, counted from the start of the file. */
  readonly begin: number;
  /** Where the byte after its last one is. */
  readonly end: number;
}

/** What a header says. */
export interface SafetensorsHeader {
  /** In the order of their bytes in the file. */
  readonly entries: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The longest header that the format allows. */
const longest = 100_000_000;

/**
 * How long the header is, from the first 8 bytes of a file.
 *
 * @param start at least the first 8 bytes
 * @param fileSize in bytes
 * @param file its name, for the message
 * @throws CheckpointError when this cannot be the start of a safetensors file
 *
 * @example
 * safetensorsHeaderLength(Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0), 10); // 2
 */
export function safetensorsHeaderLength(
  start: Uint8Array,
  fileSize: number,
  file = 'safetensors',
): number {
  if (start.length < 8 || fileSize < 10) {
    throw new CheckpointError(
      `${file}: no safetensors file: got ${fileSize} bytes; expected at least 10`,
    );
  }
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const length = view.getUint32(4, true) * 2 ** 32 + view.getUint32(0, true);
  if (length < 2 || length > longest || 8 + length > fileSize) {
    throw new CheckpointError(
      `${file}: no safetensors file, or cut short: got a header of ${length} bytes in a file of ` +
        `${fileSize}; expected 2 to ${Math.min(longest, fileSize - 8)}`,
    );
  }
  return length;
}

/**
 * Reads a header and holds it against the length of the file.
 *
 * @param header the N bytes behind the first 8
 * @param fileSize of the whole file, in bytes
 * @param file its name, for the message
 * @throws CheckpointError that names the tensor and what is wrong with it
 *
 * @example
 * const text = '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
 * const header = parseSafetensorsHeader(new TextEncoder().encode(text), 8 + text.length + 8);
 * header.entries[0].name; // 'a'
 * header.entries[0].shape; // [2]
 */
export function parseSafetensorsHeader(
  header: Uint8Array,
  fileSize: number,
  file = 'safetensors',
): SafetensorsHeader {
  const wrong = (got: string, expected: string): CheckpointError =>
    new CheckpointError(`${file}: damaged header: got ${got}; expected ${expected}`);
  const text = decode(header, wrong);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw wrong('no valid JSON', 'JSON');
  }
  if (!isRecord(parsed)) throw wrong('no JSON object', 'names of tensors');
  const twice = repeatedName(text);
  if (twice !== undefined) throw wrong(`the name '${short(twice)}' twice`, 'each name once');

  const dataStart = 8 + header.length;
  const entries: TensorEntry[] = [];
  for (const [name, value] of Object.entries(parsed)) {
    if (name !== '__metadata__') entries.push(entry(name, value, dataStart, wrong));
  }
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let reached = dataStart;
  for (const { name, begin, end } of entries) {
    if (begin !== reached) {
      const kind = begin < reached ? 'overlaps the one before' : 'leaves a gap before it';
      throw wrong(`tensor '${short(name)}' that ${kind}`, 'one tensor directly behind the other');
    }
    reached = end;
  }
  if (reached !== fileSize) {
    const what = reached > fileSize ? 'cut short' : 'bytes left over';
    throw new CheckpointError(
      `${file}: ${what}: got ${fileSize} bytes; expected ${reached}, as its header says`,
    );
  }
  return { entries, metadata: metadataOf(parsed.__metadata__, wrong) };
}

type Complaint = (got: string, expected: string) => CheckpointError;

function entry(name: string, value: unknown, dataStart: number, wrong: Complaint): TensorEntry {
  const where = `tensor '${short(name)}'`;
  if (!isRecord(value)) throw wrong(`${where} without an object`, 'dtype, shape, data_offsets');
  const { dtype, shape, data_offsets: offsets } = value;
  const size = typeof dtype === 'string' ? bytesPerNumber(dtype) : undefined;
  if (typeof dtype !== 'string' || size === undefined) {
    const kind = typeof dtype === 'string' ? JSON.stringify(short(dtype)) : 'nothing known';
    throw wrong(`${where} of kind ${kind}`, 'F32, F16, BF16, I64 ...');
  }
  if (!isCounts(shape) || shape.length > 32) {
    throw wrong(`${where} without a usable shape`, 'whole numbers, 0 or more');
  }
  if (!isCounts(offsets) || offsets.length !== 2) {
    throw wrong(`${where} without usable data_offsets`, '[begin, end]');
  }
  const [begin, end] = offsets;
  const bytes = shape.reduce((a, b) => a * b, size);
  if (end - begin !== bytes) {
    throw wrong(
      `${where} with ${end - begin} bytes`,
      `${bytes} for ${dtype} [${shape.join(', ')}]`,
    );
  }
  return { name, dtype, shape, begin: dataStart + begin, end: dataStart + end };
}

function metadataOf(value: unknown, wrong: Complaint): Record<string, string> {
  if (value === undefined) return {};
  if (!isRecord(value) || Object.values(value).some((text) => typeof text !== 'string')) {
    throw wrong('__metadata__ of another kind', 'texts by name');
  }
  return value as Record<string, string>;
}

function decode(bytes: Uint8Array, wrong: Complaint): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw wrong('bytes that are no UTF-8', 'UTF-8');
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

/** The first name that stands twice at the top level of valid JSON: `JSON.parse` keeps the last. */
function repeatedName(json: string): string | undefined {
  const seen = new Set<string>();
  const signs = /["{}[\]]/g;
  let depth = 0;
  for (let found = signs.exec(json); found !== null; found = signs.exec(json)) {
    const [sign] = found;
    if (sign === '{' || sign === '[') depth++;
    else if (sign !== '"') depth--;
    else {
      const begin = found.index;
      signs.lastIndex = endOfText(json, begin);
      if (depth !== 1) continue;
      const part = json.slice(begin, signs.lastIndex);
      const name = part.includes('\\') ? (JSON.parse(part) as string) : part.slice(1, -1);
      if (seen.has(name)) return name;
      seen.add(name);
    }
  }
  return undefined;
}

/** Where a text that begins with a quote ends. No expression: those run out of stack on long ones. */
function endOfText(json: string, begin: number): number {
  let at = begin + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** For a message: a name comes from a stranger, and may be millions of letters long. */
function short(name: string): string {
  return name.length > 100 ? `${name.slice(0, 100)}...` : name;
}
