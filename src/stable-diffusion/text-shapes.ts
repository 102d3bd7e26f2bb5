/**
 * Which tensors a text encoder has, and their shapes as they are in a file.
 */
import { dense, norm, type Shapes, shapesOf } from './shapes.js';
import type { TextConfig } from './text-config.js';

/**
 * Every tensor of a text encoder, in the order of a file.
 *
 * @example
 * const shapes = textShapes(sd15Text);
 * Object.keys(shapes).length; // 196
 * countShapes(shapes); // 123060480
 */
export function textShapes({
  vocabulary,
  positions,
  width,
  innerWidth,
  layers,
}: TextConfig): Shapes {
  const stack = Array.from({ length: layers }, (_, n) => {
    const at = `text_model.encoder.layers.${n}`;
    return [
      ...['k', 'v', 'q'].flatMap((part) => dense(`${at}.self_attn.${part}_proj`, width, width)),
      ...dense(`${at}.self_attn.out_proj`, width, width),
      ...norm(`${at}.layer_norm1`, width),
      ...dense(`${at}.mlp.fc1`, width, innerWidth),
      ...dense(`${at}.mlp.fc2`, innerWidth, width),
      ...norm(`${at}.layer_norm2`, width),
    ];
  });
  return shapesOf([
    ['text_model.embeddings.token_embedding.weight', [vocabulary, width]],
    ['text_model.embeddings.position_embedding.weight', [positions, width]],
    ...stack.flat(),
    ...norm('text_model.final_layer_norm', width),
  ]);
}
