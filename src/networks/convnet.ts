/**
 * A small convolutional network for pictures: twice convolution, pooling, relu; then a dense layer
 * that reads what is left and gives one score for each class.
 *
 *     x                                  [batch, 28, 28, 1]
 *     conv1, 5 x 5, 8 filters, pool 2    [batch, 12, 12, 8]
 *     conv2, 5 x 5, 48 filters, pool 2   [batch, 4, 4, 48]
 *     dense                              [batch, 10]
 *
 * Relu comes after the pooling, not before: the largest number stays the largest when negative ones
 * become 0, so the answer is the same for a quarter of the work.
 *
 * Source: the layout is that of LeNet, LeCun et al. 1998, with relu and max pooling. Leaves out:
 * normalisation, residual connections.
 */
import { type Conv2dWeights, conv2d } from '../layers/conv2d.js';
import { type DenseWeights, dense } from '../layers/dense.js';
import { flatten } from '../layers/flatten.js';
import { conv2dWeights, denseWeights } from '../layers/initialise.js';
import { maxPool2d } from '../layers/max-pool2d.js';
import { ConfigError } from '../math/errors.js';
import type { Graph } from '../math/graph.js';
import type { Random } from '../math/random.js';
import { expectShape } from '../tensor/shape.js';
import { tf } from '../tensor/tf.js';
import type { Weights } from '../tensor/weights.js';

/** How the network is built. */
export interface ConvnetConfig {
  /** Height and width of the pictures, in pixels. */
  readonly side: number;
  /** Numbers for each pixel: 1 for grey, 3 for colour. */
  readonly channels: number;
  /** Height and width of every filter. */
  readonly filterSide: number;
  /** How many filters the first and the second convolution have. */
  readonly filters: readonly [number, number];
  readonly classes: number;
}

/** For the digits of lesson 08: small enough to train in half a minute on two cores. */
export const digitsConvnet: ConvnetConfig = {
  side: 28,
  channels: 1,
  filterSide: 5,
  filters: [8, 48],
  classes: 10,
};

/**
 * New weights, by name: 'conv1.weight', 'conv1.bias', 'conv2.weight' ... 'dense.bias'.
 *
 * @param rng where the first values come from
 * @throws ConfigError when no picture would be left after the second pooling
 *
 * @example
 * const fresh = convnetWeights(digitsConvnet, random(0));
 * fresh['conv1.weight'].shape; // [5, 5, 1, 8]
 * countNumbers(fresh); // 17546
 */
export function convnetWeights(config: ConvnetConfig, rng: Random): Weights {
  const { channels, filterSide, filters, classes } = config;
  const left = sidesOf(config).pool2;
  const conv1 = conv2dWeights(filterSide, channels, filters[0], rng);
  const conv2 = conv2dWeights(filterSide, filters[0], filters[1], rng);
  const last = denseWeights(left * left * filters[1], classes, rng);
  return {
    'conv1.weight': conv1.weight,
    'conv1.bias': conv1.bias as tf.Tensor,
    'conv2.weight': conv2.weight,
    'conv2.bias': conv2.bias as tf.Tensor,
    'dense.weight': last.weight,
    'dense.bias': last.bias as tf.Tensor,
  };
}

/**
 * The scores of each picture: the larger, the more it looks like that class. `tf.softmax` makes
 * shares of them, `tf.argMax` picks the largest.
 *
 * @param weights as `convnetWeights` names them
 * @param x [batch, side, side, channels]
 * @returns [batch, classes]
 * @throws ShapeError when `x` or a weight does not fit
 *
 * @example
 * const net = convnetWeights(digitsConvnet, random(0));
 * convnet(net, digitsConvnet, tf.zeros([2, 28, 28, 1])).shape; // [2, 10]
 */
export function convnet(weights: Weights, config: ConvnetConfig, x: tf.Tensor4D): tf.Tensor2D {
  const { side, channels } = config;
  expectShape('convnet', 'pictures', x, ['batch', side, side, [channels, 'channels']]);
  return tf.tidy(() => {
    const first = convnetBlock(weights, 'conv1', x); //     [batch, 12, 12, 8]
    const second = convnetBlock(weights, 'conv2', first); // [batch, 4, 4, 48]
    return dense(named<DenseWeights>(weights, 'dense'), flatten(second)) as tf.Tensor2D;
  });
}

/**
 * One stage of the network: convolution without padding, the largest of each 2 x 2, relu.
 * What comes out are the feature maps of that stage, one for each filter.
 *
 * @param stage 'conv1' or 'conv2'
 * @param x [batch, height, width, channels]
 * @returns [batch, floor((height - filter + 1) / 2), ..., filters]
 */
export function convnetBlock(
  weights: Weights,
  stage: 'conv1' | 'conv2',
  x: tf.Tensor4D,
): tf.Tensor4D {
  return tf.tidy(() => {
    const maps = conv2d(named<Conv2dWeights>(weights, stage), x, { padding: 'valid' });
    return tf.relu(maxPool2d(maps));
  });
}

/**
 * The network as a graph: each layer with the shape that comes out and how many numbers it learns.
 *
 * @example
 * describeConvnet(digitsConvnet).nodes.at(-1)?.label; // '10 scores'
 */
export function describeConvnet(config: ConvnetConfig): Graph {
  const { side, channels, filterSide, filters, classes } = config;
  const sides = sidesOf(config);
  const convolution = (inputs: number, outputs: number, left: number): string =>
    `convolution ${filterSide} × ${filterSide}\n${shape(left, outputs)}\n` +
    `${text(filterSide * filterSide * inputs * outputs + outputs)} numbers to learn`;
  const pooling = (left: number, maps: number): string =>
    `largest of each 2 × 2, relu\n${shape(left, maps)}`;
  const flat = sides.pool2 * sides.pool2 * filters[1];
  const labels: readonly (readonly [string, string, Graph['nodes'][number]['role']])[] = [
    ['picture', `picture\n${shape(side, channels)}`, 'input'],
    ['conv1', convolution(channels, filters[0], sides.conv1), 'layer'],
    ['pool1', pooling(sides.pool1, filters[0]), 'activation'],
    ['conv2', convolution(filters[0], filters[1], sides.conv2), 'layer'],
    ['pool2', pooling(sides.pool2, filters[1]), 'activation'],
    [
      'dense',
      `dense, ${flat} to ${classes}\n${text(flat * classes + classes)} numbers to learn`,
      'layer',
    ],
    ['scores', `${classes} scores`, 'output'],
  ];
  return {
    title: 'a convolutional network',
    nodes: labels.map(([id, label, role]) => ({ id, label, role })),
    edges: labels.slice(1).map(([id], i) => ({ from: labels[i][0], to: id })),
  };
}

/** Side of the maps after each layer, in pixels. */
function sidesOf({ side, filterSide }: ConvnetConfig): Record<string, number> {
  const conv1 = side - filterSide + 1;
  const pool1 = Math.floor(conv1 / 2);
  const conv2 = pool1 - filterSide + 1;
  const pool2 = Math.floor(conv2 / 2);
  if (pool2 >= 1) return { conv1, pool1, conv2, pool2 };
  throw new ConfigError(
    `convnet: got pictures of ${side} x ${side} and filters of ${filterSide} x ${filterSide}; ` +
      'expected pictures so large that something is left after the second pooling',
  );
}

function named<T>(weights: Weights, layer: string): T {
  return { weight: weights[`${layer}.weight`], bias: weights[`${layer}.bias`] } as T;
}

const shape = (side: number, maps: number): string => `${side} × ${side} × ${maps}`;
const text = (count: number): string => count.toLocaleString('en-US');
