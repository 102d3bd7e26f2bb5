/**
 * The weights of one file as tensors, under the names of the file, in the order that the layers
 * want.
 *
 * Leaves out: other names than the file's, models in several files, telling what a model is.
 */
import { tf } from '../tensor/tf.js';
import { uploadTensor } from '../tensor/upload.js';
import type { Weights } from '../tensor/weights.js';
import { isFloat } from './dtype.js';
import { toLayers } from './layout.js';
import { openSafetensors } from './safetensors.node.js';

/**
 * Reads every tensor of floats in a safetensors file (tables of whole numbers are left out). The
 * tensors are the caller's: `disposeWeights` gives them back.
 *
 * @param path a .safetensors file
 * @returns 32-bit floats: filters [height, width, inputs, outputs], matrices [inputs, outputs]
 * @throws CheckpointError when the file is damaged
 *
 * @example
 * const folder = 'test/golden/stable-diffusion/models/tiny-sd1/unet';
 * const weights = await readWeights(`${folder}/diffusion_pytorch_model.safetensors`);
 * weights['conv_in.weight'].shape; // [3, 3, 4, 8]
 * disposeWeights(weights);
 */
export async function readWeights(path: string): Promise<Weights> {
  const file = await openSafetensors(path);
  const weights: Record<string, tf.Tensor> = {};
  try {
    for (const { name, dtype, shape } of file.entries) {
      if (!isFloat(dtype)) continue;
      const laid = toLayers(name, { shape, values: await file.read(name) });
      weights[name] = uploadTensor(laid.values, laid.shape);
    }
    return weights;
  } catch (error) {
    tf.dispose(Object.values(weights));
    throw error;
  } finally {
    await file.close();
  }
}
