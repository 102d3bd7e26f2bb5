// @ts-check
/**
 * What the benchmark measures: each case prepares its tensors once and gives a function to time.
 * `torch_cases.py` holds the same cases, under the same names, for torch.
 */

/** @typedef {typeof import('../../src/index.js')} Library */

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {number} flops multiplications and additions of one run
 * @property {'product' | 'training'} goal which of the two goals it counts for
 * @property {boolean} slow too long for the plain JavaScript backend
 * @property {(library: Library) => () => void} prepare
 */

/**
 * @param {number} n
 * @returns {Case}
 */
const matmul = (n) => ({
  name: `matmul ${n}`,
  flops: 2 * n ** 3,
  goal: 'product',
  slow: n > 512,
  prepare: ({ tf, random }) => {
    const [a, b] = [1, 2].map((seed) => tf.tensor2d(random(seed).rand(n * n), [n, n]));
    return () => tf.matMul(a, b).dispose();
  },
});

/**
 * A 3x3 convolution, forwards or both its gradients (each costs as much as the forward pass).
 *
 * @param {number} batch
 * @param {number} side
 * @param {number} inputs
 * @param {number} outputs
 * @param {boolean} backwards
 * @returns {Case}
 */
const convolution = (batch, side, inputs, outputs, backwards) => ({
  name: `${backwards ? 'gradients of ' : ''}conv 3x3 ${batch}x${side}x${side}, ${inputs} -> ${outputs}`,
  flops: 2 * 9 * batch * side * side * inputs * outputs * (backwards ? 2 : 1),
  goal: 'product',
  slow: side * side * inputs * outputs * batch > 2e7,
  prepare: ({ tf, random }) => {
    const size = batch * side * side;
    const x = tf.tensor4d(random(1).rand(size * inputs), [batch, side, side, inputs]);
    const w = tf.tensor4d(random(2).rand(9 * inputs * outputs), [3, 3, inputs, outputs]);
    const dy = tf.tensor4d(random(3).rand(size * outputs), [batch, side, side, outputs]);
    if (!backwards) return () => tf.conv2d(x, w, 1, 'same').dispose();
    // The two kernels that the gradient of conv2d calls, without the forward pass.
    /** @param {string} kernel @param {Record<string, unknown>} inputs @param {Record<string, unknown>} rest */
    const run = (kernel, inputs, rest) => {
      const attributes = { strides: 1, pad: 'same', dataFormat: 'NHWC', ...rest };
      const result = tf.engine().runKernel(kernel, /** @type {never} */ (inputs), attributes);
      tf.dispose(/** @type {import('@tensorflow/tfjs-core').Tensor} */ (result));
    };
    return () => {
      run('Conv2DBackpropFilter', { x, dy }, { filterShape: w.shape });
      run('Conv2DBackpropInput', { dy, filter: w }, { inputShape: x.shape });
    };
  },
});

/**
 * One step of training on 28x28 pictures: two convolutions with pooling, a dense layer,
 * cross-entropy, Adam.
 *
 * @param {number} batch
 * @returns {Case}
 */
const training = (batch) => ({
  name: `training step, convnet on ${batch} digits`,
  // Forward pass three times: once, and once for each of the two gradients.
  flops: 3 * 2 * batch * (9 * 784 * 16 + 9 * 196 * 16 * 32 + 1568 * 10),
  goal: 'training',
  slow: false,
  prepare: ({ tf, random, conv2d, conv2dWeights, dense, denseWeights, flatten, maxPool2d }) => {
    const rng = random(1);
    const variables = [
      conv2dWeights(3, 1, 16, rng),
      conv2dWeights(3, 16, 32, rng),
      denseWeights(1568, 10, rng),
    ].map(({ weight, bias }) => ({
      weight: tf.variable(weight),
      bias: tf.variable(/** @type {import('@tensorflow/tfjs-core').Tensor} */ (bias)),
    }));
    const [first, second, last] = /** @type {any[]} */ (variables);
    const x = tf.tensor4d(rng.rand(batch * 784), [batch, 28, 28, 1]);
    const labels = tf.oneHot(tf.tensor1d(rng.randint(0, 10, batch), 'int32'), 10);
    const optimizer = tf.train.adam(0.001);
    const loss = () => {
      const small = maxPool2d(conv2d(first, x, { activation: 'relu' }));
      const smaller = maxPool2d(conv2d(second, small, { activation: 'relu' }));
      const logits = dense(last, flatten(smaller));
      return /** @type {any} */ (tf.losses.softmaxCrossEntropy(labels, logits));
    };
    return () => void optimizer.minimize(loss);
  },
});

/** @type {readonly Case[]} */
export const cases = [
  matmul(512),
  matmul(1024),
  matmul(2048),
  convolution(16, 28, 16, 32, false),
  convolution(1, 64, 64, 64, false),
  convolution(1, 64, 320, 320, false),
  convolution(16, 28, 16, 32, true),
  convolution(1, 64, 64, 64, true),
  convolution(1, 64, 320, 320, true),
  training(64),
];
