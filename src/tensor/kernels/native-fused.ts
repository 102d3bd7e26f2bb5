/**
 * Two operations of native TensorFlow that tfjs does not know, each one pass over memory where tfjs
 * needs several:
 *
 *     Silu       y = x * sigmoid(x)
 *     RowNorm    y = (x - mean of its row) / sqrt(variance of its row + epsilon) * scale + offset
 *
 * They are oneDNN kernels, which TensorFlow puts in place of its own while it rewrites a graph; the
 * empty `_kernel` label asks for them by name. Builds without oneDNN and graphics cards lack them,
 * so they are registered only after a trial; everywhere else `layers/` composes the same values.
 *
 * Source: tensorflow `core/kernels/mkl/mkl_swish_op.cc`, `mkl_layer_norm_op.cc`.
 */
import * as tf from '@tensorflow/tfjs-core';

/** The names under which the kernels are registered. */
export const siluName = 'Silu';
export const rowNormName = 'RowNorm';

interface NativeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: Readonly<
    Record<'TF_ATTR_TYPE' | 'TF_ATTR_FLOAT' | 'TF_ATTR_STRING' | 'TF_FLOAT', number>
  >;
  executeSingleOutput(op: string, attributes: object[], inputs: tf.TensorInfo[]): tf.TensorInfo;
}

function oneDnn(
  backend: NativeBackend,
  op: string,
  inputs: tf.TensorInfo[],
  epsilon?: number,
): tf.TensorInfo {
  const { TF_ATTR_TYPE, TF_ATTR_FLOAT, TF_ATTR_STRING, TF_FLOAT } = backend.binding;
  const attributes: object[] = [
    { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: '_kernel', type: TF_ATTR_STRING, value: '' },
  ];
  if (epsilon !== undefined) {
    attributes.push({ name: 'epsilon', type: TF_ATTR_FLOAT, value: epsilon });
  }
  return backend.executeSingleOutput(op, attributes, inputs);
}

const siluKernel: tf.KernelConfig = {
  kernelName: siluName,
  backendName: 'tensorflow',
  kernelFunc: ({ inputs, backend }) =>
    oneDnn(backend as NativeBackend, '_MklSwish', [inputs.x as tf.TensorInfo]),
};

const rowNormKernel: tf.KernelConfig = {
  kernelName: rowNormName,
  backendName: 'tensorflow',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { x, scale, offset } = inputs as Record<string, tf.TensorInfo>;
    const { epsilon } = attrs as unknown as { epsilon: number };
    return oneDnn(backend as NativeBackend, '_MklLayerNorm', [x, scale, offset], epsilon);
  },
};

/** d/dx x s(x) = s(x) (1 + x (1 - s(x))), s the sigmoid. */
const siluGradient: tf.GradConfig = {
  kernelName: siluName,
  inputsToSave: ['x'],
  gradFunc: (dy, [x]) => ({
    x: () =>
      tf.tidy(() => {
        const gate = tf.sigmoid(x);
        return tf.mul(dy as tf.Tensor, tf.mul(gate, tf.add(tf.mul(x, tf.sub(1, gate)), 1)));
      }),
  }),
};

/**
 * With n = (x - mean) / deviation and g = dy * scale, both of one row:
 * dx = (g - mean(g) - n * mean(g n)) / deviation.
 */
const rowNormGradient: tf.GradConfig = {
  kernelName: rowNormName,
  inputsToSave: ['x', 'scale'],
  gradFunc: (dyOrMany, [x, scale], attrs) => {
    const dy = dyOrMany as tf.Tensor;
    const { epsilon } = attrs as unknown as { epsilon: number };
    const rows = x.shape.slice(0, -1).map((_, axis) => axis);
    const normed = (): { n: tf.Tensor; inverse: tf.Tensor } => {
      const { mean, variance } = tf.moments(x, -1, true);
      const inverse = tf.rsqrt(tf.add(variance, epsilon));
      return { n: tf.mul(tf.sub(x, mean), inverse), inverse };
    };
    return {
      x: () =>
        tf.tidy(() => {
          const { n, inverse } = normed();
          const g = tf.mul(dy, scale);
          const along = tf.mul(n, tf.mean(tf.mul(g, n), -1, true));
          return tf.mul(inverse, tf.sub(tf.sub(g, tf.mean(g, -1, true)), along));
        }),
      scale: () => tf.tidy(() => tf.sum(tf.mul(dy, normed().n), rows)),
      offset: () => tf.sum(dy, rows),
    };
  },
};

/** Registers what this build of TensorFlow has. The backend must be running. */
export function registerNativeFused(): void {
  if ((tf.backend() as unknown as NativeBackend).isUsingGpuDevice) return;
  for (const [kernel, gradient, trial] of [
    [siluKernel, siluGradient, { x: tf.ones([2, 2]) }],
    [
      rowNormKernel,
      rowNormGradient,
      { x: tf.ones([2, 2]), scale: tf.ones([2]), offset: tf.ones([2]) },
    ],
  ] as const) {
    tf.registerKernel(kernel);
    try {
      const y: tf.Tensor = tf.engine().runKernel(kernel.kernelName, trial, { epsilon: 1e-5 });
      y.dispose();
      tf.registerGradient(gradient);
    } catch {
      tf.unregisterKernel(kernel.kernelName, kernel.backendName);
    }
    tf.dispose(Object.values(trial));
  }
}
