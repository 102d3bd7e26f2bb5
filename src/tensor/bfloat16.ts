/**
 * Weights of half the size: brain floats (bfloat16), the upper 16 bits of a 32-bit float. They keep
 * its range and 3 of its 7 digits. Convolutions and products with them run in that precision, with
 * sums in 32 bits, which processors with instructions for it (AVX-512 BF16, AMX) do faster (a step of
 * the U-Net took 0.63 times as long, see the README); everything else stays in 32 bits.
 *
 * tfjs has no such kind of number. The native backend does not look at what its tensors hold, so a
 * tensor can be called float32 here and be bfloat16 there, as long as every operation on it is told:
 * that is what this file adds to the backend. Operations that do not know them get them as floats.
 *
 * Source: Kalamkar et al. 2019, "A study of BFLOAT16". Leaves out: other backends, graphics cards.
 */
import { ConfigError } from '../math/errors.js';
import { tf } from './tf.js';
import type { Weights } from './weights.js';

interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}
interface Made {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}
interface Native {
  readonly binding: {
    readonly TF_FLOAT: number;
    readonly TF_ATTR_TYPE: number;
    readonly TF_ATTR_BOOL: number;
    executeOp(op: string, attributes: Attribute[], ids: number[], outputs: number): Made[];
    deleteTensor(id: number): void;
  };
  getInputTensorIds(inputs: readonly tf.TensorInfo[]): number[];
  createOutputTensor(made: Made): tf.Tensor;
  executeSingleOutput(op: string, attributes: Attribute[], inputs: tf.TensorInfo[]): tf.Tensor;
  executeMultipleOutputs(
    op: string,
    attributes: Attribute[],
    inputs: tf.TensorInfo[],
    outputs: number,
  ): tf.Tensor[];
  readSync(dataId: object): unknown;
  read(dataId: object): Promise<unknown>;
}

/** Its number among TensorFlow's kinds. */
const bfloat16 = 14;

/** These multiply in bfloat16 and give floats. */
const multiply = new Set(['Conv2D', 'BatchMatMulV2']);
/** These only move numbers: what comes out is bfloat16 again. */
const move = new Set(['Reshape', 'Slice', 'SplitV', 'Transpose']);

/** The data of every tensor that is bfloat16. */
const halves = new WeakSet<object>();
const taught = new WeakSet<object>();

/**
 * The same weights in bfloat16: every matrix and every filter. Biases, norms and tables of
 * embeddings, which are few or only looked up, are the same tensors as before. The new ones are the
 * caller's, like the old ones.
 *
 * @throws ConfigError on another backend than native TensorFlow on a processor
 */
export function toBfloat16(weights: Weights): Weights {
  const backend = nativeBackend();
  return Object.fromEntries(
    Object.entries(weights).map(([name, weight]) => {
      const isTable = name.endsWith('_embedding.weight');
      return [name, weight.rank < 2 || isTable ? weight : halved(backend, weight)];
    }),
  );
}

/**
 * Says so when there is no bfloat16, before anything large is read.
 *
 * @throws ConfigError on another backend than native TensorFlow on a processor
 */
export function requireBfloat16(): void {
  nativeBackend();
}

/** Whether the tensor holds brain floats. */
export function isBfloat16(x: tf.Tensor): boolean {
  return halves.has(x.dataId);
}

function nativeBackend(): Native {
  const name = tf.getBackend();
  const backend = tf.backend() as unknown as Native & { isUsingGpuDevice?: boolean };
  if (name !== 'tensorflow' || backend.isUsingGpuDevice) {
    const got = name === 'tensorflow' ? 'a graphics card' : `backend '${name}'`;
    throw new ConfigError(
      `precision bf16: got ${got}; expected 'tensorflow' on a processor. Use fp32, or ` +
        "await useBackend('tensorflow')",
    );
  }
  teach(backend);
  return backend;
}

