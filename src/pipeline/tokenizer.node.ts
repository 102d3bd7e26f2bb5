/** The tokenizer of a model's folder. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckpointError } from '../math/errors.js';
import type { ClipTokenizer } from '../text/clip-tokenizer.js';
import { tokenizerFromFiles } from '../text/tokenizer-files.js';

/**
 * Reads `vocab.json` and `merges.txt` in a folder, and the two files that may stand beside them.
 *
 * @throws CheckpointError when one of the two is missing
 *
 * @example
 * const folder = 'test/golden/stable-diffusion/models/tiny-sd1/tokenizer';
 * readTokenizer(folder).length; // 77
 */
export function readTokenizer(folder: string): ClipTokenizer {
  const text = (name: string): string | undefined => {
    const file = join(folder, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  const [vocab, merges] = [text('vocab.json'), text('merges.txt')];
  if (vocab === undefined || merges === undefined) {
    throw new CheckpointError(`${folder}: got no tokenizer; expected vocab.json and merges.txt`);
  }
  const specialTokensMap = text('special_tokens_map.json');
  const tokenizerConfig = text('tokenizer_config.json');
  return tokenizerFromFiles({
    vocab,
    merges,
    ...(specialTokensMap === undefined ? {} : { specialTokensMap }),
    ...(tokenizerConfig === undefined ? {} : { tokenizerConfig }),
  });
}
