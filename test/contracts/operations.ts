/**
 * Every operation that the course differentiates, once: the table that `gradients.ts` runs on each
 * backend. To add an operation is to add a line.
 */
import { normaliseRows, siluTensor, tf } from '../../src/index.js';

export interface Operation {
  readonly name: string;
  /** Shapes of the inputs that are differentiated. */
  readonly inputs: readonly (readonly number[])[];
  readonly apply: (...inputs: tf.Tensor[]) => tf.Tensor;
}

type Input = readonly number[];
const line = (name: string, inputs: readonly Input[], apply: Operation['apply']): Operation => ({
  name,
  inputs,
  apply,
});

const elementwise: readonly [string, (x: tf.Tensor) => tf.Tensor][] = [
  ['relu', (x) => tf.relu(x)],
  ['leaky relu', (x) => tf.leakyRelu(x, 0.1)],
  ['elu', (x) => tf.elu(x)],
  ['sigmoid', (x) => tf.sigmoid(x)],
  ['tanh', (x) => tf.tanh(x)],
  ['softplus', (x) => tf.softplus(x)],
  ['silu', (x) => tf.mul(x, tf.sigmoid(x))],
  ['quick gelu', (x) => tf.mul(x, tf.sigmoid(tf.mul(x, 1.702)))],
  ['gelu by erf', (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1))],
  ['exp', (x) => tf.exp(x)],
  ['log', (x) => tf.log(tf.add(tf.square(x), 1))],
  ['sqrt', (x) => tf.sqrt(tf.add(tf.square(x), 1))],
  ['rsqrt', (x) => tf.rsqrt(tf.add(tf.square(x), 1))],
  ['square', (x) => tf.square(x)],
  ['abs', (x) => tf.abs(x)],
  ['sin', (x) => tf.sin(x)],
  ['cos', (x) => tf.cos(x)],
  ['negative', (x) => tf.neg(x)],
  ['clip', (x) => tf.clipByValue(x, -0.5, 0.5)],
  ['power', (x) => tf.pow(tf.add(tf.square(x), 1), 1.5)],
];

const convolutions = [1, 2].flatMap((stride) =>
  (['same', 'valid'] as const).flatMap((padding) =>
    [1, 3, 4].map((k) =>
      line(
        `conv2d ${k}x${k}, stride ${stride}, ${padding}`,
        [
          [2, 7, 6, 2],
          [k, k, 2, 3],
        ],
        (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, padding),
      ),
    ),
  ),
);

const transposed = [
  { stride: 1, padding: 'same', size: 4 },
  { stride: 2, padding: 'same', size: 8 },
  { stride: 2, padding: 'valid', size: 9 },
] as const;

/** Group norm over [N, H, W, C] as the course writes it: G groups of C/G channels. */
function groupNorm(x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor): tf.Tensor {
  const [n, h, w, c] = x.shape;
  const grouped = tf.reshape(x, [n, h * w, 2, c / 2]);
  const { mean, variance } = tf.moments(grouped, [1, 3], true);
  const normal = tf.mul(tf.sub(grouped, mean), tf.rsqrt(tf.add(variance, 1e-5)));
  return tf.add(tf.mul(tf.reshape(normal, x.shape), scale), shift);
}

function layerNorm(x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5))), scale), shift);
}

function attention(query: tf.Tensor, key: tf.Tensor, value: tf.Tensor): tf.Tensor {
  const scores = tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(query.shape.at(-1) ?? 1));
  return tf.matMul(tf.softmax(scores), value);
}

const picture: Input = [2, 6, 4, 3];

