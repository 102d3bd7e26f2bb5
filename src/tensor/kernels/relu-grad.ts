/**
 * The gradient of relu with TensorFlow's own operation. tfjs writes it as dy * step(x), and `step`
 * on the native backend is five operations over the whole tensor: it took longer than the
 * convolution before it.
 *
 *     dL/dx = dL/dy where x > 0, else 0
 *
 * `ReluGrad` is a kernel of native TensorFlow that tfjs does not know; the other backends, whose
 * `step` is fast, go the old way.
 */
import * as tf from '@tensorflow/tfjs-core';

const name = 'ReluGrad';

interface NativeBackend {
  readonly binding: { readonly TF_ATTR_TYPE: number; readonly TF_FLOAT: number };
  executeSingleOutput(op: string, attributes: object[], inputs: tf.TensorInfo[]): tf.TensorInfo;
}

export const reluGradKernel: tf.KernelConfig = {
  kernelName: name,
  backendName: 'tensorflow',
  kernelFunc: ({ inputs, backend }) => {
    const { dy, x } = inputs as { dy: tf.TensorInfo; x: tf.TensorInfo };
    const native = backend as NativeBackend;
    const { TF_ATTR_TYPE, TF_FLOAT } = native.binding;
    const type = { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT };
    return native.executeSingleOutput(name, [type], [dy, x]);
  },
};

export const reluGradient: tf.GradConfig = {
  kernelName: tf.Relu,
  inputsToSave: ['x'],
  gradFunc: (dy, saved) => ({
    x: () => {
      const [slope, x] = [dy as tf.Tensor, saved[0]];
      if (tf.getKernel(name, tf.getBackend()) === undefined || x.dtype !== 'float32') {
        return tf.mul(slope, tf.cast(tf.step(x), 'float32'));
      }
      return tf.engine().runKernel(name, { dy: slope, x });
    },
  }),
};
