/**
 * Reads Python's pickle format as data. A pickle is a small program: it may ask for any function of
 * Python and call it. This reader has none to give: it knows the seven names that PyTorch writes
 * for a tensor, and refuses every other name before anything is done with it.
 *
 * Source: Python's `pickletools.py` (opcodes), PyTorch's `_utils.py` (`_rebuild_tensor_v2`).
 * Leaves out: opcodes that PyTorch's files do not have; protocol 5.
 */
import { CheckpointError } from '../math/errors.js';
import { ByteReader } from './byte-reader.js';

/** A storage that a tensor points into: the bytes are elsewhere in the file. */
export interface StorageReference {
  readonly kind: 'storage';
  /** As a safetensors file calls it: 'F32', 'F16' ... */
  readonly dtype: string;
  readonly key: string;
  readonly numbers: number;
}

/** A tensor as it stands in a pickle: a view into a storage. */
export interface TensorReference {
  readonly kind: 'tensor';
  readonly storage: StorageReference;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** Whatever a pickle can hold here. */
export type PickleValue =
  | null
  | boolean
  | number
  | string
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | StorageReference
  | TensorReference
  | { readonly kind: 'name'; readonly name: string };

const storages: Readonly<Record<string, string>> = {
  'torch FloatStorage': 'F32',
  'torch HalfStorage': 'F16',
  'torch BFloat16Storage': 'BF16',
  'torch DoubleStorage': 'F64',
  'torch LongStorage': 'I64',
  'torch IntStorage': 'I32',
};

const functions = new Set([
  'collections OrderedDict',
  'torch._utils _rebuild_tensor_v2',
  'torch._utils _rebuild_parameter',
]);

/** Marks where a list of arguments begins; a value that no pickle can make. */
const mark = Symbol('mark');
type Slot = PickleValue | typeof mark;

/**
 * Reads one pickle.
 *
 * @param bytes that hold it
 * @param start where it begins
 * @returns the value, and where the byte after the pickle is
 * @throws CheckpointError when it asks for anything but a tensor's parts, or is damaged
 *
 * @example
 * const pickle = Uint8Array.of(0x80, 2, 0x7d, 0x58, 1, 0, 0, 0, 97, 0x4b, 7, 0x73, 0x2e);
 * readPickle(pickle).value; // Map(1) { 'a' => 7 }
 */
export function readPickle(
  bytes: Uint8Array,
  start = 0,
): { readonly value: PickleValue; readonly end: number } {
  const reader = new ByteReader(bytes, start);
  const stack: Slot[] = [];
  const memo = new Map<number, Slot>();
  const pop = (): PickleValue => {
    const value = stack.pop();
    if (value === undefined || value === mark) throw damaged('a value is missing');
    return value;
  };
  const top = (): Slot => {
    if (stack.length === 0) throw damaged('a value is missing');
    return stack[stack.length - 1];
  };
  const popMark = (): PickleValue[] => {
    const at = stack.lastIndexOf(mark);
    if (at < 0) throw damaged('a list has no beginning');
    return (stack.splice(at) as PickleValue[]).slice(1);
  };
  const put = (pairs: readonly PickleValue[]): void => {
    const map = top();
    if (!(map instanceof Map) || pairs.length % 2 !== 0) throw damaged('a pair without a table');
    for (let i = 0; i < pairs.length; i += 2) {
      // No lists: written out as a name, lists of lists may double without end.
      if (typeof pairs[i] === 'object') throw damaged('a key that is no text and no number');
      map.set(pairs[i], pairs[i + 1]);
    }
  };
  const append = (values: readonly PickleValue[]): void => {
    const list = top();
    if (!Array.isArray(list)) throw damaged('an item without a list');
    for (const value of values) list.push(value);
  };
  for (;;) {
    const code = String.fromCharCode(reader.byte());
    switch (code) {
      case '\x80': {
        const protocol = reader.byte();
        if (protocol > 4) throw damaged(`protocol ${protocol}`);
        break;
      }
      case '\x95':
        reader.skip(8); // length of a frame
        break;
      case '}':
        stack.push(new Map());
        break;
      case ']':
      case ')':
        stack.push([]);
        break;
      case '(':
        stack.push(mark);
        break;
      case 'N':
        stack.push(null);
        break;
      case '\x88':
      case '\x89':
        stack.push(code === '\x88');
        break;
      case 'K':
        stack.push(reader.byte());
        break;
      case 'M':
        stack.push(reader.unsigned(2));
        break;
      case 'J':
        stack.push(reader.unsigned(4) | 0);
        break;
      case '\x8a':
        stack.push(reader.long(reader.byte()));
        break;
      case 'G':
        stack.push(reader.double());
        break;
      case 'X':
        stack.push(reader.text(reader.unsigned(4)));
        break;
      case '\x8c':
        stack.push(reader.text(reader.byte()));
        break;
      case 't':
        stack.push(popMark());
        break;
      case '\x85':
      case '\x86':
      case '\x87': {
        const count = code.charCodeAt(0) - 0x84;
        const parts = Array.from({ length: count }, pop);
        stack.push(parts.reverse());
        break;
      }
      case 'q':
        memo.set(reader.byte(), top());
        break;
      case 'r':
        memo.set(reader.unsigned(4), top());
        break;
      case '\x94':
        memo.set(memo.size, top());
        break;
      case 'h':
      case 'j': {
        const value = memo.get(code === 'h' ? reader.byte() : reader.unsigned(4));
        if (value === undefined) throw damaged('a reference to nothing');
        stack.push(value);
        break;
      }
      case 's': {
        const value = pop();
        put([pop(), value]);
        break;
      }
      case 'u':
        put(popMark());
        break;
      case 'a':
        append([pop()]);
        break;
      case 'e':
        append(popMark());
        break;
      case 'c':
        stack.push(allowed(reader.line(), reader.line()));
        break;
      case '\x93': {
        const name = pop();
        const module = pop();
        if (typeof name !== 'string' || typeof module !== 'string') throw damaged('no name');
        stack.push(allowed(module, name));
        break;
      }
      case 'Q':
        stack.push(storage(pop()));
        break;
      case 'R': {
        const args = pop();
        stack.push(call(pop(), args));
        break;
      }
      case 'b': {
        pop(); // attributes of an OrderedDict: none that matter
        top();
        break;
      }
      case '.':
        return { value: pop(), end: reader.at };
      default:
        throw damaged(`the unknown instruction 0x${code.charCodeAt(0).toString(16)}`);
    }
  }
}

function damaged(what: string): CheckpointError {
  return new CheckpointError(`pickle: got ${what}; expected a file of tensors that PyTorch wrote`);
}

function allowed(module: string, name: string): PickleValue {
  const full = `${module} ${name}`;
  if (!functions.has(full) && !Object.hasOwn(storages, full)) {
    throw new CheckpointError(
      `pickle: asks for ${`${module}.${name}`.slice(0, 100)}, which could run a program: got that; ` +
        'expected tensors, texts and numbers only. Nothing was run. Do not open it elsewhere',
    );
  }
  return { kind: 'name', name: full };
}

function storage(id: PickleValue): PickleValue {
  const [word, type, key, , numbers] = Array.isArray(id) ? id : [];
  const name = isNamed(type) ? type.name : '';
  const fits = word === 'storage' && typeof key === 'string' && isCount(numbers);
  if (!fits || !Object.hasOwn(storages, name)) throw damaged('a storage of unknown kind');
  return { kind: 'storage', dtype: storages[name], key, numbers };
}

function call(what: PickleValue, args: PickleValue): PickleValue {
  if (!isNamed(what) || !Array.isArray(args)) throw damaged('a call of something');
  if (what.name === 'collections OrderedDict') return new Map();
  if (what.name === 'torch._utils _rebuild_parameter') return args[0] ?? null;
  const [from, offset, shape, strides] = args;
  const isStorage =
    typeof from === 'object' && from !== null && 'kind' in from && from.kind === 'storage';
  if (
    what.name !== 'torch._utils _rebuild_tensor_v2' ||
    !isStorage ||
    !isCount(offset) ||
    !isCounts(shape) ||
    !isCounts(strides) ||
    shape.length !== strides.length
  ) {
    throw damaged('a tensor without shape or place');
  }
  return { kind: 'tensor', storage: from, offset, shape, strides };
}

function isNamed(value: PickleValue | undefined): value is { kind: 'name'; name: string } {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'name';
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isCounts(value: PickleValue | undefined): value is number[] {
  return Array.isArray(value) && value.length <= 8 && value.every(isCount);
}
