/**
 * Textual inversions with several vectors: the name `cat-toy` with three vectors has the tokens
 * `cat-toy`, `cat-toy_1`, `cat-toy_2`, and a prompt that says `cat-toy` means all three.
 *
 * Source: diffusers 0.42, `maybe_convert_prompt`: a name that the tokenizer finds in the prompt is
 * replaced as plain text, so capitals must match here although they need not for the tokenizer.
 */
import type { ClipTokenizer } from './clip-tokenizer.js';

/**
 * The names that a textual inversion adds.
 *
 * @param vectors 1 or more
 * @example
 * inversionNames('cat-toy', 3); // ['cat-toy', 'cat-toy_1', 'cat-toy_2']
 */
export function inversionNames(name: string, vectors: number): string[] {
  return Array.from({ length: vectors }, (_, i) => (i === 0 ? name : `${name}_${i}`));
}

/**
 * A prompt with every name of several vectors written out.
 *
 * @param tokenizer one with the names (`withNames`)
 * @example
 * const plain = clipTokenizer({ merges: 'c a\nca t</w>\n' });
 * const tokenizer = plain.withNames(inversionNames('<toy>', 2));
 * expandNames('a <toy> on grass', tokenizer); // 'a <toy> <toy>_1 on grass'
 */
export function expandNames(prompt: string, tokenizer: ClipTokenizer): string {
  const { names } = tokenizer;
  if (names.size === 0) return prompt;
  const found = new Set(tokenizer.pieces(prompt).filter((piece) => names.has(piece)));
  let text = prompt;
  for (const name of found) {
    const all = [name];
    while (names.has(`${name}_${all.length}`)) all.push(`${name}_${all.length}`);
    if (all.length > 1) text = text.replaceAll(name, () => all.join(' '));
  }
  return text;
}