function halved(backend: Native, x: tf.Tensor): tf.Tensor {
  if (isBfloat16(x)) return tf.clone(x);
  const [id] = backend.getInputTensorIds([x]);
  return labelled(backend, cast(backend, id, backend.binding.TF_FLOAT, bfloat16));
}

/** A tensor that is called float32 and remembered as bfloat16. */
function labelled(backend: Native, made: Made): tf.Tensor {
  const x = backend.createOutputTensor({ ...made, dtype: backend.binding.TF_FLOAT });
  halves.add(x.dataId);
  return x;
}

function cast({ binding }: Native, id: number, from: number, to: number): Made {
  const type = binding.TF_ATTR_TYPE;
  const attributes = [
    { name: 'SrcT', type, value: from },
    { name: 'DstT', type, value: to },
    { name: 'Truncate', type: binding.TF_ATTR_BOOL, value: false },
  ];
  return binding.executeOp('Cast', attributes, [id], 1)[0];
}

/** Makes the operations of the backend aware of bfloat16 tensors. */
function teach(backend: Native): void {
  if (taught.has(backend)) return;
  taught.add(backend);
  const { binding } = backend;
  const single = backend.executeSingleOutput.bind(backend);
  const several = backend.executeMultipleOutputs.bind(backend);
  const [readSync, read] = [backend.readSync.bind(backend), backend.read.bind(backend)];
  const any = (inputs: readonly tf.TensorInfo[]): boolean =>
    inputs.some(({ dataId }) => halves.has(dataId));
  const inHalf = (attributes: Attribute[]): Attribute[] =>
    attributes.map((one) => (one.name === 'T' ? { ...one, value: bfloat16 } : one));
  const asFloat = (input: tf.TensorInfo): tf.TensorInfo => {
    if (!halves.has(input.dataId)) return input;
    const [id] = backend.getInputTensorIds([input]);
    return backend.createOutputTensor(cast(backend, id, bfloat16, binding.TF_FLOAT));
  };

  const product = (op: string, attributes: Attribute[], inputs: tf.TensorInfo[]): tf.Tensor => {
    const given = backend.getInputTensorIds(inputs);
    const own: number[] = [];
    const ids = inputs.map(({ dataId }, i) => {
      if (halves.has(dataId)) return given[i];
      const made = cast(backend, given[i], binding.TF_FLOAT, bfloat16).id;
      own.push(made);
      return made;
    });
    const [sum] = binding.executeOp(op, inHalf(attributes), ids, 1);
    const y = backend.createOutputTensor(cast(backend, sum.id, bfloat16, binding.TF_FLOAT));
    for (const id of [...own, sum.id]) binding.deleteTensor(id);
    return y;
  };

  backend.executeSingleOutput = (op, attributes, inputs) => {
    if (!any(inputs)) return single(op, attributes, inputs);
    if (multiply.has(op)) return product(op, attributes, inputs);
    if (!move.has(op)) return tf.tidy(() => single(op, attributes, inputs.map(asFloat)));
    const ids = backend.getInputTensorIds(inputs);
    return labelled(backend, binding.executeOp(op, inHalf(attributes), ids, 1)[0]);
  };
  backend.executeMultipleOutputs = (op, attributes, inputs, outputs) => {
    if (!any(inputs)) return several(op, attributes, inputs, outputs);
    if (!move.has(op)) {
      return tf.tidy(() => several(op, attributes, inputs.map(asFloat), outputs));
    }
    const ids = backend.getInputTensorIds(inputs);
    return binding
      .executeOp(op, inHalf(attributes), ids, outputs)
      .map((made) => labelled(backend, made));
  };
  backend.readSync = (dataId) => {
    if (!halves.has(dataId)) return readSync(dataId);
    const [id] = backend.getInputTensorIds([{ dataId } as tf.TensorInfo]);
    const floats = backend.createOutputTensor(cast(backend, id, bfloat16, binding.TF_FLOAT));
    const values = readSync(floats.dataId);
    floats.dispose();
    return values;
  };
  backend.read = async (dataId) => (halves.has(dataId) ? backend.readSync(dataId) : read(dataId));
}
