// @ts-check
/**
 * One case of sd.mjs, in a process of its own: `node sd-case.mjs CASE BACKEND DTYPE` makes the weights,
 * then reads lines and answers each with one line of JSON: `run` gives seconds, `profile` seconds
 * by kind of operation (native TensorFlow only), `memory` the highest resident memory in bytes,
 * `steps N` tensors and resident memory on the way through N runs.
 *
 * Weights are random numbers, repeated: speed does not depend on them.
 */
import { createInterface } from 'node:readline';
import * as library from 'neuron-to-diffusion';

const { tf, random } = library;
const [name, backend, dtype] = process.argv.slice(2);
await library.useBackend(backend);

const pool = random(1).randn(1 << 20);

const poolTensor = tf.tensor1d(pool);

/**
 * Random weights that never were an array of JavaScript: memory that it holds on to would count.
 *
 * @param {library.Shapes} shapes @returns {library.Weights}
 */
function cheapWeights(shapes) {
  /** @type {Record<string, library.tf.Tensor>} */
  const weights = {};
  /** @param {readonly number[]} shape */
  const sizeOf = (shape) => shape.reduce((a, b) => a * b, 1);
  // The largest first: smaller ones fill the gaps that their making leaves.
  const sorted = Object.entries(shapes).sort(([, a], [, b]) => sizeOf(b) - sizeOf(a));
  for (const [key, shape] of sorted) {
    const [outputs, inputs = 1, ...sides] = shape;
    const size = sizeOf(shape);
    const deviation = sides.reduce((a, b) => a * b, inputs) ** -0.5;
    const laid = shape.length > 1 && !key.endsWith('_embedding.weight');
    const weight = tf.tidy(() => {
      if (shape.length === 1) {
        return /norm[^.]*\.weight$/.test(key) ? tf.ones([...shape]) : tf.zeros([...shape]);
      }
      const times = Math.ceil(size / pool.length);
      const part = tf.slice(times === 1 ? poolTensor : tf.tile(poolTensor, [times]), 0, size);
      return tf.mul(tf.reshape(part, laid ? [...sides, inputs, outputs] : [...shape]), deviation);
    });
    weights[key] = dtype === 'bf16' ? library.toBfloat16({ [key]: weight })[key] : weight;
    if (weights[key] !== weight) weight.dispose();
  }
  return weights;
}

/** @param {number[]} shape */
const normal = (shape) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => pool[i % pool.length]),
    shape,
  );
};

/** @returns {() => library.tf.Tensor} */
function prepare() {
  const side = Number(/\d+/.exec(name)?.[0] ?? 512) / 8;
  if (name.startsWith('unet')) {
    const config = library.sd15Unet;
    const weights = cheapWeights(library.unetShapes(config));
    const x = /** @type {library.tf.Tensor4D} */ (normal([2, side, side, 4]));
    const text = library.unetContext(
      weights,
      config,
      /** @type {library.tf.Tensor3D} */ (normal([2, 77, 768])),
    );
    const [shifts] = library.scheduleShifts(weights, config, [501]);
    return () => library.unet(weights, config, x, shifts, text);
  }
  if (name.startsWith('vae')) {
    const config = library.sd15Vae;
    const weights = cheapWeights(library.vaeShapes(config));
    const latents = /** @type {library.tf.Tensor4D} */ (normal([1, side, side, 4]));
    return () => library.vaeDecoder(weights, config, latents);
  }
  const config = library.sd15Text;
  const weights = cheapWeights(library.textShapes(config));
  const ids = Array.from({ length: 77 }, (_, i) => 320 + i);
  return () => library.textEncoder(weights, config, [ids, ids]);
}

/** Which kind of work an operation of TensorFlow is. @param {string} op */
function kindOf(op) {
  if (/Conv2D/.test(op)) return 'conv';
  if (/MatMul/.test(op)) return 'matmul';
  if (/Softmax|^Exp$/.test(op)) return 'softmax';
  if (/LayerNorm|Mean|SquaredDifference|Rsqrt/.test(op)) return 'norm';
  if (/Swish|Sigmoid|Erf|Tanh/.test(op)) return 'activation';
  if (/Transpose/.test(op)) return 'transpose';
  if (/Concat|Slice|Split|Pad|Tile|Pack|Unpack|Resize|Gather/.test(op)) return 'copy';
  if (/Add|Mul|Sub|Div|Neg/.test(op)) return 'elementwise';
  return 'rest';
}

