/**
 * Every layer, once: a case holds its weights, an input, the shape that must come out, and inputs
 * that must be refused. To add a layer is to add a case; `test/layers/contract.test.ts` has the laws.
 */
import {
  attention,
  conv2d,
  conv2dWeights,
  dense,
  denseWeights,
  downsample,
  dropout,
  flatten,
  geluTensor,
  groupNorm,
  layerNorm,
  maxPool2d,
  quickGeluTensor,
  random,
  siluTensor,
  tf,
  upsample,
} from '../../src/index.js';

export interface LayerCase {
  readonly name: string;
  readonly input: readonly number[];
  readonly output: readonly number[];
  /** Makes the weights; the laws dispose of them. */
  readonly weights: () => Record<string, tf.Tensor>;
  readonly apply: (weights: Record<string, tf.Tensor>, x: tf.Tensor) => tf.Tensor;
  /** Shapes of inputs that do not fit, and the sentence that says so. */
  readonly refuses: readonly (readonly [shape: readonly number[], message: string])[];
}

type Weights = Record<string, tf.Tensor>;
const none = (): Weights => ({});
const conv = (side: number, inputs: number, outputs: number) => (): Weights => ({
  ...conv2dWeights(side, inputs, outputs, random(1)),
});

const normWeights = (channels: number) => (): Weights => ({
  weight: tf.tensor1d(random(3).rand(channels)),
  bias: tf.tensor1d(random(4).randn(channels)),
});
const gate = (name: string, apply: (x: tf.Tensor) => tf.Tensor): LayerCase => ({
  name,
  input: [3, 5],
  output: [3, 5],
  weights: none,
  apply: (_, x) => apply(x),
  refuses: [],
});