export const operations: readonly Operation[] = [
  ...elementwise.map(([name, apply]) => line(name, [[3, 8]], apply)),
  line('add a bias', [[4, 3], [3]], (x, b) => tf.add(x, b)),
  line(
    'subtract',
    [
      [4, 3],
      [4, 1],
    ],
    (x, y) => tf.sub(x, y),
  ),
  line('multiply, broadcast', [[2, 4, 3], [3]], (x, y) => tf.mul(x, y)),
  line('divide', [[4, 3], [3]], (x, y) => tf.div(x, tf.add(tf.square(y), 1))),
  line('maximum', [[12], [12]], (x, y) => tf.maximum(x, tf.add(y, 0.013))),
  line(
    'matMul',
    [
      [4, 3],
      [3, 5],
    ],
    (x, w) => tf.matMul(x, w),
  ),
  line(
    'matMul, first transposed',
    [
      [3, 4],
      [3, 5],
    ],
    (x, w) => tf.matMul(x, w, true),
  ),
  line(
    'matMul, second transposed',
    [
      [4, 3],
      [5, 3],
    ],
    (x, w) => tf.matMul(x, w, false, true),
  ),
  line(
    'matMul in a batch',
    [
      [2, 2, 4, 3],
      [2, 2, 3, 5],
    ],
    (x, w) => tf.matMul(x, w),
  ),
  line(
    'attention',
    [
      [2, 4, 3],
      [2, 5, 3],
      [2, 5, 3],
    ],
    attention,
  ),
  ...convolutions,
  ...transposed.map(({ stride, padding, size }) =>
    line(
      `conv2dTranspose, stride ${stride}, ${padding}`,
      [
        [2, 4, 4, 3],
        [3, 3, 2, 3],
      ],
      (x, w) =>
        tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [2, size, size, 2], stride, padding),
    ),
  ),
  line('convolution with bias, fused', [[2, 5, 5, 2], [3, 3, 2, 4], [4]], (x, w, bias) =>
    tf.fused.conv2d({
      x: x as tf.Tensor4D,
      filter: w as tf.Tensor4D,
      strides: 1,
      pad: 'same',
      bias,
      activation: 'linear',
    }),
  ),
  line('dense with bias, fused', [[4, 3], [3, 5], [5]], (a, b, bias) =>
    tf.fused.matMul({ a, b, bias, activation: 'sigmoid' }),
  ),
  line('max pooling', [picture], (x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid')),
  line('max pooling, overlapping', [picture], (x) => tf.maxPool(x as tf.Tensor4D, 3, 2, 'same')),
  line('average pooling', [picture], (x) => tf.avgPool(x as tf.Tensor4D, 2, 2, 'valid')),
  line('upsample nearest', [picture], (x) =>
    tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [12, 8]),
  ),
  line('softmax', [[4, 5]], (x) => tf.softmax(x)),
  line('cross-entropy of logits', [[4, 5]], (x) =>
    tf.neg(tf.sum(tf.mul(tf.oneHot([0, 2, 4, 2], 5), tf.logSoftmax(x)), -1)),
  ),
  line('log of the sum of exp', [[4, 5]], (x) => tf.logSumExp(x, -1)),
  line('embedding', [[6, 3]], (table) =>
    tf.gather(
      table,
      tf.tensor2d(
        [
          [1, 2, 2],
          [5, 0, 1],
        ],
        [2, 3],
        'int32',
      ),
    ),
  ),
  line('layer norm', [[3, 8], [8], [8]], layerNorm),
  line('group norm', [[2, 3, 3, 4], [4], [4]], groupNorm),
  line('layer norm, in one pass', [[3, 8], [8], [8]], (x, scale, offset) =>
    normaliseRows(x, scale, offset, 1e-3),
  ),
  line(
    'squared difference, repeated',
    [
      [3, 4, 2],
      [1, 2],
    ],
    (x, y) => tf.squaredDifference(x, y),
  ),
  line(
    'squared difference to a column',
    [
      [3, 1],
      [3, 4],
    ],
    (x, y) => tf.squaredDifference(x, y),
  ),
  line('depth to space', [[2, 2, 3, 8]], (x) => tf.depthToSpace(x as tf.Tensor4D, 2)),
  line('batch norm', [[1, 3, 2, 4], [4], [4]], (x, scale, offset) =>
    tf.batchNorm(
      x as tf.Tensor4D,
      tf.tensor1d([0, 1, 2, 3]),
      tf.tensor1d([1, 2, 3, 4]),
      offset,
      scale,
    ),
  ),
  line('silu, in one pass', [[4, 5]], (x) => siluTensor(x)),
  line('mean', [[3, 4, 2]], (x) => tf.mean(x, [0, 2])),
  line('sum', [[3, 4, 2]], (x) => tf.sum(x, 1, true)),
  line('largest', [[3, 7]], (x) => tf.max(x, 1)),
  line('variance', [[3, 8]], (x) => tf.moments(x, 1).variance),
  line('reshape', [[3, 8]], (x) => tf.reshape(x, [4, 6])),
  line('transpose', [[2, 3, 4]], (x) => tf.transpose(x, [2, 0, 1])),
  line(
    'concat',
    [
      [2, 3],
      [2, 2],
    ],
    (x, y) => tf.concat([x, y], 1),
  ),
  line(
    'stack',
    [
      [2, 3],
      [2, 3],
    ],
    (x, y) => tf.stack([x, y], 1),
  ),
  line('split', [[2, 6]], (x) => tf.mul(...(tf.split(x, 2, 1) as [tf.Tensor, tf.Tensor]))),
  line('pad', [[2, 3]], (x) =>
    tf.pad(x, [
      [1, 0],
      [2, 1],
    ]),
  ),
  line('slice', [[4, 5]], (x) => tf.slice(x, [1, 2], [2, 3])),
  line('tile', [[2, 3]], (x) => tf.tile(x, [2, 2])),
  line('expand and squeeze', [[2, 3]], (x) => tf.squeeze(tf.expandDims(x, 1), [1])),
  line('where', [[12], [12]], (x, y) =>
    tf.where(tf.tensor1d([1, 0, 0, 1, 1, 1, 0, 1, 0, 0, 1, 0], 'bool'), x, tf.mul(y, 2)),
  ),
];