/** Multiply-adds, counted as two. @param {string} op @param {number[][]} inputs @param {number[]} output @param {{ name: string, value: unknown }[]} attributes */
function flopsOf(op, inputs, output, attributes) {
  const size = output.reduce((a, b) => a * b, 1);
  if (/Conv2D/.test(op)) return 2 * size * inputs[1].slice(0, 3).reduce((a, b) => a * b, 1);
  if (!/MatMul/.test(op)) return 0;
  const turned = attributes.some((a) => a.name === 'adj_x' && a.value === true);
  return 2 * size * (inputs[0].at(turned ? -2 : -1) ?? 0);
}

/** One run, by kind of operation. @param {() => library.tf.Tensor} run */
function profile(run) {
  const native = /** @type {any} */ (tf.backend());
  const { executeSingleOutput: single, executeMultipleOutputs: several } = native;
  /** @type {Record<string, { seconds: number, calls: number, flops: number }>} */
  const kinds = {};
  /** @param {Function} original */
  const timed =
    (original) =>
    /** @param {string} op @param {any[]} attributes @param {any[]} inputs @param {any[]} rest */
    (op, attributes, inputs, ...rest) => {
      const start = performance.now();
      const result = original.call(native, op, attributes, inputs, ...rest);
      const entry = kinds[kindOf(op)] ?? { seconds: 0, calls: 0, flops: 0 };
      kinds[kindOf(op)] = entry;
      entry.seconds += (performance.now() - start) / 1000;
      entry.calls++;
      const shapes = inputs.map((input) => input.shape);
      entry.flops += flopsOf(op, shapes, result.shape ?? [], attributes);
      return result;
    };
  native.executeSingleOutput = timed(single);
  native.executeMultipleOutputs = timed(several);
  const start = performance.now();
  run().dispose();
  const total = (performance.now() - start) / 1000;
  Object.assign(native, { executeSingleOutput: single, executeMultipleOutputs: several });
  return { total, kinds, peak: peaks() };
}

/** GFLOP/s of one large product and one large convolution: what this machine can do. */
function peaks() {
  /** @param {number} flops @param {() => library.tf.Tensor} work */
  const best = (flops, work) => {
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      work().dispose();
      return performance.now() - start;
    });
    return flops / Math.min(...times) / 1e6;
  };
  const matrix = /** @type {library.tf.Tensor2D} */ (normal([2048, 2048]));
  const picture = /** @type {library.tf.Tensor4D} */ (normal([2, 64, 64, 320]));
  const filter = /** @type {library.tf.Tensor4D} */ (normal([3, 3, 320, 320]));
  return {
    matmul: best(2 * 2048 ** 3, () => tf.matMul(matrix, matrix)),
    conv: best(2 * 2 * 64 * 64 * 9 * 320 * 320, () => tf.conv2d(picture, filter, 1, 'same')),
  };
}

/** Tensors and resident memory after some of many runs. @param {number} count */
function steps(count) {
  const wanted = [2, 5, 10, 20, 30, 40, count];
  /** @type {{ step: number, tensors: number, resident: number }[]} */
  const seen = [];
  for (let step = 1; step <= count; step++) {
    run().dispose();
    if (!wanted.includes(step)) continue;
    seen.push({ step, tensors: tf.memory().numTensors, resident: process.memoryUsage().rss });
  }
  return seen;
}

const run = prepare();
console.log(JSON.stringify('ready'));
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'memory') console.log(JSON.stringify(process.resourceUsage().maxRSS * 1024));
  else if (line === 'profile') console.log(JSON.stringify(profile(run)));
  else if (line.startsWith('steps')) console.log(JSON.stringify(steps(Number(line.split(' ')[1]))));
  else {
    const [start, before] = [performance.now(), process.cpuUsage()];
    const y = run();
    y.dataSync();
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(before);
    console.log(JSON.stringify({ seconds, cpu: (user + system) / 1e6, system: system / 1e6 }));
    y.dispose();
  }
}
