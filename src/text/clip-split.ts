/**
 * How CLIP's text is made plain and cut into words before byte-pair encoding.
 *
 * Source: transformers 5, `CLIPTokenizer`: NFC, white space to one space, lower case code point by
 * code point (a capital sigma at the end of a word becomes the ordinary small one), then words.
 * Leaves out what OpenAI's own code does before (repairing mangled text, HTML entities): diffusers
 * does not do it either.
 */

/**
 * Text as the tokenizer sees it. Lone surrogates, which UTF-8 cannot hold, become U+FFFD.
 *
 * @example
 * normalised('A  Photo\nof ΣΑΣ'); // 'a photo of σασ'
 */
export function normalised(text: string): string {
  const spaced = wellFormed(text)
    .normalize('NFC')
    .replace(/\p{White_Space}+/gu, ' ');
  return spaced.replace(/\P{ASCII}|[A-Z]+/gu, (part) => part.toLowerCase());
}

/** Text without lone surrogates. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

const words =
  /<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\p{White_Space}\p{L}\p{N}]+/gu;

/** A special name that was only written like one falls into its parts. */
const special = /^<\|(startoftext|endoftext)\|>$/;

/**
 * The words of a normalised text: runs of letters, single digits, runs of other signs, and English
 * endings after an apostrophe. Spaces are left out.
 *
 * @example
 * clipWords("it's 2024!!"); // ['it', "'s", '2', '0', '2', '4', '!!']
 */
export function clipWords(text: string): string[] {
  const found = text.match(words) ?? [];
  return found.flatMap((word) => {
    const name = special.exec(word);
    return name ? ['<|', name[1], '|>'] : [word];
  });
}
