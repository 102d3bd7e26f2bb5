/** Prompts as the text encoder's states. */
import { textEncoder } from '../stable-diffusion/text-encoder.js';
import { tf } from '../tensor/tf.js';
import { expandNames } from '../text/expand-names.js';
import { checkPrompt } from '../text/prompt-weights.js';
import type { StableDiffusion } from './model.js';

/**
 * What the U-Net is told of a prompt.
 *
 * @param clipSkip layers of the text encoder that are left out at its end (0 none)
 * @returns [1, tokens, width]; what is beyond the tokens that fit is left out, as CLIP does it
 * @throws ConfigError for a prompt of more than 50,000 characters
 */
export function encodePrompt(model: StableDiffusion, prompt: string, clipSkip = 0): tf.Tensor3D {
  return encodePrompts(model, [prompt], clipSkip);
}

/**
 * Several prompts at once.
 *
 * @returns [prompts, tokens, width]
 */
export function encodePrompts(
  model: StableDiffusion,
  prompts: readonly string[],
  clipSkip = 0,
): tf.Tensor3D {
  const ids = prompts.map((prompt) => promptIds(model, prompt));
  return tf.tidy(() => textEncoder(model.weights.text, model.text, ids, { clipSkip }));
}

/** The tokens of a prompt, with the padding. */
export function promptIds({ tokenizer }: StableDiffusion, prompt: string): readonly number[] {
  checkPrompt(prompt);
  return [...tokenizer.padded(expandNames(prompt, tokenizer))];
}

/** The pieces behind the start token, as many as fit; `</w>` ends a word. */
export function promptPieces({ tokenizer }: StableDiffusion, prompt: string): readonly string[] {
  checkPrompt(prompt);
  return tokenizer.pieces(expandNames(prompt, tokenizer)).slice(0, tokenizer.length - 2);
}
