/**
 * Reads the merges of CLIP that come with this package, and refuses a file whose hash is not the
 * one of its card, so that a damaged vocabulary never makes wrong pictures quietly.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { PlaygroundError } from '../math/errors.js';

const home = fileURLToPath(new URL('../../datasets/clip-bpe/merges.txt.gz', import.meta.url));
const sha256 = 'c1efe9d1bb7c15e5e868e43b5cd870444667e85159c767005f2d252c9081ee68';
const remedy = 'Get it back with: git checkout -- datasets/clip-bpe';

/**
 * The text of CLIP's merges.txt, for `clipTokenizer`.
 *
 * @param file default: datasets/clip-bpe/merges.txt.gz of this package
 * @throws PlaygroundError when the file is missing or damaged
 * @example
 * const tokenizer = clipTokenizer({ merges: loadClipMerges() });
 * tokenizer.pieces('an astronaut'); // ['an</w>', 'astronaut</w>']
 */
export function loadClipMerges(file: string = home): string {
  let packed: Buffer;
  try {
    packed = readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new PlaygroundError(
      `merges: cannot read ${file}: got ${code}; expected a file. ${remedy}`,
    );
  }
  const hash = createHash('sha256').update(packed).digest('hex');
  if (hash !== sha256) {
    throw new PlaygroundError(
      `merges: damaged ${file}: got sha256 ${hash.slice(0, 12)}...; ` +
        `expected ${sha256.slice(0, 12)}.... ${remedy}`,
    );
  }
  return gunzipSync(packed).toString('utf8');
}