export const layers: readonly LayerCase[] = [
  {
    name: 'dense',
    input: [3, 4],
    output: [3, 5],
    weights: () => ({ ...denseWeights(4, 5, random(1)) }),
    apply: (weights, x) => dense(weights as never, x),
    refuses: [
      [[3, 5], 'dense: got input [3, 5]; expected 4 inputs on the last axis'],
      [[4], 'dense: got input [4]; expected [batch, 4]'],
    ],
  },
  {
    name: 'dense on a sequence, with sigmoid',
    input: [3, 2, 4],
    output: [3, 2, 5],
    weights: () => ({ ...denseWeights(4, 5, random(1)) }),
    apply: (weights, x) => dense(weights as never, x, { activation: 'sigmoid' }),
    refuses: [[[3, 2, 3], 'dense: got input [3, 2, 3]; expected 4 inputs on the last axis']],
  },
  {
    name: 'conv2d',
    input: [3, 7, 6, 2],
    output: [3, 7, 6, 4],
    weights: conv(3, 2, 4),
    apply: (weights, x) => conv2d(weights as never, x as tf.Tensor4D),
    refuses: [
      [[3, 7, 6, 3], 'conv2d: got input [3, 7, 6, 3]; expected 2 channels'],
      [[7, 6, 2], 'conv2d: got input [7, 6, 2]; expected [batch, height, width, 2 channels]'],
    ],
  },
  {
    name: 'conv2d of few pixels with many channels',
    input: [2, 4, 3, 520],
    output: [2, 4, 3, 512],
    weights: conv(3, 520, 512),
    apply: (weights, x) => conv2d(weights as never, x as tf.Tensor4D),
    refuses: [[[2, 4, 3, 519], 'conv2d: got input [2, 4, 3, 519]; expected 520 channels']],
  },
  {
    name: 'conv2d, stride 2',
    input: [3, 7, 6, 2],
    output: [3, 4, 3, 4],
    weights: conv(3, 2, 4),
    apply: (weights, x) => conv2d(weights as never, x as tf.Tensor4D, { stride: 2 }),
    refuses: [[[3, 7, 6, 1], 'conv2d: got input [3, 7, 6, 1]; expected 2 channels']],
  },
  {
    name: 'conv2d, valid, with sigmoid',
    input: [3, 7, 6, 2],
    output: [3, 4, 3, 3],
    weights: conv(4, 2, 3),
    apply: (weights, x) =>
      conv2d(weights as never, x as tf.Tensor4D, { padding: 'valid', activation: 'sigmoid' }),
    refuses: [
      [
        [3, 7, 3, 2],
        'conv2d: got input [3, 7, 3, 2]; expected a picture of at least 4 x 4, the size of the window',
      ],
    ],
  },
  {
    name: 'maxPool2d',
    input: [3, 6, 5, 2],
    output: [3, 3, 2, 2],
    weights: none,
    apply: (_, x) => maxPool2d(x as tf.Tensor4D),
    refuses: [
      [[6, 4, 2], 'maxPool2d: got input [6, 4, 2]; expected [batch, height, width, channels]'],
      [
        [1, 1, 4, 2],
        'maxPool2d: got input [1, 1, 4, 2]; expected a picture of at least 2 x 2, the size of the window',
      ],
    ],
  },
  {
    name: 'maxPool2d, overlapping',
    input: [2, 7, 7, 2],
    output: [2, 3, 3, 2],
    weights: none,
    apply: (_, x) => maxPool2d(x as tf.Tensor4D, { size: 3, stride: 2 }),
    refuses: [],
  },
  {
    name: 'flatten',
    input: [3, 2, 2, 4],
    output: [3, 16],
    weights: none,
    apply: (_, x) => flatten(x),
    refuses: [[[], 'flatten: got input []; expected [batch, ...]']],
  },
  {
    name: 'dropout',
    input: [3, 8],
    output: [3, 8],
    weights: none,
    apply: (_, x) => dropout(x, 0.25, random(5)),
    refuses: [],
  },
  gate('silu', siluTensor),
  gate('gelu', geluTensor),
  gate('quick gelu', quickGeluTensor),
  {
    name: 'layerNorm',
    input: [3, 2, 5],
    output: [3, 2, 5],
    weights: normWeights(5),
    apply: (weights, x) => layerNorm(weights as never, x),
    refuses: [
      [[3, 4], 'layerNorm: got input [3, 4]; expected [batch, ..., 5 channels]'],
      [[5], 'layerNorm: got input [5]; expected [batch, ..., 5 channels]'],
    ],
  },
  {
    name: 'groupNorm',
    input: [2, 3, 4, 6],
    output: [2, 3, 4, 6],
    weights: normWeights(6),
    apply: (weights, x) => groupNorm(weights as never, x as tf.Tensor4D, { groups: 2 }),
    refuses: [[[2, 3, 4, 5], 'groupNorm: got input [2, 3, 4, 5]; expected 6 channels']],
  },
  {
    name: 'attention to itself',
    input: [2, 5, 6],
    output: [2, 5, 6],
    weights: none,
    apply: (_, x) => attention(x as tf.Tensor3D, x as tf.Tensor3D, x as tf.Tensor3D, { heads: 3 }),
    refuses: [[[5, 6], 'attention: got query [5, 6]; expected [batch, queries, channels]']],
  },
  {
    name: 'attention to what came before',
    input: [2, 5, 6],
    output: [2, 5, 6],
    weights: none,
    apply: (_, x) =>
      attention(x as tf.Tensor3D, x as tf.Tensor3D, x as tf.Tensor3D, { heads: 2, causal: true }),
    refuses: [],
  },
  {
    name: 'upsample',
    input: [2, 3, 2, 2],
    output: [2, 6, 4, 2],
    weights: none,
    apply: (_, x) => upsample(x as tf.Tensor4D),
    refuses: [
      [[3, 2, 2], 'upsample: got input [3, 2, 2]; expected [batch, height, width, channels]'],
    ],
  },
  {
    name: 'upsample to an odd size',
    input: [2, 3, 2, 2],
    output: [2, 5, 3, 2],
    weights: none,
    apply: (_, x) => upsample(x as tf.Tensor4D, [5, 3]),
    refuses: [],
  },
  {
    name: 'downsample, zeros on all sides',
    input: [2, 5, 6, 2],
    output: [2, 3, 3, 4],
    weights: conv(3, 2, 4),
    apply: (weights, x) => downsample(weights as never, x as tf.Tensor4D, 'all'),
    refuses: [[[2, 5, 6, 3], 'conv2d: got input [2, 7, 8, 3]; expected 2 channels']],
  },
  {
    name: 'downsample, zeros at the end',
    input: [2, 5, 6, 2],
    output: [2, 2, 3, 4],
    weights: conv(3, 2, 4),
    apply: (weights, x) => downsample(weights as never, x as tf.Tensor4D, 'end'),
    refuses: [],
  },
];
